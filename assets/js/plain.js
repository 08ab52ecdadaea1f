// Draws what `app/ui/plain.py` hands over: html elements without a Dash component around each.
(function () {
  "use strict";

  function draw(node, key) {
    if (node === null || typeof node !== "object") {
      return node;
    }
    const props = Object.assign({}, node.props);
    const children = props.children || [];
    delete props.children;
    if (key !== undefined) {
      props.key = key;
    }
    const type = node.type ? node.type.toLowerCase() : window.React.Fragment; // nameless: neighbours together
    return window.React.createElement(type, props, ...children.map((child) => draw(child)));
  }

  // A new tree is drawn anew, so that nothing a reader opened or chose stays behind on another page; but it
  // stays when new data came to the same page.
  function Plain(props) {
    const kept = window.React.useRef({ tree: null, count: 0 }).current;
    if (kept.tree !== props.tree) {
      kept.tree = props.tree;
      kept.count += props.tree.keep ? 0 : 1;
    }
    return draw(props.tree, kept.count);
  }

  window.cockpit_ui = Object.assign(window.cockpit_ui || {}, { Plain: Plain });
})();
