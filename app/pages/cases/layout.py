"""The cases that keep a rate from being whole, in the words of the file they came in."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.text import DEFAULT_LANGUAGE
from app.i18n import explain
from app.i18n import format as say
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.cases import PAGE, Cases, cases
from app.ui.components import (
    breadcrumb,
    button_link,
    download_menu,
    empty,
    filter_bar,
    page_header,
    plain_panel,
    stat,
    stats,
)
from app.ui.controls import area_select, period_select
from app.ui.desk import page_number, pager, rows_table
from app.ui.errors import by_itself
from app.ui.links import indicator_href
from app.ui.page import View, Visit
from app.ui.reading import value_text


def layout(visit: Visit) -> View:
    """The list for the indicator, area, period and page in the address."""
    cockpit, t = current(), visit.t
    as_of = asked.as_of(cockpit, visit.get("as_of"))
    page = page_number(visit)
    shown = cases(
        cockpit,
        visit.actor,
        indicator=visit.parts["id"],
        area=asked.place(cockpit, visit.get("area")),
        period=asked.when(cockpit, visit.get("period"), as_of=as_of),
        as_of=as_of,
        first=(max(page, 1) - 1) * PAGE,
    )
    title = t("cases.title", name=t.name(shown.figure.indicator.name))
    found = html.Div([sum_of(visit, shown), listed(visit, shown, max(page, 1))], className="stack")
    body = [top(visit, cockpit, shown, title), found]
    return View(title, body, data_to=shown.figure.data_to)


def top(visit: Visit, cockpit: Cockpit, shown: Cases, title: str) -> Component:
    """Which cases, where and when; the way back; the file."""
    t, figure = visit.t, shown.figure
    kept = {"area": visit.get("area"), "period": visit.get("period")}
    back = indicator_href(visit, figure.indicator.id)
    periods = asked.choices(cockpit, figure.period.grain)
    trail = [(t.name(figure.indicator.name), back)]
    trail += [
        (t.name(area.name), visit.href(area=area.code if place else None, page=None))
        for place, area in enumerate(shown.trail)
    ]
    at = Visit(
        visit.path, {k: v for k, v in visit.params.items() if k != "page"}, visit.parts, lang=visit.lang
    )
    choices = [
        area_select(at, figure.area, shown.children, figure.area) if shown.children else None,
        period_select(at, periods, figure.period, periods[0]),
    ]
    csv = visit.href(f"/export/cases/{figure.indicator.id}.csv", **kept)
    names = {
        "area": t.name(figure.area.name),
        "period": say.period(figure.period, t.lang),
        "whole": t.name(shown.whole.name),
        "part": t.name(shown.part.name),
    }
    return page_header(
        title,
        lead=t("cases.lead_inside" if shown.inside else "cases.lead", **names),
        trail=breadcrumb(trail, t("ui.frame.trail")),
        actions=[button_link(t("cases.back"), back), download_menu(t, of=title, csv=csv, books=False)],
        aside=filter_bar(t, [choice for choice in choices if choice is not None]),
    )


@by_itself
def sum_of(visit: Visit, shown: Cases) -> Component:
    """Denominator, numerator, what lies between them, what was found; whether they agree."""
    t, figure = visit.t, shown.figure

    def number(value: float | None) -> str:
        return say.number(value, 0, t.lang)

    counted = stats(
        [
            stat(t.name(figure.indicator.name), value_text(t, figure)),
            stat(t.name(shown.whole.name), number(figure.denominator)),
            stat(t.name(shown.part.name), number(figure.numerator)),
            stat(t("cases.expected_inside" if shown.inside else "cases.expected"), number(shown.expected)),
            stat(t("cases.listed"), number(shown.listed)),
        ]
    )
    good = shown.adds_up
    css = "on-target" if good else "off-target"
    verdict = html.P(
        [
            html.Span(className=f"shape shape--{css}", **{"aria-hidden": "true"}),
            t("cases.adds_up") if good else t("cases.adds_not"),
        ],
        className=f"badge badge--{css}",
    )
    told: list[Any] = [counted, verdict]
    for error in shown.refused:
        message, remedy = explain(error, t.lang)
        told.append(html.P(f"{message} {remedy}", className="quiet"))
    return plain_panel(None, told)


@by_itself
def listed(visit: Visit, shown: Cases, page: int) -> Component:
    """The cases of this page, in the order of the file."""
    t = visit.t
    if not shown.listed:
        return empty(t, t("cases.none"), t("cases.none_help"))
    pages = -(-shown.listed // PAGE)
    title = t("cases.table", n=len(shown.rows), total=say.number(shown.listed, 0, t.lang))
    heads = [(t("cases.row"), False), *((name, False) for name in shown.columns)]
    body = [
        [str(row.row), *(row.cells.get(name) or say.NO_DATA for name in shown.columns)] for row in shown.rows
    ]
    # The rows speak the language of the file, which no reader's language changes.
    table = html.Div(rows_table(title, heads, body, css="raw"), lang=DEFAULT_LANGUAGE)
    files = html.P(
        t("cases.files", files=t("cases.comma").join(one.file for one in shown.files)), className="quiet"
    )
    parts = [table, pager(visit, page, pages, shown.listed) if pages > 1 else None, files]
    return plain_panel(title, [part for part in parts if part is not None])
