"""The map of departments and systems: which are connected, how, and since when not."""

from __future__ import annotations

from dataclasses import dataclass

from app.access import Actor
from app.catalogue.source import Source
from app.domain.indicator import Department
from app.domain.text import Text
from app.services.cockpit import Cockpit
from app.services.freshness import Freshness, State, freshness
from app.services.scope import departments
from app.store.loads import Loads


@dataclass(frozen=True, slots=True)
class Link:
    """One source of a system."""

    source: Source
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Row:
    """One department with its systems; a system without a name stands as None."""

    department: Department
    systems: tuple[tuple[Text | None, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """Everything that comes in one way. failures: rows refused and files refused as a whole."""

    format: str
    sources: int
    states: dict[State, int]
    rows: int
    failures: int


@dataclass(frozen=True, slots=True)
class Connections:
    """The map. total, states, channels count what the department filter leaves; rows also obey the state."""

    rows: tuple[Row, ...]
    channels: tuple[Channel, ...]
    states: dict[State, int]
    total: int
    departments: int
    systems: int


def connections(
    cockpit: Cockpit, actor: Actor, *, department: str | None = None, state: str | None = None
) -> Connections:
    """The connections of the departments the actor may see. Raises: Forbidden."""
    every = freshness(cockpit, actor, department=department)
    shown = [f for f in every if state in (None, "", f.state)]
    rows = [
        _row(d, [f for f in shown if f.department.id == d.id])
        for d in departments(cockpit, actor)
        if department in (None, "", d.id)
    ]
    systems = {(f.department.id, _system(f.source)) for f in every}
    return Connections(
        rows=tuple(row for row in rows if row.systems or not state),
        channels=_channels(cockpit, every),
        states={s: sum(f.state is s for f in every) for s in State},
        total=len(every),
        departments=len({f.department.id for f in every}),
        systems=len(systems),
    )


def _system(source: Source) -> Text | None:
    return Text(source.system.zh, source.system.en) if source.system else None


def _row(department: Department, found: list[Freshness]) -> Row:
    systems: dict[Text | None, list[Link]] = {}
    for one in found:
        systems.setdefault(_system(one.source), []).append(Link(one.source, one))
    return Row(department, tuple((name, tuple(links)) for name, links in systems.items()))


def _channels(cockpit: Cockpit, every: tuple[Freshness, ...]) -> tuple[Channel, ...]:
    totals = Loads(cockpit.store).totals([f.source.id for f in every])
    channels = []
    for form in dict.fromkeys(f.source.read.format for f in every):
        mine = [f for f in every if f.source.read.format == form]
        sums = [totals[f.source.id] for f in mine if f.source.id in totals]
        channels.append(
            Channel(
                format=form,
                sources=len(mine),
                states={s: sum(f.state is s for f in mine) for s in State},
                rows=sum(one.read for one in sums),
                failures=sum(one.quarantined + one.refused for one in sums),
            )
        )
    return tuple(sorted(channels, key=lambda c: -c.sources))
