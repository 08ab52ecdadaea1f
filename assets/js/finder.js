// One of very many: arrow keys walk from the search through what fits, Escape folds it again.
(function () {
  "use strict";

  const FINDER = "details[data-finder]";

  function stops(finder) {
    return [...finder.querySelectorAll("input[type=search], .finder__option")];
  }

  function fold(finder, back) {
    finder.open = false;
    if (back) {
      finder.querySelector("summary").focus();
    }
  }

  document.addEventListener("keydown", function (event) {
    const finder = event.target.closest && event.target.closest(FINDER);
    if (!finder) {
      return;
    }
    if (event.key === "Escape" && finder.open) {
      event.preventDefault();
      fold(finder, true);
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || (event.target.matches("summary") && !finder.open)) {
      return;
    }
    event.preventDefault();
    const all = stops(finder);
    const at = all.indexOf(document.activeElement);
    all[Math.max(0, Math.min(all.length - 1, at + step))].focus();
  });

  // Opened by hand, the words can be typed at once; one that comes open from an address leaves the focus alone.
  document.addEventListener("click", function (event) {
    const summary = event.target.closest && event.target.closest(`${FINDER} > summary`);
    document.querySelectorAll(`${FINDER}[open]`).forEach(function (finder) {
      if (!finder.contains(event.target)) {
        fold(finder, false);
      }
    });
    if (summary && !summary.parentElement.open) {
      window.requestAnimationFrame(function () {
        const box = summary.parentElement.querySelector("input[type=search]");
        if (box && summary.parentElement.open) {
          box.focus();
        }
      });
    }
  });
})();
