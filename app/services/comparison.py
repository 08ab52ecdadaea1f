"""Departments and districts side by side, compared only on what they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.access import Actor
from app.domain.area import Area
from app.domain.indicator import Department, Indicator, Status
from app.domain.period import Period
from app.services.areas import trail
from app.services.cockpit import Cockpit, cached
from app.services.figures import Figure, ask, ranked
from app.services.overview import map_choices
from app.services.panel import HISTORY, period_for


@dataclass(frozen=True, slots=True)
class Attainment:
    """Of the indicators with fresh data, how many were on target. None of any: no rate."""

    department: Department
    period: Period
    attained: int
    scored: int
    members: int

    @property
    def rate(self) -> float | None:
        """Share on target, 0..1; None when nothing could be scored."""
        return self.attained / self.scored if self.scored else None


@dataclass(frozen=True, slots=True)
class Side:
    """One indicator across areas: the history of each and the latest figure."""

    indicator: Indicator
    period: Period
    city: Figure
    areas: tuple[Figure, ...]  # ranked, best first; areas without a value last
    left_out: tuple[Area, ...]  # the service is not offered there


@dataclass(frozen=True, slots=True)
class Comparison:
    """Attainment of all departments over the last periods."""

    area: Area
    trail: tuple[Area, ...]
    period: Period
    periods: tuple[Period, ...]
    matrix: tuple[tuple[Attainment, ...], ...]


@dataclass(frozen=True, slots=True)
class Districts:
    """The parts of an area side by side, for each chosen indicator; and all that could be chosen."""

    sides: tuple[Side, ...]
    choices: tuple[Indicator, ...]


@cached
def comparison(
    cockpit: Cockpit, actor: Actor, *, area: str, period: Period, as_of: datetime | None = None
) -> Comparison:
    """Attainment of departments over the last periods.

    Raises: Forbidden for citizens; UnknownArea.
    """
    actor.require_internal("compare")
    periods = tuple(period.shift(step) for step in range(1 - min(12, HISTORY[period.grain]), 1))
    return Comparison(
        area=cockpit.catalogue.area(area),
        trail=trail(cockpit.catalogue, area),
        period=period,
        periods=periods,
        matrix=attainment_matrix(cockpit, actor, area, periods, as_of),
    )


@cached
def districts(
    cockpit: Cockpit,
    actor: Actor,
    *,
    area: str,
    period: Period,
    indicators: tuple[str, ...],
    as_of: datetime | None = None,
) -> Districts:
    """The parts of an area for the chosen indicators; without a choice for two of the leader's.

    Raises: Forbidden for citizens; UnknownArea, UnknownIndicator.
    """
    actor.require_internal("compare")
    place = cockpit.catalogue.area(area)
    choices = comparable(cockpit, area)
    chosen = [cockpit.catalogue.indicator(i) for i in indicators]
    chosen = chosen or [i for i in choices if i.on_leader_screen][:2]
    sides = tuple(side(cockpit, actor, indicator, place, period, as_of) for indicator in chosen)
    return Districts(sides if cockpit.catalogue.children(area) else (), choices)


def comparable(cockpit: Cockpit, area: str) -> tuple[Indicator, ...]:
    """Indicators told for the parts of this area."""
    return map_choices(cockpit, cockpit.catalogue.area(area))


def attainment_matrix(
    cockpit: Cockpit, actor: Actor, area: str, periods: Sequence[Period], as_of: datetime | None = None
) -> tuple[tuple[Attainment, ...], ...]:
    """One row a department, one cell a period; worst department of the latest period first."""
    members = [i for i in cockpit.catalogue.indicators.values() if i.scored]
    found = _statuses(cockpit, actor, area, periods, members, as_of)
    rows = []
    for department in cockpit.catalogue.departments.values():
        led = [i.id for i in members if i.department == department.id]
        if led:
            rows.append(tuple(_attainment(department, period, led, found) for period in periods))
    return tuple(sorted(rows, key=lambda row: (row[-1].rate is None, row[-1].rate or 0.0)))


def _statuses(
    cockpit: Cockpit,
    actor: Actor,
    area: str,
    periods: Sequence[Period],
    members: Sequence[Indicator],
    as_of: datetime | None,
) -> dict[tuple[str, Period], Status]:
    """Status of each indicator in each period, read at the grain it allows."""
    read_in = {(i.id, p): period_for(cockpit, i, p) for i in members for p in periods}
    groups = defaultdict(set)
    for (indicator, _), period in read_in.items():
        groups[period.grain].add(indicator)
    known: dict[tuple[str, Period], Status] = {}
    for grain, ids in groups.items():
        asked = sorted({p for (i, _), p in read_in.items() if i in ids and p.grain is grain})
        ordered = [i.id for i in members if i.id in ids]
        for figure in ask(cockpit, actor, ordered, [area], asked[0], asked[-1], as_of):
            known[figure.indicator.id, figure.period] = figure.status
    return {(i, p): known.get((i, read), Status.NO_DATA) for (i, p), read in read_in.items()}


def _attainment(
    department: Department, period: Period, led: list[str], found: dict[tuple[str, Period], Status]
) -> Attainment:
    statuses = [found[indicator, period] for indicator in led]
    with_data = [s for s in statuses if s not in (Status.NO_DATA, Status.UNSCORED)]
    return Attainment(department, period, with_data.count(Status.ON_TARGET), len(with_data), len(led))


def side(
    cockpit: Cockpit,
    actor: Actor,
    indicator: Indicator,
    place: Area,
    period: Period,
    as_of: datetime | None = None,
) -> Side:
    """One indicator in all parts of an area, with history."""
    catalogue = cockpit.catalogue
    last = period_for(cockpit, indicator, period)
    first = last.shift(1 - HISTORY[last.grain])
    codes = [place.code, *(child.code for child in catalogue.children(place.code))]
    series: dict[str, list[Figure]] = defaultdict(list)
    for figure in ask(cockpit, actor, [indicator.id], codes, first, last, as_of):
        series[figure.area.code].append(figure)
    latest = {code: with_series(points) for code, points in series.items()}
    parts = [latest[code] for code in codes[1:]]
    return Side(
        indicator=indicator,
        period=last,
        city=latest[place.code],
        areas=ranked([figure for figure in parts if figure.state != "not_offered"]),
        left_out=tuple(figure.area for figure in parts if figure.state == "not_offered"),
    )


def with_series(points: list[Figure]) -> Figure:
    """The last figure, carrying its history."""
    return replace(points[-1], series=tuple(points))
