// The parts of an open page: which there are, which differ, and how those are drawn while the rest stays as it is.
(function () {
  "use strict";

  const PARTS = "/live/parts";
  const FIELD = /"type":"(?:Input|Select|Textarea)"/i;

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
  function redraw(old, fresh, chosen) {
    const props = Object.assign({}, fresh.props);
    const words = (all) => JSON.stringify(all.tree || all, (name, value) => (name === "keep" ? undefined : value));
    if (words(old.props) === words(props)) {
      return;
    }
    if (props.tree) {
      // What somebody else's choice left in a field must not stay in it when the reader chose something new.
      props.tree.keep = !(chosen && FIELD.test(JSON.stringify(props.tree)));
    }
    delete props.id;
    window.dash_clientside.set_props(fresh.props.id, props);
  }

  // Parts inside a part that was drawn piece by piece show something new as well: so do their marks.
  function remark(node) {
    children(node).forEach(function (child) {
      if (child && child.props && child.props["data-live"]) {
        window.dash_clientside.set_props(child.props.id, { "data-live": child.props["data-live"] });
      }
      if (child && child.props && child.namespace === "dash_html_components") {
        remark(child);
      }
    });
  }

  function redrawPart(id, props, chosen) {
    const api = window.dash_component_api;
    const old = api && api.getLayout ? api.getLayout(id) : null;
    const fresh = { props: props };
    if (!old || !old.props || frame(old) !== frame(fresh)) {
      window.dash_clientside.set_props(id, props);
      return;
    }
    const before = pieces(old, []);
    pieces(fresh, []).forEach((piece, place) => redraw(before[place], piece, chosen));
    remark(fresh);
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

  // Draws the parts that came. `chosen`: the reader asked for them, so nothing waits and nothing is lit.
  function draw(told, chosen) {
    const there = new Map(parts().map((element) => [nameOf(element), element]));
    let waiting = false;
    let drawn = 0;
    Object.entries(told.parts).forEach(function ([name, props]) {
      const element = there.get(name);
      if (!element) {
        return;
      }
      if (!chosen && busy(element)) {
        waiting = true;
        return;
      }
      redrawPart(name === "main" ? "main" : { type: "ui-live", name: name }, props, chosen);
      if (!chosen) {
        flash(element);
      }
      drawn += 1;
    });
    page.version = told.version;
    main().dataset.indicators = told.indicators;
    return { drawn: drawn, waiting: waiting };
  }

  // ---- asking --------------------------------------------------------------------------------------------

  // What differs between the page as it stands and an address; null when the server does not say.
  async function fetchParts(address) {
    const marks = {};
    parts().forEach((element) => {
      marks[nameOf(element)] = element.dataset.live;
    });
    const answer = await window.fetch(PARTS, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ address: address, parts: marks }),
    });
    const told = answer.ok ? await answer.json() : null;
    return told && told.version !== undefined ? told : null;
  }

  window.cockpitParts = { main: main, shown: shown, fetchParts: fetchParts, draw: draw };
})();
