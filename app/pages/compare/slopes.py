"""One indicator of all areas in two periods: then on the left, now on the right."""

from __future__ import annotations

from dash.development.base_component import Component

from app.domain.indicator import Indicator
from app.i18n import format as say
from app.pages.compare.asked import Asked, chosen_area
from app.services.ranks import BASES, Ranked, Ranking, ranking
from app.ui import figures
from app.ui.components import chart_panel, choice
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, Line, Point, Table
from app.ui.links import figure_href
from app.ui.page import Visit
from app.ui.reading import amount, change_text, change_words, value_text, visible
from app.ui.ready import data_address, picture_lines


def basis_of(visit: Visit) -> str:
    """Which earlier period the address compares with."""
    named = visit.get("basis")
    return named if named in BASES else BASES[0]


def basis_choice(visit: Visit) -> Component:
    """The period before, or the same a year ago."""
    t, basis = visit.t, basis_of(visit)
    options = [(t(f"compare.basis.{one}"), visit.href(basis=one), one == basis) for one in BASES]
    return choice(t("compare.basis.label"), options)


@by_itself
def slope_panel(visit: Visit, asked: Asked, indicator: Indicator) -> Component:
    """The picture, its sentence and its table; areas without both values are in the table only."""
    t = visit.t
    shown = ranking(
        asked.cockpit,
        visit.actor,
        area=asked.area,
        indicator=indicator.id,
        period=asked.period,
        basis=basis_of(visit),
        highlight=chosen_area(visit, asked),
        as_of=asked.as_of,
    )
    heading = t("compare.slope", name=t.name(indicator.name))
    both = [row for row in shown.rows if then_of(row) is not None and visible(row.figure) is not None]
    stops = (stop_name(visit, shown), say.period(shown.period, t.lang))
    every = [row.figure for row in shown.rows]
    return chart_panel(
        t,
        name=f"slope-{indicator.id}",
        title=heading,
        subtitle=t("compare.slope_key", unit=t.name(indicator.unit)),
        figure=figures.slope(
            [line_of(visit, row, shown, stops) for row in both], stops=stops, theme=visit.theme
        )
        if both
        else None,
        summary=finding(visit, shown, both),
        table=table_of(visit, shown, stops, heading),
        csv=data_address(visit, every),
        notes=picture_lines(visit, every),
    )


def then_of(row: Ranked) -> float | None:
    """The value of the base period; None where definitions differ, for then the two are not comparable."""
    return None if row.change is None or row.change.broken else row.change.base_value


def stop_name(visit: Visit, shown: Ranking) -> str:
    """The base period in words; a dash when no area has one."""
    return say.NO_DATA if shown.base is None else say.period(shown.base, visit.t.lang)


def line_of(visit: Visit, row: Ranked, shown: Ranking, stops: tuple[str, str]) -> Line:
    """Then and now of one area; the highlighted one is strong."""
    t, figure = visit.t, row.figure
    values = (then_of(row), visible(figure))
    href = figure_href(visit, figure)
    points = tuple(
        Point(period=stop, start=shown.period.start, value=value, shown=amount(t, figure, value), href=href)
        for stop, value in zip(stops, values, strict=True)
    )
    return Line(t.name(figure.area.name), points, strong=figure.area == shown.highlight, href=href)


def finding(visit: Visit, shown: Ranking, both: list[Ranked]) -> str:
    """How many rose and fell, whose change is the largest, how many of all are compared."""
    t = visit.t
    if any(row.change is not None and row.change.broken for row in shown.rows):
        return t("compare.broken").strip()
    words = [(row, change_words(t, row.figure, row.change)) for row in both]
    told = [(row, one) for row, one in words if one is not None]
    if not told:
        return t("compare.slope_none")
    most, moved = max(told, key=lambda pair: abs((pair[0].change.difference if pair[0].change else 0) or 0))
    key = "compare.slope_finding" if moved.way != "same" else "compare.slope_still"
    return t(
        key,
        n=len(told),
        m=len(shown.rows) + len(shown.left_out),
        base=stop_name(visit, shown),
        up=sum(one.way == "up" for _, one in told),
        down=sum(one.way == "down" for _, one in told),
        name=t.name(most.figure.area.name),
        change=f"{t('ui.change.' + moved.way)} {moved.size}",
    )


def table_of(visit: Visit, shown: Ranking, stops: tuple[str, str], caption: str) -> Table:
    """Every area that offers the service: then, now and the change, or why there is none."""
    t = visit.t
    heads = (
        Column(t("ui.chart.area")),
        *(Column(stop, numeric=True) for stop in stops),
        Column(t("compare.change")),
    )
    rows = tuple(
        (
            Cell(t.name(row.figure.area.name), href=figure_href(visit, row.figure)),
            Cell(amount(t, row.figure, then_of(row))),
            Cell(value_text(t, row.figure)),
            Cell(change_text(t, row.figure, row.change)),
        )
        for row in shown.rows
    )
    return Table(caption, heads, rows)
