"""Lists of figures as real tables."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from app.ui.components import data_table
from app.ui.figures.model import Cell, Column, Table
from app.ui.page import Visit
from app.ui.protocols import Reading
from app.ui.reading import change_text, note, standing, target_cell, value_text
from app.ui.ready.plain import Href


def figure_table(
    visit: Visit,
    shown: Sequence[Reading],
    *,
    caption: str,
    href: Href | None = None,
    by: str = "indicator",
    compare: str = "year_ago",
) -> Component:
    """A list of figures as a real table. `by`: what a row is, 'indicator' or 'area'."""
    t = visit.t
    heads = (
        Column(t(f"ui.chart.{by}")),
        Column(t("ui.chart.value"), numeric=True),
        Column(t("ui.chart.status")),
        Column(t("ui.chart.target"), numeric=True),
        Column(t("ui.chart.change")),
        Column(t("ui.chart.note")),
    )
    rows = tuple(
        (
            Cell(
                t.name(f.indicator.name if by == "indicator" else f.area.name), href=href(f) if href else ""
            ),
            Cell(value_text(t, f)),
            Cell(standing(t, f), status=f.status),
            Cell(target_cell(t, f) or t("ui.target.none")),
            Cell(change_text(t, f, f.year_ago if compare == "year_ago" else f.previous)),
            Cell(note(t, f)),
        )
        for f in shown
    )
    return data_table(Table(caption, heads, rows))
