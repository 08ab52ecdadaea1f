// The traces our figures use and nothing else: a third of the full library.
import Plotly from "plotly.js/lib/core";
import bar from "plotly.js/lib/bar";
import choropleth from "plotly.js/lib/choropleth";
import scattergeo from "plotly.js/lib/scattergeo";
import chinese from "plotly.js/lib/locales/zh-cn";

Plotly.register([bar, choropleth, scattergeo]); // scatter is part of the core
Plotly.register(chinese);

export default Plotly;
