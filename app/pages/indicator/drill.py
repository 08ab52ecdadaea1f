"""Drilling by area, time and part in any order: one breadcrumb, each step taken back alone, all in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import format as say
from app.services import Cockpit
from app.services import visit as asked
from app.services.detail import Detail
from app.services.drill import SIDES, Side, has_sides, inside, one_side, steps_to
from app.ui.components import choice, data_table, link, plain_panel
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, Table
from app.ui.page import Visit
from app.ui.reading import note, standing, target_cell, value_text
from app.ui.ready import ranking_panel, trend_panel


def side_of(visit: Visit, shown: Detail) -> Side | None:
    """The part of the rate the address asks for."""
    if not has_sides(shown.indicator):
        return None
    return next((side for side in SIDES if side == visit.get("part")), None)


def trail(visit: Visit, cockpit: Cockpit, shown: Detail) -> Component:
    """Where, when, which part: every step a link to it, the last of each with its way back."""
    t = visit.t
    places = [
        (t.name(area.name), visit.href(area=area.code if place else None))
        for place, area in enumerate(shown.trail)
    ]
    periods = [
        (say.period(one, t.lang), visit.href(period=str(one)))
        for one in steps_to(cockpit, shown.figure.period)
    ]
    groups = [_steps(visit, "area", places), _steps(visit, "period", periods)]
    side = side_of(visit, shown)
    if side is not None:
        whole = (t("indicator.drill_whole"), visit.href(part=None))
        groups.append(_steps(visit, "part", [whole, (t(f"indicator.drill_{side}"), visit.href())]))
    return html.Nav(groups, className="trail drill", **{"aria-label": t("indicator.drill")})


def _steps(visit: Visit, kind: str, steps: Sequence[tuple[str, str]]) -> Component:
    """One dimension: its steps, and the way back of the last."""
    t = visit.t
    items: list[Any] = [html.Li(link(words, href)) for words, href in steps[:-1]]
    here, _ = steps[-1]
    last: list[Any] = [html.Span(here, **{"aria-current": "step"})]
    if len(steps) > 1:
        back = t("indicator.drill_back", step=here)
        cross = html.Span("×", **{"aria-hidden": "true"})
        last.append(
            link([cross, html.Span(back, className="unseen")], steps[-2][1], class_name="drill__back")
        )
    items.append(html.Li(last))
    label = html.Span(t(f"indicator.drill_{kind}"), className="drill__kind")
    return html.Div([label, html.Ol(items)], className=f"drill__group drill__group--{kind}")


def part_choice(visit: Visit, shown: Detail) -> Component | None:
    """The rate, its numerator or its denominator."""
    if not has_sides(shown.indicator):
        return None
    t, chosen = visit.t, side_of(visit, shown)
    options = [(t("indicator.drill_whole"), visit.href(part=None), chosen is None)]
    options += [(t(f"indicator.drill_{side}"), visit.href(part=side), side == chosen) for side in SIDES]
    return choice(t("indicator.drill_part"), options)


def side_panels(visit: Visit, cockpit: Cockpit, shown: Detail, side: Side) -> list[Component]:
    """One side of the rate over time and by area."""
    figure = one_side(cockpit, shown.figure, side)
    panels = [
        trend_panel(visit, figure, policies=shown.policies, onward=lambda f: visit.href(period=str(f.period)))
    ]
    if shown.parts:
        parts = sorted(
            (one_side(cockpit, part, side) for part in shown.parts),
            key=lambda part: -1.0 if part.value is None else part.value,
            reverse=True,
        )
        panels.append(ranking_panel(visit, parts, href=lambda part: visit.href(area=part.area.code)))
    return panels


@by_itself
def time_panel(visit: Visit, cockpit: Cockpit, shown: Detail) -> Component | None:
    """The periods inside the one shown, each a step further in."""
    found = inside(
        cockpit,
        visit.actor,
        indicator=shown.indicator.id,
        area=shown.area.code,
        period=shown.figure.period,
        as_of=asked.as_of(cockpit, visit.get("as_of")),
    )
    if not found.figures:
        return None
    t, side = visit.t, side_of(visit, shown)
    figures = [one if side is None else one_side(cockpit, one, side) for one in found.figures]
    title = t("indicator.drill_inside", period=say.period(shown.figure.period, t.lang))
    heads = (
        Column(t("ui.chart.period")),
        Column(t("ui.chart.value"), numeric=True),
        Column(t("ui.chart.status")),
        Column(t("ui.chart.target"), numeric=True),
        Column(t("ui.chart.note")),
    )
    rows = tuple(
        (
            Cell(say.period(f.period, t.lang), href=visit.href(period=str(f.period))),
            Cell(value_text(t, f)),
            Cell(standing(t, f), status=f.status),
            Cell(target_cell(t, f) or t("ui.target.none")),
            Cell(note(t, f)),
        )
        for f in figures
    )
    table = data_table(Table(title, heads, rows))
    # In a frame of its own height: a month of days would push the areas off the screen.
    return plain_panel(title, html.Div(table), subtitle=t("indicator.drill_inside_help"))
