"""Ready parts: figures of the services in, panels out. The same figure looks the same on every page."""

from app.ui.ready.areas import areas_finding, map_panel, ranking_panel
from app.ui.ready.board import tile_part
from app.ui.ready.card import BoardWords, kpi
from app.ui.ready.history import lines_panel, parts_panel, sides_panel, trend_panel
from app.ui.ready.plain import area_rows, points
from app.ui.ready.tables import figure_table
from app.ui.ready.taking import data_address, picture_lines
from app.ui.ready.tree import formula_panel, measure_text

__all__ = [
    "BoardWords",
    "area_rows",
    "areas_finding",
    "data_address",
    "figure_table",
    "formula_panel",
    "kpi",
    "lines_panel",
    "map_panel",
    "measure_text",
    "parts_panel",
    "picture_lines",
    "points",
    "ranking_panel",
    "sides_panel",
    "tile_part",
    "trend_panel",
]
