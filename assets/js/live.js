// Keeps an open page up to date: hears of new data, and has the parts that changed drawn (parts.js).
(function () {
  "use strict";

  const STREAM = "/live";
  const SILENCE = 25000; // ms without a beat after which the line counts as lost
  const NOTE = 8000; // ms an "updated" note stays
  const PATIENCE = 3000; // ms a line may be away before the reader is told

  const { main, shown, fetchParts, draw } = window.cockpitParts;

  function concerns(indicators) {
    const own = main().dataset.indicators;
    if (indicators === null || own === "*") {
      return true;
    }
    const names = new Set(own.split(" "));
    return indicators.some((name) => names.has(name));
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
      const told = await fetchParts(address);
      const here = address === window.location.pathname + window.location.search && asked === shown();
      if (told && here) {
        const { drawn, waiting } = draw(told);
        if (waiting) {
          document.addEventListener("focusout", () => window.setTimeout(refresh, 300), { once: true });
        }
        if (drawn) {
          say("updated");
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
