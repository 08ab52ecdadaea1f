// The wall runs by itself: clock, carousel with pause, full screen, slow shift against burn-in.
(function () {
  "use strict";

  const SHIFT = [[0, 0], [2, 0], [2, 2], [0, 2], [-2, 2], [-2, 0], [-2, -2], [0, -2], [2, -2]];
  const SHIFT_SECONDS = 120;
  let paused = false;
  let stood = 0;
  let shown = null;
  let offset = null; // between the city's clock and this machine's, in ms

  const wall = () => document.querySelector("[data-screen]");

  function tick() {
    const here = wall();
    if (!here) {
      shown = null;
      offset = null;
      return;
    }
    if (here !== shown) {
      shown = here;
      stood = 0;
      offset = null;
    }
    clock(here);
    stood += 1;
    const seconds = Number(here.dataset.seconds);
    if (seconds && !paused && stood >= seconds && document.visibilityState === "visible") {
      stood = 0;
      window.cockpitGo(here.dataset.next);
    }
    const [x, y] = SHIFT[Math.floor(Date.now() / 1000 / SHIFT_SECONDS) % SHIFT.length];
    here.style.setProperty("--shift-x", x + "px");
    here.style.setProperty("--shift-y", y + "px");
  }

  // The server's time of the city, carried on by this machine: its zone need not be the city's.
  function clock(here) {
    const time = here.querySelector("[data-clock]");
    if (!time) {
      return;
    }
    const local = time.getAttribute("datetime").slice(0, 19) + "Z";
    if (offset === null || time.dataset.from !== local) {
      time.dataset.from = local;
      offset = Date.parse(local) - Date.now();
    }
    const words = new Date(Date.now() + offset).toISOString().slice(11, 19);
    const part = time.querySelector(".wall__clock");
    if (part.textContent !== words) {
      part.textContent = words;
    }
  }

  function pause() {
    paused = !paused;
    const here = wall();
    const state = here && here.querySelector("[data-live-state]");
    if (state) {
      state.textContent = paused ? here.dataset.paused : "";
    }
  }

  function full() {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else {
      document.documentElement.requestFullscreen().catch(() => undefined);
    }
  }

  document.addEventListener("keydown", function (event) {
    if (!wall() || event.target.closest("input, select, textarea, button, a") || event.ctrlKey || event.metaKey) {
      return;
    }
    if (event.key === " ") {
      event.preventDefault();
      pause();
    } else if (event.key === "f" || event.key === "F") {
      full();
    } else if (event.key === "ArrowRight") {
      window.cockpitGo(wall().dataset.next);
    }
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-fullscreen]")) {
      full();
    }
  });

  window.setInterval(tick, 1000);
})();
