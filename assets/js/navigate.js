// Moves inside the cockpit without loading everything anew. Every address also works as an ordinary link.
(function () {
  "use strict";

  const root = document.documentElement;

  function go(href) {
    const target = new URL(href, window.location.href);
    if (target.origin !== window.location.origin) {
      return;
    }
    if (target.href === window.location.href) {
      return;
    }
    root.dataset.busy = "true";
    window.dash_clientside.set_props("ui-location", {
      pathname: target.pathname,
      search: target.search,
      hash: target.hash,
    });
  }

  window.cockpitGo = go;

  function ours(anchor) {
    const target = new URL(anchor.getAttribute("href"), window.location.href);
    const elsewhere = target.origin !== window.location.origin || anchor.target || anchor.dataset.reload;
    const file = /^\/(api|export|assets|health|dev)(\/|$)/.test(target.pathname) || target.pathname === "/";
    const samePage = target.hash && target.pathname + target.search === window.location.pathname + window.location.search;
    return !elsewhere && !file && !samePage;
  }

  document.addEventListener("click", function (event) {
    const anchor = event.target.closest && event.target.closest("a[href]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!anchor || !plain || event.defaultPrevented || !ours(anchor)) {
      return;
    }
    event.preventDefault();
    go(anchor.getAttribute("href"));
  });

  // A select leads on when the choice is made: at once with a pointer, with Enter or on leaving by keyboard,
  // so that arrow keys can look through the choices.
  let byKey = false;
  document.addEventListener("keydown", function (event) {
    if (event.target.matches && event.target.matches("select[data-navigate]")) {
      byKey = event.key !== "Enter";
      if (!byKey) {
        go(event.target.value);
      }
    }
  });
  document.addEventListener("pointerdown", function () {
    byKey = false;
  });
  document.addEventListener("change", function (event) {
    if (event.target.matches("select[data-navigate]") && !byKey) {
      go(event.target.value);
    }
  });
  document.addEventListener("focusout", function (event) {
    if (event.target.matches && event.target.matches("select[data-navigate]") && byKey) {
      byKey = false;
      go(event.target.value);
    }
  });

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.matches("form[data-search]")) {
      return;
    }
    event.preventDefault();
    const target = new URL(form.getAttribute("action"), window.location.href);
    const words = form.querySelector("input").value.trim();
    if (words) {
      target.searchParams.set("q", words);
    } else {
      target.searchParams.delete("q");
    }
    const language = form.querySelector("button[name=lang]");
    if (language) {
      target.searchParams.set("lang", language.value);
    }
    go(target.href);
  });

  let first = true;
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit = {
    // A page has come: its title, its theme, and the focus where reading begins.
    arrived: function (head) {
      if (!head) {
        return window.dash_clientside.no_update;
      }
      document.title = head.title;
      root.dataset.theme = head.theme;
      delete root.dataset.busy;
      document.dispatchEvent(new Event("cockpit-arrived"));
      const part = window.location.hash && document.getElementById(window.location.hash.slice(1));
      if (part) {
        part.tabIndex = -1;
        part.focus({ preventScroll: true });
        part.scrollIntoView();
      } else if (!first) {
        window.scrollTo(0, 0);
        const title = document.getElementById("page-title") || document.getElementById("main");
        if (title) {
          title.focus({ preventScroll: true });
        }
      }
      first = false;
      return window.dash_clientside.no_update;
    },

    // A click on a mark of a chart leads to the address it carries.
    follow: function () {
      const triggered = window.dash_clientside.callback_context.triggered;
      const click = triggered.length ? triggered[0].value : null;
      const point = click && click.points ? click.points[0] : null;
      const href = point && Array.isArray(point.customdata) ? point.customdata[0] : null;
      if (typeof href === "string" && href.startsWith("/")) {
        go(href);
      }
      return window.dash_clientside.no_update;
    },
  };
})();
