"""The leader's desk: headline, what is off target, the map, departments, trends."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from app.domain.period import Grain
from app.pages.overview.parts import by_status, department_table, headline, theme_stats
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.figures import Figure
from app.services.overview import Overview, overview
from app.ui.components import (
    card_grid,
    columns,
    download_menu,
    empty,
    filter_bar,
    page_header,
    plain_panel,
    section,
    status_strip,
)
from app.ui.controls import area_trail, grain_choice, indicator_select, page_filters, period_select
from app.ui.errors import by_itself, part
from app.ui.links import figure_href
from app.ui.page import View, Visit
from app.ui.ready import figure_table, kpi, map_panel, ranking_panel, trend_panel

CARDS = 8
TRENDS = 6
GRAINS = (Grain.MONTH, Grain.QUARTER, Grain.YEAR)


def layout(visit: Visit) -> View:
    """The desk of the area and period in the address."""
    cockpit = current()
    moment = asked.as_of(cockpit, visit.get("as_of"))
    desk = overview(
        cockpit,
        visit.actor,
        area=asked.place(cockpit, visit.get("area")),
        period=asked.when(cockpit, visit.get("period"), as_of=moment),
        as_of=moment,
        map_indicator=visit.get("indicator"),
    )
    t = visit.t
    title = t("overview.title", area=t.name(desk.area.name))
    return View(title, [top(visit, cockpit, desk, title), *body(visit, desk)], data_to=desk.data_to)


def top(visit: Visit, cockpit: Cockpit, desk: Overview, title: str) -> Component:
    """Where and when, the one sentence, and how many stand how."""
    pdf = visit.href("/export/overview.pdf", area=visit.get("area"), period=visit.get("period"))
    return page_header(
        title,
        lead=headline(visit.t, desk),
        actions=[download_menu(visit.t, of=title, pdf=pdf)],
        trail=area_trail(visit, desk.trail),
        aside=filters(visit, cockpit, desk),
    )


def filters(visit: Visit, cockpit: Cockpit, desk: Overview) -> Component:
    """Grain and period."""
    grain = desk.period.grain
    periods = asked.choices(cockpit, grain)
    return page_filters(
        visit,
        [
            grain_choice(visit, GRAINS, grain, lambda g: asked.same_moment(cockpit, desk.period, g)),
            period_select(visit, periods, desk.period, periods[0]),
        ],
    )


def body(visit: Visit, desk: Overview) -> list[Any]:
    """The sections, the most important first."""
    t = visit.t
    return [
        status_strip(t, desk.counts, href=by_status(visit)),
        section(
            t("overview.off_target", n=len(desk.off_target)), part(visit, lambda: off_target(visit, desk))
        ),
        section(t("overview.themes"), plain_panel(None, part(visit, lambda: theme_stats(visit, desk)))),
        part(visit, lambda: places(visit, desk)),
        section(
            t("overview.departments"),
            part(visit, lambda: department_table(visit, desk)),
            lead=t("overview.departments_lead"),
        ),
        section(t("overview.trends"), part(visit, lambda: trends(visit, desk))),
        section(t("overview.watch", n=len(desk.watch)), part(visit, lambda: quieter(visit, desk))),
    ]


@by_itself
def off_target(visit: Visit, desk: Overview) -> Any:
    """The worst as cards, the rest as a table, so that none is left out."""
    t = visit.t
    if not desk.off_target:
        return empty(t, t("overview.all_fine"), t("overview.all_fine_help"))
    cards = card_grid(
        [
            kpi(visit, f, href=figure_href(visit, f), owner=owner_name(visit, desk, f))
            for f in desk.off_target[:CARDS]
        ]
    )
    rest = desk.off_target[CARDS:]
    if not rest:
        return cards
    caption = t("overview.more_off_target")
    return [cards, figure_table(visit, rest, caption=caption, href=lambda f: figure_href(visit, f))]


def owner_name(visit: Visit, desk: Overview, figure: Figure) -> str:
    """The department in charge, as short as it has a name."""
    department = desk.owners[figure.indicator.department]
    return visit.t.name(department.short or department.name)


@by_itself
def places(visit: Visit, desk: Overview) -> Component:
    """The map with its ranking; only the ranking where there are no boundaries, a word where neither."""
    t = visit.t
    if desk.map is None:
        return plain_panel(
            t("overview.no_parts"), empty(t, t("overview.no_parts"), t("overview.no_parts_help"))
        )
    shown = desk.map.figures

    def href(figure: Any) -> str:
        return visit.href(area=figure.area.code)

    select = filter_bar(t, [indicator_select(visit, desk.map_choices, desk.map.indicator)])
    ranking = ranking_panel(visit, desk.map.ranked, city=desk.map.whole, href=href)
    if not desk.boundaries:
        return section(t("overview.where"), [select, ranking])
    drawn = map_panel(visit, shown, desk.boundaries, href=href)
    return section(t("overview.where"), [select, columns(drawn, ranking, ratio="1-1")])


def trends(visit: Visit, desk: Overview) -> list[Component]:
    """The leader's indicators over time, three in a row."""
    panels = [trend_panel(visit, f, policies=desk.policies) for f in desk.trends[:TRENDS]]
    return [columns(*panels[place : place + 3], ratio="1-1-1") for place in range(0, len(panels), 3)]


@by_itself
def quieter(visit: Visit, desk: Overview) -> Any:
    """What needs watching, and what has no data, by name."""
    t = visit.t
    shown = [*desk.watch, *desk.no_data]
    if not shown:
        return empty(t, t("overview.none_to_watch"), t("overview.none_to_watch_help"))
    return figure_table(
        visit, shown, caption=t("overview.watch_caption"), href=lambda f: figure_href(visit, f)
    )
