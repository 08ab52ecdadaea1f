// The page was asked for by the index while scripts were loading. It is drawn as soon as it is here, while Dash is still
// starting; Dash is given the same answers, and its page takes the place of this one with the charts as they stand.
(function () {
  "use strict";

  const plain = window.fetch;
  const here = encodeURIComponent(window.location.pathname + window.location.search);
  const early = {
    "/_dash-layout": plain(`/_dash-layout?at=${here}`).then(standing),
    "/_dash-dependencies": plain("/_dash-dependencies"),
  };

  window.fetch = function (address, options) {
    const answer = early[address];
    if (!answer) {
      return plain.call(this, address, options);
    }
    delete early[address];
    const again = () => plain.call(this, address, options);
    return answer.then((found) => (found.ok ? found : again()), again);
  };

  // ---- the page before Dash ------------------------------------------------------------------------------

  async function standing(answer) {
    const copy = answer.clone();
    come = true;
    try {
      if (answer.ok) {
        const layout = await answer.json();
        show(layout.props.children.find((part) => part.props.id === "ui-page").props.children);
      }
    } finally {
      shown = true;
      startDash();
    }
    return copy;
  }

  // What only Dash needs is left out: names for its callbacks, marks for new data.
  function element(node) {
    if (Array.isArray(node)) {
      return window.React.createElement(window.React.Fragment, null, ...node.map(element));
    }
    if (node === null || typeof node !== "object") {
      return node;
    }
    const { children, id, "data-live": live, "data-version": version, ...props } = node.props;
    if (node.namespace === "cockpit_ui") {
      return window.React.createElement(window.cockpit_ui[node.type], { id: id, early: true, ...props });
    }
    const name = typeof id === "string" ? { id: id } : {};
    const inside = Array.isArray(children) ? children.map(element) : [element(children)];
    return window.React.createElement(node.type.toLowerCase(), { ...name, ...props }, ...inside);
  }

  function show(page) {
    const dash = document.getElementById("react-entry-point");
    if (!page || dash.querySelector("main")) {
      return;
    }
    const place = document.createElement("div");
    dash.before(place);
    const root = window.ReactDOM.createRoot(place);
    // Before the next picture: the reader sees one page, never two and never none.
    new MutationObserver(function (_, watch) {
      if (dash.querySelector("main")) {
        watch.disconnect();
        root.unmount();
        place.remove();
      }
    }).observe(dash, { childList: true, subtree: true });
    window.ReactDOM.flushSync(() => root.render(element(page)));
  }

  // ---- Dash itself ---------------------------------------------------------------------------------------

  let come = false; // the answer
  let shown = false; // the page, or that there is none
  let read = false; // the index, to its end
  let started = false;

  // Its scripts run when the page has been painted.
  function startDash() {
    if (shown && read) {
      window.requestAnimationFrame(() => window.setTimeout(load));
      window.setTimeout(load, 200); // a page in the background is not painted
    }
  }

  function load() {
    if (started) {
      return;
    }
    started = true;
    const named = Array.from(document.querySelectorAll("script[data-dash]"));
    const last = named.map(function (one) {
      const script = document.createElement("script");
      script.src = one.src;
      script.async = false; // in their order
      document.body.append(script);
      return script;
    }).pop();
    last.addEventListener("load", () => new window.DashRenderer());
  }

  // The index ends with this call. The real renderer takes this name when its script has run.
  window.DashRenderer = function () {
    read = true;
    startDash();
    // While an answer is awaited there is time for Dash; one that lies there already is looked at first.
    window.setTimeout(() => come || load(), 50);
  };
})();
