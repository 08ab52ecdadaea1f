// Draws what `app/ui/components/chart.py` hands over.
(function () {
  "use strict";

  const PLOTLY = 'script[src*="/plotly.min.js"]';
  const early = new Map(); // plots drawn before Dash had its page, by name

  // Dash writes a name that is an object as text.
  function nameOf(id) {
    return (typeof id === "string" ? JSON.parse(id) : id).name;
  }

  // Calls back with plotly, at once when it is there.
  function withPlotly(draw) {
    if (window.Plotly) {
      draw(window.Plotly);
    } else {
      document.querySelector(PLOTLY).addEventListener("load", () => draw(window.Plotly), { once: true });
    }
  }

  // A click on a mark that carries an address leads there.
  function lead(click) {
    const point = click.points[0];
    const href = point && Array.isArray(point.customdata) ? point.customdata[0] : null;
    if (typeof href === "string" && href.startsWith("/")) {
      window.cockpitGo(href);
    }
  }

  // plotly writes into what it is given, so it is given a copy.
  function draw(plot, props) {
    const figure = structuredClone(props.figure);
    withPlotly(function (plotly) {
      const first = !plot.data;
      plotly.react(plot, figure.data, figure.layout, props.config);
      if (first) {
        plot.on("plotly_click", lead);
      }
    });
  }

  // A chart follows the width of its place, which changes with the window and with what stands beside it.
  function follow(place, plot) {
    let width = null;
    const watch = new ResizeObserver(function (entries) {
      const now = Math.round(entries[0].contentRect.width);
      if (width !== null && now && now !== width && plot.data) {
        window.Plotly.Plots.resize(plot);
      }
      width = now;
    });
    watch.observe(place);
    return watch;
  }

  // The early chart is drawn at once; Dash's takes it over as it stands, and draws only other figures.
  function Chart(props) {
    const { createElement, useEffect, useLayoutEffect, useRef } = window.React;
    const place = useRef(null);
    const shown = useRef({ plot: null, figure: null }).current;
    const name = nameOf(props.id);

    useLayoutEffect(function () {
      const here = place.current;
      const taken = props.early ? null : early.get(name);
      const plot = taken || document.createElement("div");
      plot.className = plot.className || "chart__plot";
      shown.plot = plot;
      shown.figure = taken ? props.figure : null;
      here.append(plot);
      if (props.early) {
        early.set(name, plot);
      } else {
        early.delete(name);
      }
      const watch = follow(here, plot);
      return function () {
        watch.disconnect();
        if (plot.parentNode === here && plot.data) {
          window.Plotly.purge(plot);
        }
      };
    }, []);

    useEffect(
      function () {
        if (shown.figure !== props.figure) {
          shown.figure = props.figure;
          draw(shown.plot, props);
        }
      },
      [props.figure],
    );

    return createElement("div", { ref: place, className: "chart", style: { height: props.height } });
  }

  window.cockpit_ui = Object.assign(window.cockpit_ui || {}, { Chart: Chart });
})();
