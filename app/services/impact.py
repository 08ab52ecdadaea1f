"""From a source to everything that rests on it: what breaks when its file is late?"""

from __future__ import annotations

from dataclasses import dataclass

from app.access import Actor
from app.catalogue.source import Source
from app.domain.indicator import Department, Indicator, Measure, Publication
from app.services.cockpit import Cockpit
from app.services.freshness import Freshness, freshness
from app.services.rests import above, directly_on
from app.services.scope import source_of


@dataclass(frozen=True, slots=True)
class Reach:
    """One measure of the source and what is computed from it: directly, and through other indicators."""

    measure: Measure
    direct: tuple[Indicator, ...]
    composites: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A department whose board shows some of these indicators; `led`: those it answers for itself."""

    department: Department
    indicators: tuple[Indicator, ...]
    led: int


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything that rests on one source."""

    source: Source
    department: Department
    freshness: Freshness
    reaches: tuple[Reach, ...]
    direct: tuple[Indicator, ...]
    composites: tuple[Indicator, ...]
    boards: tuple[Board, ...]
    screen: tuple[Indicator, ...]
    public: tuple[Indicator, ...]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All of them, those of its own measures first."""
        return (*self.direct, *self.composites)


def impact(cockpit: Cockpit, actor: Actor, source: str) -> Impact:
    """What a late delivery of the source leaves without new figures.

    Raises: Forbidden; CockpitError('unknown_source').
    """
    found = source_of(cockpit, actor, source)
    catalogue = cockpit.catalogue
    direct = directly_on(catalogue, found.measures)
    composites = above(catalogue, direct)
    every = [*direct, *composites]
    return Impact(
        source=found,
        department=catalogue.department(found.department),
        freshness=freshness(cockpit, actor, source=source)[0],
        reaches=tuple(_reach(cockpit, m) for m in found.measures),
        direct=tuple(direct),
        composites=tuple(composites),
        boards=_boards(cockpit, every),
        screen=tuple(i for i in every if i.on_leader_screen),
        public=tuple(i for i in every if i.publication is not Publication.NO),
    )


def _reach(cockpit: Cockpit, measure: str) -> Reach:
    direct = directly_on(cockpit.catalogue, [measure])
    composites = above(cockpit.catalogue, direct)
    return Reach(cockpit.catalogue.measure(measure), tuple(direct), tuple(composites))


def _boards(cockpit: Cockpit, indicators: list[Indicator]) -> tuple[Board, ...]:
    boards = []
    for department in cockpit.catalogue.departments.values():
        shown = [i for i in indicators if department.id in (i.department, *i.also_departments)]
        if shown:
            led = sum(i.department == department.id for i in shown)
            boards.append(Board(department, tuple(shown), led))
    return tuple(sorted(boards, key=lambda b: -len(b.indicators)))
