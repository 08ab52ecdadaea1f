"""Areas ranked by one indicator, with the places they moved."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import format as say
from app.pages.compare.asked import Asked, area_choice, chosen_area
from app.pages.compare.pick import choosing, pick
from app.pages.compare.slopes import basis_choice, basis_of
from app.services.figures import Figure
from app.services.ranks import Ranked, Ranking, ranking
from app.ui import figures
from app.ui.components import chart_panel, columns, data_table, empty, filter_bar, plain_panel
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, Line, Point, Table
from app.ui.links import figure_href
from app.ui.page import Visit
from app.ui.reading import change_text, change_words, note, standing, value_text
from app.ui.ready import data_address, picture_lines


def body(visit: Visit, asked: Asked) -> list[Any]:
    """The controls, the sentence, the table of places and the lines of the last periods."""
    t = visit.t
    shown = ranking(
        asked.cockpit,
        visit.actor,
        area=asked.area,
        indicator=asked.indicator(visit, "indicator").id,
        period=asked.period,
        basis=basis_of(visit),
        highlight=chosen_area(visit, asked),
        as_of=asked.as_of,
    )
    controls = filter_bar(
        t,
        [
            pick(
                visit,
                asked,
                place="indicator",
                label=t("ui.chart.indicator"),
                chosen=shown.indicator,
                address=lambda one: choosing(visit, indicator=one.id),
            ),
            basis_choice(visit),
            area_choice(visit, asked),
        ],
    )
    if not shown.ranked:
        return [controls, empty(t, t("compare.none_ranked"), t("compare.none_ranked_help"))]
    return [controls, columns(places_panel(visit, shown), bump_panel(visit, shown), ratio="1-1")]


@by_itself
def places_panel(visit: Visit, shown: Ranking) -> Component:
    """The table: place, movement, value, change; below it those without a place and why."""
    t = visit.t
    heading = t("compare.ranking", name=t.name(shown.indicator.name))
    heads = [
        Column(t("ui.chart.area")),
        Column(t("compare.place"), numeric=True),
        Column(t("compare.moved", base=base_name(visit, shown))),
        Column(t("ui.chart.value"), numeric=True),
        Column(t("compare.change")),
    ]
    rows = [placed_row(visit, one) for one in shown.ranked]
    rows += [
        (
            Cell(t.name(one.area.name), href=figure_href(visit, one)),
            Cell(say.NO_DATA),
            Cell(standing(t, one)),
            Cell(value_text(t, one)),
            Cell(note(t, one)),
        )
        for one in apart(shown)
    ]
    words = [finding(visit, shown), *left_out(visit, shown)]
    table = Table(heading, tuple(heads), tuple(rows))
    return plain_panel(
        heading,
        [*[html.P(one, className="panel__summary") for one in words if one], data_table(table)],
        subtitle=f"{say.period(shown.period, t.lang)} · {t.name(shown.indicator.unit)}",
    )


def placed_row(visit: Visit, one: Ranked) -> tuple[Cell, ...]:
    """One area that has a place."""
    t = visit.t
    return (
        Cell(t.name(one.figure.area.name), href=figure_href(visit, one.figure)),
        Cell(str(one.place)),
        Cell(moved_text(visit, one.moved)),
        Cell(value_text(t, one.figure)),
        Cell(change_cell(visit, one)),
    )


def change_cell(visit: Visit, one: Ranked) -> str:
    """'Up 2.1 pp'; the base stands in the head of the table. Why there is none is told in full."""
    t = visit.t
    words = change_words(t, one.figure, one.change)
    if words is None:
        return change_text(t, one.figure, one.change)
    return t("ui.change.same") if words.way == "same" else f"{t('ui.change.' + words.way)} {words.size}"


def moved_text(visit: Visit, moved: int | None) -> str:
    """'▲ 3', '▼ 1', 'no change'; that it cannot be told is a dash."""
    if moved is None:
        return say.NO_DATA
    if moved == 0:
        return visit.t("compare.unmoved")
    return visit.t("compare.up" if moved > 0 else "compare.down", n=abs(moved))


def finding(visit: Visit, shown: Ranking) -> str:
    """First and last, who moved most, and how many of all are ranked."""
    t = visit.t
    first, last = shown.ranked[0], shown.ranked[-1]
    text = t(
        "compare.ranking_finding",
        n=len(shown.ranked),
        m=len(shown.rows) + len(shown.left_out),
        first=t.name(first.figure.area.name),
        first_value=value_text(t, first.figure),
        last=t.name(last.figure.area.name),
        last_value=value_text(t, last.figure),
    )
    return text + most_moved(visit, shown)


def most_moved(visit: Visit, shown: Ranking) -> str:
    """The area that won most places and the one that lost most."""
    t = visit.t
    if any(one.change is not None and one.change.broken for one in shown.ranked):
        return t("compare.broken")
    told = [(one.moved, one) for one in shown.ranked if one.moved]
    if not told:
        return ""
    moves, one = max(told, key=lambda pair: abs(pair[0]))
    way = "compare.most_up" if moves > 0 else "compare.most_down"
    return t(way, name=t.name(one.figure.area.name), n=abs(moves), base=base_name(visit, shown))


def left_out(visit: Visit, shown: Ranking) -> list[str]:
    """Who is not ranked: areas without a value, and areas without the service."""
    t = visit.t
    found = []
    if apart(shown):
        names = t("ui.picture.comma").join(t.name(one.area.name) for one in apart(shown))
        found.append(t("compare.apart", n=len(apart(shown)), names=names))
    if shown.left_out:
        names = t("ui.picture.comma").join(t.name(one.name) for one in shown.left_out)
        found.append(t("compare.not_offered", n=len(shown.left_out), names=names))
    return found


@by_itself
def bump_panel(visit: Visit, shown: Ranking) -> Component:
    """The places of the last periods as lines."""
    t = visit.t
    stops = [base_name(visit, shown), say.period(shown.period, t.lang)]
    series = [line_of(visit, one, shown, stops) for one in shown.ranked]
    heading = t("compare.bump", name=t.name(shown.indicator.name))
    chosen = [one.figure for one in shown.ranked]
    return chart_panel(
        t,
        name=f"bump-{shown.indicator.id}",
        title=heading,
        figure=figures.bump(
            series, stops=stops, most=len(shown.ranked) + len(apart(shown)), theme=visit.theme
        ),
        summary=t("compare.bump_note"),
        table=figures.lines_table(series, period=t("ui.chart.period"), caption=heading),
        csv=data_address(visit, chosen),
        notes=picture_lines(visit, chosen),
    )


def line_of(visit: Visit, one: Ranked, shown: Ranking, stops: list[str]) -> Line:
    """The places of one area then and now; the highlighted one is strong."""
    points = tuple(
        Point(
            period=stop,
            start=shown.period.start,
            value=place,
            shown=say.NO_DATA if place is None else visit.t("compare.nth", n=place),
        )
        for stop, place in zip(stops, (one.before, one.place), strict=True)
    )
    area = one.figure.area
    href = figure_href(visit, one.figure)
    return Line(visit.t.name(area.name), points, strong=area == shown.highlight, href=href)


def base_name(visit: Visit, shown: Ranking) -> str:
    """The base period in words; a dash when no area has one."""
    return say.NO_DATA if shown.base is None else say.period(shown.base, visit.t.lang)


def apart(shown: Ranking) -> list[Figure]:
    """Areas without a value that could be ranked."""
    return [row.figure for row in shown.rows if row.place is None]
