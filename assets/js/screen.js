// The wall runs by itself: clock, carousel with pause, full screen, slow shift against burn-in.
(function () {
  "use strict";

  const SHIFT = [[0, 0], [2, 0], [2, 2], [0, 2], [-2, 2], [-2, 0], [-2, -2], [0, -2], [2, -2]];
  const SHIFT_SECONDS = 120;
  let paused = false;
  let stood = 0;
  let shown = null;
  let day = null; // of the city

  const wall = () => document.querySelector("[data-screen]");

  function tick() {
    const here = wall();
    if (!here) {
      shown = null;
      day = null;
      return;
    }
    if (here !== shown) {
      shown = here;
      stood = 0;
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

  // The time in the city's zone, which need not be this machine's. On a new day the page is asked anew.
  function clock(here) {
    const time = here.querySelector("[data-clock]");
    if (!time) {
      return;
    }
    const local = new Date(Date.now() + Number(time.dataset.clock) * 60000).toISOString();
    if (day !== null && day !== local.slice(0, 10)) {
      window.location.reload();
      return;
    }
    day = local.slice(0, 10);
    const words = local.slice(11, 19);
    const part = time.querySelector(".wall__clock");
    if (part.textContent !== words) {
      part.textContent = words;
    }
  }

  function pause() {
    paused = !paused;
    const here = wall();
    const state = here && here.querySelector("[data-told]");
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
  document.addEventListener("cockpit-arrived", () => window.requestAnimationFrame(tick));
})();
