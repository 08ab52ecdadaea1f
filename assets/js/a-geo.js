// plotly asks a foreign host for a world map even when boundaries are our own; an empty one stops it.
window.PlotlyGeoAssets = {
  topojson: { world_110m: { type: "Topology", arcs: [], objects: {} } },
};
