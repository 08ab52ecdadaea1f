"""What moved: indicators whose status is another one than a day or a week before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from app.access import Actor
from app.domain.indicator import Indicator, Status
from app.domain.period import Grain, Period
from app.services.cockpit import Cockpit
from app.services.figures import Figure, ask, last_complete, reading_grain

_ORDER = {Status.OFF_TARGET: 0, Status.WATCH: 1, Status.ON_TARGET: 2}


@dataclass(frozen=True, slots=True)
class Move:
    """One indicator whose status moved from `before` to `now`."""

    before: Figure
    now: Figure

    @property
    def worse(self) -> bool:
        """Whether it moved away from its target."""
        return _ORDER[self.now.status] < _ORDER[self.before.status]


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves between two periods, those for the worse first; how many indicators could be compared."""

    period: Period
    compared: int
    moved: tuple[Move, ...]


def moves(cockpit: Cockpit, actor: Actor, indicators: Iterable[Indicator], area: str, grain: Grain) -> Moves:
    """The last complete period of `grain` against the one before it.

    Only scored indicators that are reported at least so finely; a pair with no status on one side is
    not compared, so that missing data is never told as a movement.
    """
    # Today is not over, and its figures are not all there.
    last = last_complete(cockpit, grain, cockpit.catalogue.now() - timedelta(days=1))
    fine = [i.id for i in indicators if i.scored and reading_grain(cockpit, i, grain) is grain]
    found = ask(cockpit, actor, fine, [area], last.shift(-1), last) if fine else []
    pairs = [(found[at], found[at + 1]) for at in range(0, len(found), 2)]
    judged = [Move(before, now) for before, now in pairs if before.status in _ORDER and now.status in _ORDER]
    moved = [move for move in judged if move.before.status is not move.now.status]
    moved.sort(key=lambda move: (not move.worse, _ORDER[move.now.status], move.now.score or 0.0))
    return Moves(last, len(judged), tuple(moved))
