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
    if (!standing) {
      window.location.assign(target.href); // Dash has not started yet
      return;
    }
    root.dataset.busy = "true";
    began = true;
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

  // ---- the page of an address ----------------------------------------------------------------------------

  let standing = null; // the address of the page as it stands
  let turn = 0;
  let began = false; // by a link or a choice, not by going back
  let spoken = null;

  function sameLook(address) {
    const look = (one) => ["lang", "theme"].map((name) => one.searchParams.get(name)).join(" ");
    return standing && address.pathname === standing.pathname && look(address) === look(standing);
  }

  // Other filters of the same page: only what differs is drawn, and the reader stays where he is. False: this is
  // another page.
  async function changed(address, mine) {
    const parts = window.cockpitParts;
    if (!sameLook(address) || !parts.shown() || document.querySelector(".page--wall")) {
      return false;
    }
    const told = await parts.fetchParts(address.pathname + address.search).catch(() => null);
    if (!told || mine !== turn) {
      return Boolean(told);
    }
    const back = inFilters();
    parts.draw(told, true);
    document.title = told.title;
    standing = address;
    window.requestAnimationFrame(() => settle(back));
    speak(told.title);
    return true;
  }

  // The filter in which the reader is, to be found again when it was drawn anew.
  function inFilters() {
    const bar = document.activeElement.closest(".filters");
    const label = (one) => one && one.querySelector(".filter__label").textContent;
    const name = bar && label(document.activeElement.closest(".filter"));
    return (
      bar &&
      function () {
        const filters = Array.from(document.querySelectorAll(".filters .filter"));
        const filter = filters.find((one) => label(one) === name) || filters[0];
        return filter && filter.querySelector("select, [aria-current=true], summary");
      }
    );
  }

  // Where reading goes on: at the part the address names, in the filter just used, else at the title.
  function settle(back) {
    delete root.dataset.busy;
    const part = window.location.hash && document.getElementById(window.location.hash.slice(1));
    const filter = back && back();
    if (part) {
      part.tabIndex = -1;
      part.focus({ preventScroll: true });
      part.scrollIntoView();
    } else if (filter) {
      filter.focus({ preventScroll: true });
    } else if (began) {
      window.scrollTo({ top: 0, behavior: "instant" });
      const title = document.getElementById("page-title") || document.getElementById("main");
      if (title) {
        title.focus({ preventScroll: true });
      }
    }
    began = false;
  }

  // Who does not see the page change is told.
  function speak(words) {
    if (!spoken) {
      spoken = document.createElement("div");
      spoken.className = "unseen";
      spoken.setAttribute("role", "status");
      document.body.append(spoken);
    }
    spoken.lang = document.documentElement.lang;
    spoken.textContent = words;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit = {
    // The address has moved: gives it on when its page must be asked for.
    moved: async function (pathname, search) {
      turn += 1;
      const mine = turn;
      const address = new URL(pathname + search, window.location.origin);
      const done = await changed(address, mine);
      return done || mine !== turn ? window.dash_clientside.no_update : { pathname: pathname, search: search };
    },

    // A page has come: its title, its theme, and the focus where reading begins.
    arrived: function (head) {
      if (!head) {
        return window.dash_clientside.no_update;
      }
      document.title = head.title;
      root.dataset.theme = head.theme;
      standing = new URL(head.address, window.location.origin);
      document.dispatchEvent(new Event("cockpit-arrived"));
      settle(null);
      return window.dash_clientside.no_update;
    },
  };
})();
