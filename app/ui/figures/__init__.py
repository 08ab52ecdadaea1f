"""Charts as plain plotly dicts: pure functions of plain data with words already chosen.

Dicts, not graph objects: seven figures take 0.4 ms instead of 33. No Dash, no store, no translation here.
Every function is deterministic and puts nothing into the figure that its reader may not know.
"""

from app.ui.figures.base import CONFIG, config
from app.ui.figures.contributions import ContributionRow, contributions
from app.ui.figures.dots import DotLine, dots
from app.ui.figures.lines import MOST_LINES, lines
from app.ui.figures.map import choropleth
from app.ui.figures.model import (
    AreaRow,
    Cell,
    Column,
    FigureDict,
    Line,
    MapMode,
    Mark,
    Part,
    Point,
    Reference,
    Table,
    TrendWords,
)
from app.ui.figures.parts import parts
from app.ui.figures.ranking import ranking
from app.ui.figures.scatter import Dot, scatter
from app.ui.figures.slope import bump, slope
from app.ui.figures.spark import common_limits, spark
from app.ui.figures.tables import area_table, lines_table, trend_table
from app.ui.figures.trend import trend

__all__ = [
    "CONFIG",
    "MOST_LINES",
    "AreaRow",
    "Cell",
    "Column",
    "ContributionRow",
    "Dot",
    "DotLine",
    "FigureDict",
    "Line",
    "MapMode",
    "Mark",
    "Part",
    "Point",
    "Reference",
    "Table",
    "TrendWords",
    "area_table",
    "bump",
    "choropleth",
    "common_limits",
    "config",
    "contributions",
    "dots",
    "lines",
    "lines_table",
    "parts",
    "ranking",
    "scatter",
    "slope",
    "spark",
    "trend",
    "trend_table",
]
