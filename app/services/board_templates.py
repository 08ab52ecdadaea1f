"""Boards to begin with: filled with the reader's misses, a department's or a theme's indicators, or empty."""

from __future__ import annotations

from collections.abc import Sequence

from app.access import Actor
from app.domain.board import MOST_INDICATORS, Chart, Plan, Tile, Width
from app.domain.errors import CockpitError
from app.domain.indicator import Indicator, Status
from app.services.board_tiles import planned
from app.services.cockpit import Cockpit
from app.services.comparison import comparable
from app.services.panel import panel

EMPTY, MISSES, DEPARTMENT, THEME = "empty", "misses", "department", "theme"


def templates(cockpit: Cockpit, actor: Actor) -> tuple[str, ...]:
    """What a board may begin from: 'empty', 'misses', 'department:<id>', 'theme:<id>'. Raises: Forbidden."""
    actor.require_internal("boards")
    catalogue = cockpit.catalogue
    departments = [f"{DEPARTMENT}:{one}" for one in catalogue.departments]
    themes = dict.fromkeys(i.theme for i in catalogue.indicators.values())
    return (EMPTY, MISSES, *departments, *(f"{THEME}:{one}" for one in themes))


def begun(cockpit: Cockpit, actor: Actor, template: str, area: str) -> Plan:
    """The plan of a template. Raises: Forbidden; UnknownArea; CockpitError('template_unknown')."""
    if template not in templates(cockpit, actor):
        raise CockpitError("template_unknown", template=template)
    plan = Plan(cockpit.catalogue.area(area).code)
    if template == EMPTY:
        return plan
    chosen = _chosen(cockpit, actor, template, plan)
    return Plan(plan.area, tiles=_tiles(cockpit, chosen, plan.area))


def _chosen(cockpit: Cockpit, actor: Actor, template: str, plan: Plan) -> list[Indicator]:
    every = list(cockpit.catalogue.indicators.values())
    kind, _, name = template.partition(":")
    if kind == DEPARTMENT:
        return list(cockpit.catalogue.led_by(name))
    if kind == THEME:
        return [one for one in every if one.theme == name]
    mine = [one for one in every if actor.department in (None, one.department)]
    found = panel(cockpit, actor, mine, plan.area, planned(cockpit, plan), with_changes=False)
    missed = [figure for figure in found if figure.status is Status.OFF_TARGET]
    return [figure.indicator for figure in sorted(missed, key=lambda figure: figure.score or 0.0)]


def _tiles(cockpit: Cockpit, chosen: Sequence[Indicator], area: str) -> tuple[Tile, ...]:
    """The three first as cards and over time, the first over areas, all in a table."""
    first = [one.id for one in chosen[:3]]
    reach = {one.id for one in comparable(cockpit, area)}
    tiles = [Tile(Chart.CARD, tuple(first), Width.FULL)] if first else []
    tiles += [Tile(Chart.TREND, (one,), Width.HALF) for one in first[:2]]
    tiles += [Tile(Chart.RANKING, (one,), Width.HALF) for one in first if one in reach][:2]
    if len(chosen) > 1:
        tiles.append(Tile(Chart.TABLE, tuple(one.id for one in chosen[:MOST_INDICATORS]), Width.FULL))
    return tuple(tiles)
