"""The panel around a chart: what it says, how to read it, the picture, the sentence, the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Status
from app.i18n import Translator
from app.ui.components.badge import status_badge
from app.ui.components.chart import Chart
from app.ui.components.download import download_menu
from app.ui.components.links import link
from app.ui.components.table import data_table
from app.ui.figures.base import config
from app.ui.figures.model import FigureDict, Table


def chart_panel(  # noqa: PLR0913 - a chart never stands without these
    t: Translator,
    *,
    name: str,
    title: str,
    figure: FigureDict | None,
    summary: str = "",
    subtitle: str = "",
    table: Table | None = None,
    key: Any = None,
    csv: str | None = None,
    notes: Sequence[str] = (),
    about: tuple[str, str] | None = None,
) -> Component:
    """A chart with everything that belongs to it. `name` is unique on the page.

    A click on a mark that carries an address leads there. `about`: words and address of the number's
    definition or origin. `csv`: the address of the numbers; `notes`: lines that stand in the chart's
    picture when it is taken away. Without a figure the panel says that there is nothing to draw.
    """
    picture = (
        _graph(t, name, title, figure)
        if figure is not None
        else html.P(t("ui.chart.none_to_show"), className="quiet")
    )
    foot = [
        table_details(t, table) if table else None,
        link(*about, class_name="panel__about") if about else None,
        download_menu(t, of=title, picture=notes if figure is not None else None, csv=csv),
    ]
    return html.Section(
        [
            html.H3(title, className="panel__title"),
            html.P(subtitle, className="panel__subtitle") if subtitle else None,
            key,
            picture,
            html.P(summary, className="panel__summary") if summary else None,
            html.Div(foot, className="panel__foot") if any(foot) else None,
        ],
        className="panel",
    )


def table_details(t: Translator, table: Table) -> Component:
    """The table behind a picture, folded away."""
    return html.Details([html.Summary(t("ui.chart.show_table")), data_table(table)], className="panel__table")


def _graph(t: Translator, name: str, title: str, figure: FigureDict) -> Component:
    height = figure["layout"]["height"]
    return html.Div(
        Chart(name, figure, config(t.lang)),
        className="panel__graph",
        style={"minHeight": f"{height}px"},  # nothing moves when the chart is drawn
        role="img",
        **{"aria-label": t("ui.chart.picture", title=title)},
    )


def plain_panel(title: str | None, children: Any, *, subtitle: str = "", level: int = 3) -> Component:
    """A panel around anything else. `level` 2: it stands in no section."""
    heading = html.H2 if level == 2 else html.H3
    return html.Section(
        [
            heading(title, className="panel__title") if title else None,
            html.P(subtitle, className="panel__subtitle") if subtitle else None,
            html.Div(children, className="panel__body"),
        ],
        className="panel",
    )


def legend(t: Translator, statuses: Sequence[Status]) -> Component:
    """What the colours of a map mean; only those that occur."""
    return html.Div([status_badge(t, status, small=True) for status in statuses], className="legend")


def scale_legend(steps: Sequence[tuple[str, str]], none: tuple[str, str] | None = None) -> Component:
    """(colour, words) of each class of a map by value, and what grey means."""
    items = [*steps, none] if none else list(steps)
    return html.Div(
        [
            html.Span(
                [html.Span(className="legend__swatch", style={"background": colour}), words],
                className="legend__step",
            )
            for colour, words in items
        ],
        className="legend",
    )
