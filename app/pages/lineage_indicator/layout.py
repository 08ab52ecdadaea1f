"""A figure taken apart: its formula, then each measure down to the rows it was read from."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.pages.lineage_indicator.rows import source_rows
from app.pages.lineage_indicator.trails import facts, folds, runs
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.lineage import LineageView, MeasureTrail, lineage
from app.ui.components import button_link, page_header, plain_panel, section
from app.ui.controls import area_trail, page_filters, period_select
from app.ui.errors import by_itself
from app.ui.links import indicator_href
from app.ui.page import View, Visit
from app.ui.reading import finding
from app.ui.ready import formula_panel, measure_text


def layout(visit: Visit) -> View:
    """The indicator, area, period and moment in the address. `rows`: the measure whose large file is read."""
    cockpit = current()
    shown = lineage(
        cockpit,
        visit.actor,
        indicator=visit.parts["id"],
        area=asked.place(cockpit, visit.get("area")),
        period=asked.when(cockpit, visit.get("period")),
        as_of=asked.as_of(cockpit, visit.get("as_of")),
        rows_of=visit.get("rows") or "",
    )
    t = visit.t
    title = t("lineage_indicator.title", name=t.name(shown.figure.indicator.name))
    parts = [measure(visit, cockpit, shown, one) for one in shown.measures]
    body = [
        top(visit, cockpit, shown, title),
        section(t("lineage_indicator.formula"), plain_panel(None, tree(visit, shown))),
        section(
            t("lineage_indicator.measures"),
            html.Div(parts, className="stack"),
            lead=t("lineage_indicator.measures_lead"),
        ),
    ]
    return View(title, body, data_to=shown.figure.data_to)


def top(visit: Visit, cockpit: Cockpit, shown: LineageView, title: str) -> Component:
    """Which number, of where and when; back to the indicator."""
    t = visit.t
    figure = shown.figure
    periods = asked.choices(cockpit, figure.period.grain)
    return page_header(
        title,
        lead=t("lineage_indicator.lead", finding=finding(t, figure)),
        trail=area_trail(visit, shown.trail),
        actions=[button_link(t("lineage_indicator.back"), indicator_href(visit, figure.indicator.id))],
        aside=page_filters(visit, [period_select(visit, periods, figure.period, periods[0])]),
    )


@by_itself
def tree(visit: Visit, shown: LineageView) -> Component:
    """The formula; measures lead to their part of this page."""
    return formula_panel(
        visit,
        shown.tree,
        to_indicator=lambda indicator: indicator_href(visit, indicator),
        to_measure=lambda _, name: f"{visit.href()}#measure-{name}",
    )


def measure(visit: Visit, cockpit: Cockpit, shown: LineageView, one: MeasureTrail) -> Component:
    """One measure: its value, who reports it, the runs, the rows, its parts."""
    t = visit.t
    zone = cockpit.catalogue.city.time_zone
    children: list[Any] = [
        facts(visit, cockpit, one),
        runs(visit, one, zone),
        source_rows(visit, one, shown.measures),
        *folds(visit, shown, one, zone),
    ]
    value = measure_text(t, one.measure, one.node.now.value)
    head = html.H3(
        [t.name(one.measure.name), " ", html.Span(value, className="origin__value")], className="panel__title"
    )
    return html.Section(
        [head, html.Div([c for c in children if c is not None], className="panel__body stack")],
        className="panel origin",
        id=f"measure-{one.measure.id}",
    )
