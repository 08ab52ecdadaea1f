"""One tile of a built board, drawn with the same parts as every other page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.area import Outlines
from app.domain.board import Chart, Tile
from app.ui import figures
from app.ui.components import card_grid, chart_panel, empty, plain_panel
from app.ui.figures import Cell, Column, Dot, Table
from app.ui.links import reading_href
from app.ui.page import Visit
from app.ui.protocols import Reading
from app.ui.reading import value_text, visible
from app.ui.ready.areas import map_panel, ranking_panel
from app.ui.ready.card import kpi
from app.ui.ready.history import sides_panel, trend_panel
from app.ui.ready.plain import Href
from app.ui.ready.tables import figure_table
from app.ui.ready.taking import data_address, picture_lines

Parts = Mapping[str, Sequence[Reading]]


def tile_part(
    visit: Visit, tile: Tile, shown: Sequence[Reading], parts: Parts, outlines: Outlines | None
) -> Any:
    """What a tile shows. `shown`: its indicators in the board's area; `parts`: the areas below, by indicator."""
    t = visit.t
    if tile.chart is Chart.NOTE:
        return html.P(tile.words, className="tile-note")
    if not shown:
        return empty(t, t("ui.board.gone"), t("ui.board.gone_help"))
    below = parts.get(shown[0].indicator.id, ())
    if tile.chart in (Chart.RANKING, Chart.MAP, Chart.SIDES, Chart.TWO) and not below:
        return plain_panel(tile.words or t.name(shown[0].indicator.name), html.P(t("ui.board.no_parts")))
    title = tile.words or None

    def href(figure: Reading) -> str:
        return reading_href(visit, figure)

    draw: dict[Chart, Callable[[], Component]] = {
        Chart.CARD: lambda: card_grid([kpi(visit, figure, href=href(figure)) for figure in shown]),
        Chart.TREND: lambda: trend_panel(visit, shown[0], title=title),
        Chart.RANKING: lambda: ranking_panel(visit, below, city=shown[0], href=href, title=title),
        Chart.MAP: lambda: map_panel(visit, below, outlines or Outlines(""), href=href, title=title),
        Chart.SIDES: lambda: sides_panel(visit, below, city=shown[0], href=href, title=title),
        Chart.TABLE: lambda: table_part(visit, tile, shown, href),
        Chart.TWO: lambda: two_part(visit, tile, shown, parts, href),
    }
    return draw[tile.chart]()


def table_part(visit: Visit, tile: Tile, shown: Sequence[Reading], href: Href) -> Component:
    """The tile's indicators as a real table."""
    heading = tile.words or visit.t("ui.board.table")
    return plain_panel(heading, figure_table(visit, shown, caption=heading, href=href))


def two_part(visit: Visit, tile: Tile, shown: Sequence[Reading], parts: Parts, href: Href) -> Component:
    """Two indicators over the areas that have both; no line, since nothing is said of cause."""
    t = visit.t
    across, upward = shown[0], shown[-1]
    others = {figure.area.code: figure for figure in parts.get(upward.indicator.id, ())}
    pairs = [(x, others[x.area.code]) for x in parts[across.indicator.id] if x.area.code in others]
    dots = [_dot(visit, x, y, href) for x, y in pairs if visible(x) is not None and visible(y) is not None]
    names = (_axis(visit, across), _axis(visit, upward))
    heading = tile.words or t("ui.board.two", x=names[0], y=names[1])
    every = [figure for pair in pairs for figure in pair]
    return chart_panel(
        t,
        name=f"two-{across.indicator.id}-{upward.indicator.id}",
        title=heading,
        figure=figures.scatter(dots, names=names, theme=visit.theme) if dots else None,
        summary=t("ui.board.two_finding", n=len(dots), m=len(pairs)),
        table=_pairs(visit, pairs, names, heading),
        csv=data_address(visit, every),
        notes=picture_lines(visit, every),
    )


def _axis(visit: Visit, figure: Reading) -> str:
    t = visit.t
    return f"{t.name(figure.indicator.name)} ({t.name(figure.indicator.unit)})"


def _dot(visit: Visit, x: Reading, y: Reading, href: Href) -> Dot:
    t = visit.t
    shown = f"{value_text(t, x)} · {value_text(t, y)}"
    return Dot(
        name=t.name(x.area.name), x=x.value or 0.0, y=y.value or 0.0, shown=shown, href=href(y), strong=False
    )


def _pairs(
    visit: Visit, pairs: Sequence[tuple[Reading, Reading]], names: tuple[str, str], caption: str
) -> Table:
    t = visit.t
    heads = (Column(t("ui.chart.area")), *(Column(name, numeric=True) for name in names))
    rows = tuple(
        (Cell(t.name(x.area.name)), Cell(value_text(t, x)), Cell(value_text(t, y))) for x, y in pairs
    )
    return Table(caption, heads, rows)
