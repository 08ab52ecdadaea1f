"""Departments by score, with movement on what both periods share."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Department
from app.i18n import format as say
from app.pages.compare.asked import Asked
from app.services.standings import Standing, Standings, standings
from app.ui import figures
from app.ui.components import chart_panel, columns, data_table, plain_panel, section
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, Line, Point, Table
from app.ui.page import Visit
from app.ui.reading import status_word
from app.ui.ready import data_address


@by_itself
def scores_section(visit: Visit, asked: Asked) -> Component:
    """The table of places beside the picture of the movement."""
    t = visit.t
    shown = standings(asked.cockpit, visit.actor, area=asked.area, period=asked.period, as_of=asked.as_of)
    panels = columns(places_panel(visit, shown), moved_panel(visit, shown), ratio="1-1")
    return section(t("compare.scores"), panels, lead=t("compare.scores_lead"))


@by_itself
def places_panel(visit: Visit, shown: Standings) -> Component:
    """Place, department, score, how many scored, movement; below it who is left out."""
    t = visit.t
    heads = (
        Column(t("ui.chart.department")),
        Column(t("compare.place"), numeric=True),
        Column(t("compare.score"), numeric=True),
        Column(t("ui.chart.status")),
        Column(t("compare.scored_of"), numeric=True),
        Column(t("compare.moved", base=say.period(shown.base, t.lang))),
    )
    table = Table(t("compare.scores"), heads, tuple(row_of(visit, row) for row in shown.rows))
    words = [finding(visit, shown), left_out(visit, shown)]
    return plain_panel(
        t("compare.scores"),
        [*[html.P(one, className="panel__summary") for one in words if one], data_table(table)],
        subtitle=say.period(shown.period, t.lang),
    )


def row_of(visit: Visit, row: Standing) -> tuple[Cell, ...]:
    """One department; why it has no score is told in place of the score's status."""
    t = visit.t
    board = visit.href(f"/department/{row.department.id}", area=visit.get("area"), period=visit.get("period"))
    status = row.score.status
    judged = Cell(status_word(t, status), status=status)
    return (
        Cell(name_of(visit, row.department), href=board),
        Cell(say.NO_DATA if row.place is None else str(row.place)),
        Cell(score_text(visit, row.score.value)),
        judged if row.place is not None else Cell(t("compare.too_few")),
        Cell(t("compare.n_of_m", n=row.score.n, m=row.score.m)),
        Cell(moved_text(visit, row)),
    )


@by_itself
def moved_panel(visit: Visit, shown: Standings) -> Component:
    """Scores of the shared indicators then and now, as lines and as a table."""
    t = visit.t
    both = [row for row in shown.rows if row.moved is not None]
    stops = (say.period(shown.base, t.lang), say.period(shown.period, t.lang))
    every = [figure for row in both for figure in row.figures]
    heading = t("compare.scores_slope")
    lines = [line_of(visit, row, shown, stops) for row in both]
    return chart_panel(
        t,
        name="scores",
        title=heading,
        figure=figures.slope(lines, stops=stops, theme=visit.theme) if lines else None,
        summary=most_moved(visit, shown, both),
        table=moved_table(visit, shown, heading),
        csv=data_address(visit, every),
        notes=[heading, " – ".join(stops)],
    )


def moved_table(visit: Visit, shown: Standings, caption: str) -> Table:
    """Every department: how many indicators both periods share, their scores then and now."""
    t = visit.t
    heads = (
        Column(t("ui.chart.department")),
        Column(t("compare.shared"), numeric=True),
        *(
            Column(t("compare.shared_then", period=say.period(period, t.lang)), numeric=True)
            for period in (shown.base, shown.period)
        ),
        Column(t("compare.change")),
    )
    rows = tuple(
        (
            Cell(name_of(visit, row.department)),
            Cell(t("compare.shared_n", n=row.shared)),
            Cell(score_text(visit, row.then)),
            Cell(score_text(visit, row.now)),
            Cell(moved_text(visit, row)),
        )
        for row in shown.rows
    )
    return Table(caption, heads, rows)


def line_of(visit: Visit, row: Standing, shown: Standings, stops: tuple[str, str]) -> Line:
    """One department then and now; a click leads to its board."""
    href = visit.href(f"/department/{row.department.id}", period=visit.get("period"))
    points = tuple(
        Point(period=stop, start=shown.period.start, value=value, shown=score_text(visit, value), href=href)
        for stop, value in zip(stops, (row.then, row.now), strict=True)
    )
    return Line(name_of(visit, row.department), points, strong=False, href=href)


def finding(visit: Visit, shown: Standings) -> str:
    """Highest and lowest score, and how many departments of all have one."""
    t = visit.t
    placed = [row for row in shown.rows if row.place is not None]
    if not placed:
        return t("compare.no_data")
    first, last = placed[0], placed[-1]
    return t(
        "compare.scores_finding",
        n=len(placed),
        m=len(shown.rows) + len(shown.left_out),
        first=name_of(visit, first.department),
        first_score=score_text(visit, first.score.value),
        last=name_of(visit, last.department),
        last_score=score_text(visit, last.score.value),
    )


def most_moved(visit: Visit, shown: Standings, both: list[Standing]) -> str:
    """The department whose score moved most, and on how many indicators."""
    t = visit.t
    if not both:
        return t("compare.scores_none")
    most = max(both, key=lambda row: abs(row.moved or 0.0))
    return t(
        "compare.scores_most",
        base=say.period(shown.base, t.lang),
        name=name_of(visit, most.department),
        change=moved_text(visit, most),
        k=most.shared,
    )


def left_out(visit: Visit, shown: Standings) -> str:
    """The departments that have nothing to score; empty when there are none."""
    t = visit.t
    names = t("ui.picture.comma").join(name_of(visit, one) for one in shown.left_out)
    return t("compare.scores_out", names=names) if names else ""


def moved_text(visit: Visit, row: Standing) -> str:
    """'▲ up 2.1'; that nothing is shared is said."""
    t = visit.t
    if row.moved is None:
        return t("compare.no_shared")
    size = say.number(abs(row.moved), 1, t.lang)
    if size == say.number(0.0, 1, t.lang):
        return t("compare.score_same")
    return t("compare.score_up" if row.moved > 0 else "compare.score_down", size=size)


def score_text(visit: Visit, value: float | None) -> str:
    """A score with one decimal; a dash for none."""
    return say.NO_DATA if value is None else say.number(value, 1, visit.t.lang)


def name_of(visit: Visit, department: Department) -> str:
    """The short name of a department."""
    return visit.t.name(department.short or department.name)
