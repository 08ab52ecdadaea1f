// Keeps an open page up to date: hears of new data, asks for the parts that changed, draws only these.
(function () {
  "use strict";

  const STREAM = "/live";
  const PARTS = "/live/parts";
  const SILENCE = 25000; // ms without a beat after which the line counts as lost
  const NOTE = 8000; // ms an "updated" note stays
  const PATIENCE = 3000; // ms a line may be away before the reader is told

  // ---- what is on the page -------------------------------------------------------------------------------

  let page = { stamp: null, version: 0 };

  function main() {
    return document.getElementById("main");
  }

  // The version the page shows. A page that has just come brings its own.
  function shown() {
    const stamp = main() && main().dataset.version;
    if (stamp && (stamp !== page.stamp || page.of !== main())) {
      page = { stamp: stamp, version: Number(stamp), of: main() };
    }
    return stamp ? page : null;
  }

  function concerns(indicators) {
    const own = main().dataset.indicators;
    if (indicators === null || own === "*") {
      return true;
    }
    const names = new Set(own.split(" "));
    return indicators.some((name) => names.has(name));
  }

  function nameOf(element) {
    return element.id.startsWith("{") ? JSON.parse(element.id).name : element.id;
  }

  function parts() {
    return Array.from(document.querySelectorAll("[data-live]"));
  }

  // A part in which somebody is writing or choosing waits until this is done.
  function busy(element) {
    const field = "input:not([type=hidden]):not([type=submit]), textarea, select";
    const inside = element.contains(document.activeElement) && document.activeElement.matches(field);
    const written = (one) =>
      one.type === "checkbox" || one.type === "radio"
        ? one.checked !== one.defaultChecked
        : one.type === "file"
          ? one.files.length > 0
          : "defaultValue" in one && one.value !== one.defaultValue;
    return inside || Array.from(element.querySelectorAll("form input, form textarea")).some(written);
  }

  // ---- drawing -------------------------------------------------------------------------------------------

  function children(node) {
    const found = (node.props && node.props.children) || [];
    return (Array.isArray(found) ? found : [found]).flat(Infinity);
  }

  // The pieces of a part that show something by themselves: charts, and still pieces; each has an id.
  function pieces(node, found) {
    children(node).forEach(function (child) {
      if (child && child.namespace && child.namespace !== "dash_html_components" && child.props.id) {
        found.push(child);
      } else if (child && child.props) {
        pieces(child, found);
      }
    });
    return found;
  }

  // What is around the pieces; when this is the same, only pieces need to be drawn.
  function frame(node) {
    return JSON.stringify(node.props.children, function (name, value) {
      const piece = value && value.namespace && value.namespace !== "dash_html_components" && value.props.id;
      if (piece) {
        return [value.type, value.props.id];
      }
      return name === "data-live" ? undefined : value;
    });
  }

  // A still piece keeps its elements, and what a reader opened in them, when new words come.
  function redraw(old, fresh) {
    const props = Object.assign({}, fresh.props);
    if (JSON.stringify(old.props.tree || old.props) === JSON.stringify(props.tree || props)) {
      return;
    }
    if (props.tree) {
      props.tree.keep = true;
    }
    delete props.id;
    window.dash_clientside.set_props(fresh.props.id, props);
  }

  function redrawPart(id, props) {
    const api = window.dash_component_api;
    const old = api && api.getLayout ? api.getLayout(id) : null;
    const fresh = { props: props };
    if (!old || !old.props || frame(old) !== frame(fresh)) {
      window.dash_clientside.set_props(id, props);
      return;
    }
    const before = pieces(old, []);
    pieces(fresh, []).forEach((piece, place) => redraw(before[place], piece));
    const own = Object.assign({}, props);
    delete own.children;
    window.dash_clientside.set_props(id, own);
  }

  // A card or panel with new figures is lit softly for a moment.
  function flash(element) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!calm && element.animate && element.matches(".card, .panel, .tile")) {
      const soft = getComputedStyle(element).getPropertyValue("--accent-soft").trim();
      element.animate([{ boxShadow: `0 0 0 4px ${soft}` }, { boxShadow: "0 0 0 4px transparent" }], {
        duration: 2000,
        easing: "ease-in",
      });
    }
  }

  function draw(changed) {
    const there = new Map(parts().map((element) => [nameOf(element), element]));
    let waiting = false;
    let drawn = 0;
    Object.entries(changed).forEach(function ([name, props]) {
      const element = there.get(name);
      if (!element) {
        return;
      }
      if (busy(element)) {
        waiting = true;
        return;
      }
      redrawPart(name === "main" ? "main" : { type: "ui-live", name: name }, props);
      flash(element);
      drawn += 1;
    });
    if (waiting) {
      document.addEventListener("focusout", () => window.setTimeout(refresh, 300), { once: true });
    }
    return drawn;
  }

  // ---- asking --------------------------------------------------------------------------------------------

  let asking = false;
  let again = false;

  async function refresh() {
    if (asking || document.hidden) {
      again = true;
      return;
    }
    asking = true;
    again = false;
    const address = window.location.pathname + window.location.search;
    const asked = shown();
    try {
      const marks = {};
      parts().forEach((element) => {
        marks[nameOf(element)] = element.dataset.live;
      });
      const answer = await window.fetch(PARTS, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ address: address, parts: marks }),
      });
      if (answer.ok) {
        const told = await answer.json();
        const here = address === window.location.pathname + window.location.search && asked === shown();
        if (here && told.version !== undefined) {
          const drawn = draw(told.parts);
          asked.version = told.version;
          main().dataset.indicators = told.indicators;
          if (drawn) {
            say("updated");
          }
        }
      }
    } catch (error) {
      again = true; // the line tells when it is back
    }
    asking = false;
    if (again && !document.hidden && state !== "lost") {
      window.setTimeout(refresh, 50);
    }
  }

  document.addEventListener("visibilitychange", function () {
    if (!document.hidden && again) {
      refresh();
    }
  });

  // ---- hearing -------------------------------------------------------------------------------------------

  // New data that does not concern this page is only noted.
  function heard(name, news) {
    lastHeard = Date.now();
    if (state === "lost") {
      state = "live";
      say("");
    }
    const here = shown();
    if (!here || news.version <= here.version) {
      return;
    }
    if (name === "news" && !concerns(news.indicators)) {
      here.version = news.version;
      return;
    }
    refresh();
  }

  let state = "live";
  let lastHeard = Date.now();
  let wait = 500;

  function open(share) {
    const line = new EventSource(STREAM);
    let silence;
    function alive() {
      window.clearTimeout(silence);
      silence = window.setTimeout(ended, SILENCE);
    }
    function ended() {
      window.clearTimeout(silence);
      line.close();
      share("gone", null);
      gone();
      window.setTimeout(() => open(share), wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, 30000);
    }
    ["hello", "beat", "news"].forEach(function (name) {
      line.addEventListener(name, function (event) {
        alive();
        wait = 500;
        const news = JSON.parse(event.data);
        share(name, news);
        heard(name, news);
      });
    });
    line.onerror = ended;
    alive();
  }

  function gone() {
    window.setTimeout(function () {
      if (Date.now() - lastHeard >= PATIENCE && state !== "lost") {
        state = "lost";
        say("lost", new Date(lastHeard));
      }
    }, PATIENCE);
  }

  // ---- telling -------------------------------------------------------------------------------------------

  let note = null;
  let fading;

  function clock(moment) {
    return moment.toLocaleTimeString("en-GB", { hour12: false });
  }

  function say(what, moment) {
    const words = what && main() && main().dataset[what];
    window.clearTimeout(fading);
    note.dataset.state = words ? what : "";
    if (words) {
      note.textContent = words.replace("{time}", clock(moment || new Date()));
      note.lang = document.documentElement.lang;
    }
    if (what === "updated") {
      fading = window.setTimeout(() => say(""), NOTE);
    }
  }

  // ---- one line for all tabs of a browser ----------------------------------------------------------------

  // Browsers hold six connections to a host: one tab listens and tells the others; when it closes, the next does.
  function start() {
    note = document.createElement("div");
    note.className = "live-note";
    note.setAttribute("role", "status");
    document.body.append(note);
    if (!("BroadcastChannel" in window) || !navigator.locks) {
      open(function () {});
      return;
    }
    const channel = new BroadcastChannel("cockpit-live");
    channel.onmessage = function (event) {
      const { name, news } = event.data;
      if (name === "gone") {
        gone();
      } else {
        heard(name, news);
      }
    };
    const share = (name, news) => channel.postMessage({ name: name, news: news });
    navigator.locks.request("cockpit-live", () => new Promise(() => open(share)));
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
