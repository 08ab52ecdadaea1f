"""The indicator page: now, over time, by area, its parts, its definition and source."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.observation import Flag
from app.i18n import format as say
from app.pages.indicator.about import definition, sources
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.detail import Detail, detail
from app.services.overview import boundaries_of
from app.ui.components import (
    columns,
    download_link,
    empty,
    filter_bar,
    link,
    page_header,
    plain_panel,
    section,
    stale,
    suppressed_note,
)
from app.ui.controls import area_trail, grain_choice, period_select
from app.ui.page import View, Visit
from app.ui.reading import finding
from app.ui.ready import figure_table, kpi, map_panel, parts_panel, ranking_panel, trend_panel


def layout(visit: Visit) -> View:
    """The indicator, area and period in the address."""
    cockpit = current()
    shown = detail(
        cockpit,
        visit.actor,
        indicator=visit.parts["id"],
        area=asked.place(cockpit, visit.get("area")),
        period=asked.when(cockpit, visit.get("period")),
    )
    title = visit.t.name(shown.indicator.name)
    body = [
        top(visit, cockpit, shown, title),
        state_note(visit, shown),
        columns(history(visit, shown), now(visit, shown), ratio="2-1"),
        section(visit.t("indicator.areas"), areas(visit, cockpit, shown)),
        parts(visit, shown),
        section(
            visit.t("indicator.about"), columns(definition(visit, shown), sources(visit, shown), ratio="1-1")
        ),
    ]
    return View(title, [part for part in body if part is not None], data_to=shown.figure.data_to)


def top(visit: Visit, cockpit: Cockpit, shown: Detail, title: str) -> Component:
    """Name, the finding in one sentence, where and when."""
    t = visit.t
    period = shown.figure.period
    csv = visit.href(
        f"/export/indicator/{shown.indicator.id}.csv", area=visit.get("area"), period=visit.get("period")
    )
    periods = asked.choices(cockpit, period.grain)
    filters = filter_bar(
        t,
        [
            grain_choice(visit, shown.grains, period.grain, lambda g: asked.same_moment(cockpit, period, g)),
            period_select(visit, periods, period, periods[0]),
        ],
    )
    return page_header(
        title,
        lead=finding(t, shown.figure),
        trail=area_trail(visit, shown.trail),
        actions=[download_link(t("ui.chart.download"), csv)],
        aside=filters,
    )


def state_note(visit: Visit, shown: Detail) -> Component | None:
    """Why there is nothing to judge, and what to do."""
    figure = shown.figure
    if figure.state == "suppressed":
        return suppressed_note(visit.t)
    if Flag.STALE in figure.flags:
        return stale(visit.t, say.day(figure.data_to, visit.lang), figure.age_days or 0)
    return None


def now(visit: Visit, shown: Detail) -> Component:
    """The figure as a card against last year, with what to read beside it."""
    t = visit.t
    beside = [
        (
            t.name(other.name),
            visit.href(f"/indicator/{other.id}", area=visit.get("area"), period=visit.get("period")),
        )
        for other in shown.read_with
    ]
    card = kpi(visit, shown.figure)
    if not beside:
        return card
    links = html.Ul([html.Li(link(name, href)) for name, href in beside])
    return html.Div([card, plain_panel(t("indicator.read_with"), links)], className="stack")


def history(visit: Visit, shown: Detail) -> Component:
    """The trend with target, last year, policies and breaks."""
    return trend_panel(visit, shown.figure, year_before=shown.year_before, policies=shown.policies)


def areas(visit: Visit, cockpit: Cockpit, shown: Detail) -> Any:
    """Map and ranking of the parts; a click goes one level down."""
    t = visit.t
    if not shown.parts:
        return empty(t, t("indicator.no_areas"), t("indicator.no_areas_help"))

    def href(figure: Any) -> str:
        return visit.href(area=figure.area.code)

    ranking = ranking_panel(visit, shown.parts, city=shown.figure, href=href)
    address = boundaries_of(cockpit, shown.area.code)
    names = t("indicator.comma").join(t.name(area.name) for area in shown.left_out)
    left_out = plain_panel(t("indicator.left_out"), t("indicator.left_out_help", names=names))
    drawn: list[Any] = [
        columns(map_panel(visit, shown.parts, address, href=href), ranking, ratio="1-1")
        if address
        else ranking,
        figure_table(visit, shown.parts, caption=t("indicator.areas"), href=href, by="area")
        if not address
        else None,
        left_out if shown.left_out else None,
    ]
    return [part for part in drawn if part is not None]


def parts(visit: Visit, shown: Detail) -> Component | None:
    """What a ratio is made of."""
    t = visit.t
    if not shown.denominator:
        return None

    def names(measures: Any) -> str:
        return " + ".join(f"{t.name(m.name)} ({say.unit_name(m.unit, t.lang)})" for m in measures)

    panel = parts_panel(
        visit, shown.figure, numerator=names(shown.numerator), denominator=names(shown.denominator)
    )
    return section(t("indicator.parts"), panel)
