"""A published indicator: meaning first, then the figure, its history, districts, definition, data."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.access import VISITOR
from app.i18n import format as say
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.boundaries import outlines
from app.services.comments import explanation
from app.services.detail import Detail, detail
from app.services.public import public_period
from app.ui.components import (
    columns,
    definition_list,
    download_menu,
    page_header,
    plain_panel,
    section,
    suppressed_note,
)
from app.ui.controls import area_select, area_trail, page_filters
from app.ui.desk import moment_text
from app.ui.errors import by_itself
from app.ui.page import View, Visit
from app.ui.reading import finding
from app.ui.ready import kpi, map_panel, ranking_panel, trend_panel


def layout(visit: Visit) -> View:
    """The latest published period of the indicator for the area in the address.

    Whoever looks sees what a citizen sees: the visitor's rights are used, not the reader's.
    """
    cockpit = current()
    definition = cockpit.catalogue.indicator(visit.parts["id"])
    shown = detail(
        cockpit,
        VISITOR,
        indicator=definition.id,
        area=asked.place(cockpit, visit.get("area")),
        period=public_period(cockpit, definition),
    )
    t = visit.t
    title = t.name(definition.name)
    body: list[Any] = [
        top(visit, cockpit, shown, title),
        suppressed_note(t) if shown.figure.state == "suppressed" else None,
        columns(
            trend_panel(visit, shown.figure, policies=shown.policies),
            html.Div([kpi(visit, shown.figure), said(visit, cockpit, shown)], className="stack"),
            ratio="2-1",
        ),
        areas(visit, cockpit, shown),
        section(t("public_indicator.about"), about(visit, shown)),
    ]
    return View(title, [part for part in body if part is not None], data_to=shown.figure.data_to)


def top(visit: Visit, cockpit: Cockpit, shown: Detail, title: str) -> Component:
    """Name, what it means, the finding, the download."""
    t = visit.t
    city = cockpit.catalogue.area(cockpit.catalogue.city.area)
    districts = cockpit.catalogue.children(city.code) if shown.reaches_districts else []
    select = page_filters(visit, [area_select(visit, city, districts, shown.area)]) if districts else None
    csv = visit.href(f"/api/v1/public/indicator/{shown.indicator.id}.csv")
    return page_header(
        title,
        lead=f"{t.name(shown.indicator.plain)} {finding(t, shown.figure)}",
        trail=area_trail(visit, shown.trail),
        actions=[download_menu(t, of=title, csv=csv)],
        aside=select,
    )


@by_itself
def said(visit: Visit, cockpit: Cockpit, shown: Detail) -> Component | None:
    """The department's released words on this figure."""
    t, figure = visit.t, shown.figure
    comment = explanation(
        cockpit, VISITOR, indicator=shown.indicator.id, area=figure.area.code, period=figure.period
    )
    if comment is None:
        return None
    moment = moment_text(comment.closed_at, cockpit.catalogue.city.time_zone, t.lang)
    by = t("public_indicator.said_by", department=t.name(shown.department.name), moment=moment)
    title = t("public_indicator.said", period=say.period(figure.period, t.lang))
    words = html.P(comment.words, lang=say.language_of(comment.words))
    return plain_panel(title, [words, html.P(by, className="quiet")])


@by_itself
def areas(visit: Visit, cockpit: Cockpit, shown: Detail) -> Component | None:
    """Districts on the map and as a list in the package's order: no league table for citizens."""
    if not shown.parts:
        return None
    t = visit.t

    def href(figure: Any) -> str:
        return visit.href(area=figure.area.code)

    order = {child.code: place for place, child in enumerate(shown.children)}
    listed = sorted(shown.parts, key=lambda figure: order[figure.area.code])
    ranking = ranking_panel(
        visit, listed, city=shown.figure, href=href, title=t("public_indicator.districts")
    )
    shapes = outlines(cockpit, shown.area.code)
    drawn = columns(map_panel(visit, listed, shapes, href=href), ranking, ratio="1-1") if shapes else ranking
    return section(t("public_indicator.districts"), drawn)


@by_itself
def about(visit: Visit, shown: Detail) -> Component:
    """Definition in words, department, last data, cautions."""
    t = visit.t
    indicator = shown.indicator
    names = [t.name(m.name) for m in shown.numerator]
    below = [t.name(m.name) for m in shown.denominator]
    formula = " + ".join(names) + (f" ÷ {' + '.join(below)}" if below else "")
    pairs = [
        (t("public_indicator.meaning"), t.name(indicator.plain)),
        (t("public_indicator.formula"), formula),
        (t("public_indicator.department"), t.name(shown.department.name)),
        (t("public_indicator.period"), say.period(shown.figure.period, t.lang)),
        (t("public_indicator.note"), t.name(indicator.note) if indicator.note else ""),
        (t("public_indicator.caution"), t.name(indicator.caution) if indicator.caution else ""),
    ]
    return plain_panel(t("public_indicator.definition"), definition_list(pairs))
