// The page was asked for by the index while scripts were loading; the renderer is given those answers.
(function () {
  "use strict";

  const plain = window.fetch;
  const here = encodeURIComponent(window.location.pathname + window.location.search);
  const early = {
    "/_dash-layout": plain(`/_dash-layout?at=${here}`),
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
})();
