// Builds vendor/plotly.min.js: `node bundle.mjs OUT`. Run by build_assets.sh inside its work folder.
import { build } from "esbuild";

await build({
  entryPoints: ["plotly-entry.js"],
  outfile: process.argv[2],
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "PlotlyBundle",
  // Dash looks for window.Plotly; found there, its own copy of the library is never fetched.
  footer: { js: "window.Plotly=PlotlyBundle.default||PlotlyBundle;" },
  target: "es2018",
  define: { global: "window", "define.amd": "false" },
  alias: { regl: "@plotly/regl", stream: "stream-browserify" },
  loader: { ".css": "text" },
  legalComments: "none",
  logLevel: "error",
});
