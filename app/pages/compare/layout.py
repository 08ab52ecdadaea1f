"""Departments by months as a heat table; areas side by side for chosen indicators; ranking."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from app.domain.indicator import Indicator
from app.domain.period import Grain
from app.i18n import format as say
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.comparison import Attainment, Comparison, Side, comparison
from app.ui.components import HeatCell, columns, empty, filter_bar, heat_table, page_header, section, select
from app.ui.controls import area_trail, grain_choice, page_filters, period_select
from app.ui.page import View, Visit
from app.ui.ready import ranking_panel, sides_panel

GRAINS = (Grain.MONTH, Grain.QUARTER, Grain.YEAR)
SLOTS = 2


def layout(visit: Visit) -> View:
    """The comparison of the area, period and indicators in the address."""
    cockpit = current()
    moment = asked.as_of(cockpit, visit.get("as_of"))
    shown = comparison(
        cockpit,
        visit.actor,
        area=asked.place(cockpit, visit.get("area")),
        period=asked.when(cockpit, visit.get("period"), as_of=moment),
        as_of=moment,
        indicators=visit.list("indicators"),
    )
    t = visit.t
    title = t("compare.title", area=t.name(shown.area.name))
    header = page_header(
        title,
        lead=t("compare.lead"),
        trail=area_trail(visit, shown.trail),
        aside=filters(visit, cockpit, shown),
    )
    body = [
        header,
        section(t("compare.departments"), matrix(visit, shown), lead=t("compare.departments_lead")),
        section(t("compare.sides"), sides(visit, shown), lead=t("compare.sides_lead")),
    ]
    return View(title, body)


def filters(visit: Visit, cockpit: Cockpit, shown: Comparison) -> Component:
    """Grain and period."""
    periods = asked.choices(cockpit, shown.period.grain)
    return page_filters(
        visit,
        [
            grain_choice(
                visit, GRAINS, shown.period.grain, lambda g: asked.same_moment(cockpit, shown.period, g)
            ),
            period_select(visit, periods, shown.period, periods[0]),
        ],
    )


def matrix(visit: Visit, shown: Comparison) -> Component:
    """Departments × periods; each cell attained of scored, in words and colour."""
    t = visit.t
    heads = [say.period(period, t.lang) for period in shown.periods]
    rows = [
        (
            t.name(row[0].department.short or row[0].department.name),
            visit.href(f"/department/{row[0].department.id}", period=visit.get("period")),
            [heat_cell(visit, cell) for cell in row],
        )
        for row in shown.matrix
    ]
    return heat_table(t("compare.departments"), t("ui.chart.department"), heads, rows)


def heat_cell(visit: Visit, cell: Attainment) -> HeatCell:
    """'5/7'; nothing to score is a dash, not a zero."""
    t = visit.t
    if cell.rate is None:
        return HeatCell(say.NO_DATA, None, title=t("compare.no_data"))
    words = t(
        "compare.cell",
        period=say.period(cell.period, t.lang),
        attained=cell.attained,
        scored=cell.scored,
        members=cell.members,
    )
    return HeatCell(f"{cell.attained}/{cell.scored}", cell.rate, title=words)


def sides(visit: Visit, shown: Comparison) -> Any:
    """For each chosen indicator: the histories of the areas and their ranking."""
    t = visit.t
    if not shown.sides:
        return empty(t, t("compare.no_parts"), t("compare.no_parts_help"))
    return [part for place, side in enumerate(shown.sides) for part in one_side(visit, shown, side, place)]


def one_side(visit: Visit, shown: Comparison, side: Side, place: int) -> list[Any]:
    """The select, small multiples and the ranking of one indicator."""
    t = visit.t

    def href(figure: Any) -> str:
        return visit.href(
            f"/indicator/{side.indicator.id}", area=figure.area.code, period=visit.get("period")
        )

    return [
        filter_bar(t, [slot_select(visit, shown, side.indicator, place)]),
        columns(
            sides_panel(visit, side.areas, city=side.city, href=href),
            ranking_panel(visit, side.areas, city=side.city, href=href),
            ratio="1-1",
        ),
    ]


def slot_select(visit: Visit, shown: Comparison, chosen: Indicator, place: int) -> Component:
    """Which indicator stands in this place; the others stay."""
    t = visit.t
    ids = [side.indicator.id for side in shown.sides]

    def address(indicator: Indicator) -> str:
        listed = [*ids[:place], indicator.id, *ids[place + 1 :]]
        return visit.href(indicators=",".join(dict.fromkeys(listed)))

    options = [(t.name(i.name), address(i), i.id == chosen.id) for i in shown.choices]
    return select(t("ui.chart.indicator"), options)
