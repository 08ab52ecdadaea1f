"""What the tiles of a built board show: the same figures as everywhere else, asked for in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.access import Actor
from app.analysis.chart_choice import Choice, Shape, choices
from app.domain.area import Area
from app.domain.board import Chart, Plan, Tile
from app.domain.errors import CockpitError, UnknownIndicator
from app.domain.indicator import Indicator
from app.domain.period import Period
from app.services.cockpit import Cockpit
from app.services.comparison import comparable, with_series
from app.services.figures import Figure, ask, last_complete, ranked
from app.services.panel import HISTORY, panel, period_for

__all__ = ["Choice", "Drawn", "Shown", "drawn", "fits", "fitting", "likely", "offered", "planned"]

_OVER_AREAS = (Chart.RANKING, Chart.MAP, Chart.SIDES, Chart.TWO)


@dataclass(frozen=True, slots=True)
class Shown:
    """A tile with its figures. `figures`: one per indicator that is still there, of the board's area with
    its history; `parts`: by indicator the figures of the areas below, ranked; `gone`: indicators that have
    left the catalogue."""

    tile: Tile
    figures: tuple[Figure, ...]
    parts: dict[str, tuple[Figure, ...]]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A whole board in one area and period."""

    area: Area
    children: tuple[Area, ...]
    period: Period
    tiles: tuple[Shown, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """One of each indicator on the board, in the order of the tiles."""
        return tuple({one.indicator.id: one for tile in self.tiles for one in tile.figures}.values())


def drawn(
    cockpit: Cockpit,
    actor: Actor,
    plan: Plan,
    *,
    area: str | None = None,
    period: Period | None = None,
    as_of: datetime | None = None,
) -> Drawn:
    """The board's figures; `area` and `period` in place of the plan's own.

    Raises: Forbidden for citizens; UnknownArea.
    """
    actor.require_internal("boards")
    catalogue = cockpit.catalogue
    place = catalogue.area(area or plan.area)
    when = period or planned(cockpit, plan, as_of)
    known = _known(cockpit, (name for tile in plan.tiles for name in tile.indicators))
    one_place = panel(cockpit, actor, list(known.values()), place.code, when, as_of=as_of)
    figures = {figure.indicator.id: figure for figure in one_place}
    over = [n for tile in plan.tiles if tile.chart in _OVER_AREAS for n in tile.indicators if n in known]
    parts = _parts(cockpit, actor, [known[n] for n in dict.fromkeys(over)], place, when, as_of)
    return Drawn(
        area=place,
        children=tuple(catalogue.children(place.code)),
        period=when,
        tiles=tuple(_shown(tile, figures, parts) for tile in plan.tiles),
    )


def planned(cockpit: Cockpit, plan: Plan, as_of: datetime | None = None) -> Period:
    """The period a board opens in: its own, else the last complete one of its grain."""
    if plan.period:
        return cockpit.catalogue.city.calendar.parse(plan.period)
    return last_complete(cockpit, plan.grain, cockpit.centre.today(as_of))


def offered(cockpit: Cockpit, actor: Actor, plan: Plan, indicators: Sequence[str]) -> tuple[Choice, ...]:
    """Charts for these indicators, the suggested one first, with why. Raises: UnknownIndicator, Forbidden."""
    actor.require_internal("boards")
    chosen = [cockpit.catalogue.indicator(name) for name in indicators]
    return fits(cockpit, plan, panel(cockpit, actor, chosen, plan.area, planned(cockpit, plan)))


def fits(cockpit: Cockpit, plan: Plan, figures: Sequence[Figure]) -> tuple[Choice, ...]:
    """The same for figures at hand: one of each indicator in the plan's area, with its history."""
    catalogue = cockpit.catalogue
    reach = {one.id for one in comparable(cockpit, plan.area)}
    shared = bool(figures) and all(figure.indicator.id in reach for figure in figures)
    below = len(catalogue.children(plan.area)) if shared else 0
    has_map = below if catalogue.boundaries is not None else 0
    known = sum(point.value is not None for point in figures[0].series) if figures else 0
    return choices(Shape(len(figures), below, has_map, known))


def likely(cockpit: Cockpit, actor: Actor, plan: Plan) -> list[Indicator]:
    """All indicators, the likeliest to be added first: those of the reader's department, then of the departments
    that the board shows already; what is on the board comes last."""
    catalogue = cockpit.catalogue
    there = {name for tile in plan.tiles for name in tile.indicators}
    shown = {one.department for one in catalogue.indicators.values() if one.id in there}

    def order(one: Indicator) -> tuple[bool, bool, bool]:
        return one.id in there, one.department != actor.department, one.department not in shown

    return sorted(catalogue.indicators.values(), key=order)


def fitting(cockpit: Cockpit, actor: Actor, plan: Plan, tile: Tile) -> Tile:
    """The tile, if it can be drawn. Raises: CockpitError('chart_unfit'), UnknownIndicator."""
    if tile.chart is Chart.NOTE:
        if not tile.words:
            raise CockpitError("reason_needed")
        return tile
    found = {one.chart: one for one in offered(cockpit, actor, plan, tile.indicators)}
    if not found[tile.chart].fits:
        raise CockpitError("chart_unfit")
    return tile


def _known(cockpit: Cockpit, names: Iterable[str]) -> dict[str, Indicator]:
    """Those that the catalogue still has."""
    found = {}
    for name in dict.fromkeys(names):
        try:
            found[name] = cockpit.catalogue.indicator(name)
        except UnknownIndicator:
            continue
    return found


def _parts(
    cockpit: Cockpit,
    actor: Actor,
    indicators: Sequence[Indicator],
    place: Area,
    when: Period,
    as_of: datetime | None,
) -> dict[str, tuple[Figure, ...]]:
    """One query for each period that the indicators are read in."""
    reach = {one.id for one in comparable(cockpit, place.code)}
    codes = [child.code for child in cockpit.catalogue.children(place.code)]
    groups: dict[Period, list[str]] = defaultdict(list)
    for one in indicators:
        if one.id in reach and codes:
            groups[period_for(cockpit, one, when)].append(one.id)
    found: dict[str, tuple[Figure, ...]] = {}
    for last, ids in groups.items():
        series: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        first = last.shift(1 - HISTORY[last.grain])
        for figure in ask(cockpit, actor, ids, codes, first, last, as_of):
            series[figure.indicator.id, figure.area.code].append(figure)
        for name in ids:
            each = [with_series(series[name, code]) for code in codes]
            found[name] = tuple(ranked([f for f in each if f.state != "not_offered"]))
    return found


def _shown(tile: Tile, figures: dict[str, Figure], parts: dict[str, tuple[Figure, ...]]) -> Shown:
    there = [name for name in tile.indicators if name in figures]
    return Shown(
        tile=tile,
        figures=tuple(figures[name] for name in there),
        parts={name: parts[name] for name in there if name in parts},
        gone=tuple(name for name in tile.indicators if name not in figures),
    )
