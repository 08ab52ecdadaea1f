"""Real tables: for readers, listeners and paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.ui.components.badge import shape
from app.ui.components.links import link
from app.ui.figures.model import Cell, Table


def data_table(table: Table, *, caption_seen: bool = False) -> Component:
    """The table of a chart or a list: caption, heads, numbers on the right."""
    head = html.Tr(
        [
            html.Th(column.label, scope="col", className="number" if column.numeric else None)
            for column in table.columns
        ]
    )
    body = [
        html.Tr([_cell(cell, numeric=table.columns[i].numeric, head=i == 0) for i, cell in enumerate(row)])
        for row in table.rows
    ]
    caption = html.Caption(table.caption, className=None if caption_seen else "unseen")
    # Focusable, so that a keyboard can scroll a table wider than the screen.
    return html.Div(
        html.Table([caption, html.Thead(head), html.Tbody(body)], className="table"),
        className="table-frame",
        tabIndex="0",
        role="region",
        **{"aria-label": table.caption},
    )


def _cell(cell: Cell, *, numeric: bool, head: bool) -> Component:
    words: Any = link(cell.text, cell.href) if cell.href else cell.text
    if cell.status is not None:
        words = html.Span(
            [shape(cell.status), words],
            className=f"badge badge--{cell.status.replace('_', '-')} badge--small",
        )
    if head:
        return html.Th(words, scope="row")
    return html.Td(words, className="number" if numeric else None)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell of a heat table: its words, how good (0..1, None: nothing to say) and what it says in full."""

    text: str
    rate: float | None
    title: str = ""
    href: str = ""


def heat_table(
    caption: str,
    corner: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, str | None, Sequence[HeatCell]]],
) -> Component:
    """Rows × periods with the words in every cell, so that the colour only underlines.

    `rows`: (name, address or None, cells). The last column is the newest.
    """
    head = html.Tr(
        [html.Th(corner, scope="col")] + [html.Th(c, scope="col", className="heat__period") for c in columns]
    )
    body = [
        html.Tr([html.Th(link(name, href) if href else name, scope="row")] + [_heat(cell) for cell in cells])
        for name, href, cells in rows
    ]
    return html.Div(
        html.Table(
            [html.Caption(caption, className="unseen"), html.Thead(head), html.Tbody(body)],
            className="table heat",
        ),
        className="table-frame",
        tabIndex="0",
        role="region",
        **{"aria-label": caption},
    )


def _heat(cell: HeatCell) -> Component:
    return html.Td(
        link(cell.text, cell.href) if cell.href else cell.text,
        title=cell.title or None,
        className=f"heat__cell heat__cell--{heat_class(cell.rate)}",
    )


def heat_legend(label: str, words: Sequence[str]) -> Component:
    """What the five steps mean, the worst first."""
    items = [
        html.Li([html.Span(className=f"heat__swatch heat__cell--{step}", **{"aria-hidden": "true"}), word])
        for step, word in enumerate(words)
    ]
    return html.Ul(items, className="heat heat__legend", **{"aria-label": label})


def heat_class(rate: float | None) -> str:
    """One of five steps: 0 (worst) to 4 (all attained), or none."""
    if rate is None:
        return "none"
    bounds = (0.5, 0.7, 0.85, 1.0)
    return str(sum(rate >= bound for bound in bounds))
