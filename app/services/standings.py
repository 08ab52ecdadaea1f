"""Departments by their score, and how it moved on the indicators scored in both periods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from statistics import fmean

from app.access import Actor
from app.analysis.rank import places
from app.analysis.scoring import GroupScore
from app.domain.indicator import Department
from app.domain.period import Period
from app.services.cockpit import Cockpit, cached
from app.services.figures import Figure
from app.services.overview import score_of
from app.services.panel import panel


@dataclass(frozen=True, slots=True)
class Standing:
    """One department. `score`: as on its board; `place`: None without a score.

    `shared`: indicators scored now and before; `then`, `now`: the mean of their scores (0..110), None without any.
    """

    department: Department
    place: int | None
    score: GroupScore
    shared: int
    then: float | None
    now: float | None
    figures: tuple[Figure, ...]

    @property
    def moved(self) -> float | None:
        """Points won (> 0) or lost on the shared indicators; None without any."""
        return None if self.then is None or self.now is None else self.now - self.then


@dataclass(frozen=True, slots=True)
class Standings:
    """Departments with scored indicators, best first, those without a score last; `left_out`: all others."""

    period: Period
    base: Period
    rows: tuple[Standing, ...]
    left_out: tuple[Department, ...]


@cached
def standings(
    cockpit: Cockpit, actor: Actor, *, area: str, period: Period, as_of: datetime | None = None
) -> Standings:
    """Departments by score in this period, moved against the period before.

    An indicator is shared when it has a score in both and its definition did not change in between. One that is
    told for longer periods only (a year, when months are compared) cannot have moved and is not shared.
    Source of the score: the mean of the members' scores, with at least 70 % of them scored
    (`app.analysis.scoring.group_score`).
    Raises: Forbidden for citizens; UnknownArea.
    """
    actor.require_internal("compare")
    base = period.shift(-1)
    members = [one for one in cockpit.catalogue.indicators.values() if one.scored]
    now = panel(cockpit, actor, members, area, period, as_of=as_of)
    then = panel(cockpit, actor, members, area, base, with_changes=False, as_of=as_of)
    pairs = list(zip(now, then, strict=True))
    departments = cockpit.catalogue.departments.values()
    led = {one.id: [pair for pair in pairs if pair[0].indicator.department == one.id] for one in departments}
    rows = [standing(one, led[one.id]) for one in departments if led[one.id]]
    place = places({row.department.id: row.score.value for row in rows}, highest_first=True)
    placed = [with_place(row, place[row.department.id]) for row in rows]
    return Standings(
        period=period,
        base=base,
        rows=tuple(sorted(placed, key=lambda row: (row.place is None, row.place or 0))),
        left_out=tuple(one for one in departments if not led[one.id]),
    )


def standing(department: Department, pairs: list[tuple[Figure, Figure]]) -> Standing:
    """One department from its (now, then) figures, without a place yet."""
    both = [
        (now.score, then.score)
        for now, then in pairs
        if now.score is not None and then.score is not None and comparable(now, then)
    ]
    return Standing(
        department=department,
        place=None,
        score=score_of([now for now, _ in pairs]),
        shared=len(both),
        then=fmean(score for _, score in both) if both else None,
        now=fmean(score for score, _ in both) if both else None,
        figures=tuple(now for now, _ in pairs),
    )


def comparable(now: Figure, then: Figure) -> bool:
    """Two different periods of one definition."""
    return now.period != then.period and not (now.previous is not None and now.previous.broken)


def with_place(row: Standing, place: int | None) -> Standing:
    """The same with its place."""
    return replace(row, place=place)
