// The board builder by pointer: a tile taken by its grip and let go on another takes that one's place. It sends the
// same form as the buttons beside it, so that nothing can be done by dragging that cannot be done without.
(function () {
  "use strict";

  let held = null;

  function tileOf(event) {
    return event.target.closest && event.target.closest("[data-builder] [data-place]");
  }

  function mark(tile) {
    document.querySelectorAll(".builder__tile--over").forEach(function (one) {
      one.classList.toggle("builder__tile--over", one === tile);
    });
    if (tile) {
      tile.classList.add("builder__tile--over");
    }
  }

  document.addEventListener("dragstart", function (event) {
    const tile = event.target.matches && event.target.matches(".builder__grip") && tileOf(event);
    if (!tile) {
      return;
    }
    held = tile;
    tile.classList.add("builder__tile--held");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", tile.id);
    event.dataTransfer.setDragImage(tile, 16, 16);
  });

  document.addEventListener("dragover", function (event) {
    const tile = held && tileOf(event);
    if (tile) {
      event.preventDefault();
      mark(tile === held ? null : tile);
    }
  });

  document.addEventListener("drop", function (event) {
    const tile = held && tileOf(event);
    if (!tile || tile === held) {
      return;
    }
    event.preventDefault();
    const form = held.querySelector("form[action='/do/board_move']");
    const place = tile.dataset.place;
    form.elements.to.value = place;
    form.elements.back.value = form.elements.back.value.replace(/#.*$/, "") + "#tile-" + (Number(place) + 1);
    form.submit();
  });

  document.addEventListener("dragend", function () {
    mark(null);
    if (held) {
      held.classList.remove("builder__tile--held");
    }
    held = null;
  });
})();
