"""How fresh each source is against its own schedule: late ones first, how late, and who to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.access import Actor
from app.catalogue import Catalogue
from app.catalogue.source import Source
from app.domain.indicator import Department
from app.domain.period import Calendar, Period, from_epoch_day
from app.services.cockpit import Cockpit
from app.services.rests import resting_on
from app.services.scope import sources
from app.store.loads import Loaded, Loads


class State(StrEnum):
    """Where a source stands. Disconnected: never came, last refused, or later than figures may be old."""

    DISCONNECTED = "disconnected"
    LATE = "late"
    ON_TIME = "on_time"


_ORDER = list(State)
NO_LIMIT = 40  # days late before a source counts as disconnected, when no indicator says how old it may be


@dataclass(frozen=True, slots=True)
class Freshness:
    """One source against its schedule.

    due: the last period whose delivery is due by today; reached: the last period there is data for.
    missing: deliveries due and not there. days_late: since the first of them was due.
    """

    source: Source
    department: Department
    state: State
    due: Period
    reached: Period | None
    next_due: date
    missing: int
    days_late: int
    max_age: int
    newest: Loaded | None


def freshness(
    cockpit: Cockpit, actor: Actor, *, department: str | None = None, source: str | None = None
) -> tuple[Freshness, ...]:
    """Every source the actor may see, disconnected and late ones first, the latest first. Raises: Forbidden."""
    shown = sources(cockpit, actor, department, source)
    newest = Loads(cockpit.store).newest([s.id for s in shown])
    reached = _reached(cockpit, shown)
    found = [_judge(cockpit, s, reached.get(s.id), newest.get(s.id)) for s in shown]
    return tuple(sorted(found, key=lambda f: (_ORDER.index(f.state), -f.days_late, -f.missing)))


def last_due(calendar: Calendar, source: Source, today: date) -> Period:
    """The last period whose delivery was due before today."""
    period = calendar.period(today, source.schedule.every)
    while source.schedule.due_day(period) >= today:
        period = period.shift(-1)
    return period


def main_measures(catalogue: Catalogue, source: Source) -> list[str]:
    """The measures that tell how far deliveries reach: placed by the source's own period (a due day of
    their own says nothing), of the finest grain.
    """
    own = [m for m in source.measures if source.period_of(m) == source.period] or list(source.measures)
    finest = min(catalogue.measure(m).grain.rank for m in own)
    return [m for m in own if catalogue.measure(m).grain.rank == finest]


def _reached(cockpit: Cockpit, shown: tuple[Source, ...]) -> dict[str, Period]:
    """Source → the last period, of the grain it delivers in, that has data."""
    calendar = cockpit.catalogue.city.calendar
    measures = {m: s for s in shown for m in main_measures(cockpit.catalogue, s)}
    found: dict[str, Period] = {}
    for row in cockpit.store.latest(list(measures)).itertuples():
        source = measures[str(row.measure)]
        grain = cockpit.catalogue.measure(str(row.measure)).grain
        last = calendar.period(from_epoch_day(int(row.last_start)), grain)  # type: ignore[arg-type]
        period = calendar.period(last.end, source.schedule.every)
        found[source.id] = max(period, found.get(source.id, period), key=lambda p: p.start)
    return found


def _judge(cockpit: Cockpit, source: Source, reached: Period | None, newest: Loaded | None) -> Freshness:
    catalogue = cockpit.catalogue
    today = catalogue.now()
    due = last_due(catalogue.city.calendar, source, today)
    missing, days_late = 0, 0
    if reached is None:
        missing = 1
    elif reached.start < due.start:
        first = reached.shift(1)
        missing = sum(1 for _ in catalogue.city.calendar.between(first, due))
        days_late = (today - source.schedule.due_day(first)).days
    ages = [i.max_age.days for i in resting_on(catalogue, source) if i.formula.measures]
    limit = min(ages, default=NO_LIMIT)
    refused = newest is not None and newest.run.state == "refused"
    gone = reached is None or refused or days_late > limit
    state = State.DISCONNECTED if gone else State.LATE if missing else State.ON_TIME
    return Freshness(
        source=source,
        department=catalogue.department(source.department),
        state=state,
        due=due,
        reached=reached,
        next_due=source.schedule.due_day((reached or due).shift(1)),
        missing=missing,
        days_late=days_late,
        max_age=limit,
        newest=newest,
    )
