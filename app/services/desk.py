"""The data officer's desk: the day's loads, what was refused and why, what is held, what changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.access import Actor
from app.catalogue.source import Source
from app.domain.errors import CockpitError
from app.domain.indicator import Department
from app.services.cockpit import Cockpit
from app.services.freshness import Freshness, State, freshness
from app.services.scope import departments, sources
from app.store.loads import Loaded, Loads, Totals, together
from app.store.refused import DRAFTED, OPEN, Filter, Refused

__all__ = ["Desk", "LoadDay", "Loaded", "SourceLoads", "desk", "load_day"]

RUNS = 50  # a page


@dataclass(frozen=True, slots=True)
class SourceLoads:
    """What one source's runs of a day come to."""

    source: Source
    department: Department
    totals: Totals


@dataclass(frozen=True, slots=True)
class LoadDay:
    """The loads of one day in the city's time; day None: nothing was ever loaded."""

    day: date | None
    totals: Totals
    sources: tuple[SourceLoads, ...]
    runs: tuple[Loaded, ...]
    refused: tuple[Loaded, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Desk:
    """The first page of the desk."""

    departments: tuple[Department, ...]
    loads: LoadDay
    freshness: tuple[Freshness, ...]
    states: dict[State, int]
    reasons: tuple[tuple[str, int], ...]  # rows waiting, most frequent reason first
    waiting: int
    drafted: int


def desk(cockpit: Cockpit, actor: Actor, *, department: str | None = None, day: str | None = None) -> Desk:
    """Everything at a glance. Raises: Forbidden; CockpitError('bad_period') for a bad day."""
    shown = sources(cockpit, actor, department)
    fresh = freshness(cockpit, actor, department=department)
    counts = Refused(cockpit.store).counts(Filter(tuple(s.id for s in shown)))
    reasons: Counter[str] = Counter()
    for _, reason, state, rows in counts:
        if state in (OPEN, DRAFTED):
            reasons[reason] += rows
    return Desk(
        departments=departments(cockpit, actor),
        loads=load_day(cockpit, actor, department=department, day=day),
        freshness=fresh,
        states={state: sum(f.state is state for f in fresh) for state in State},
        reasons=tuple(reasons.most_common()),
        waiting=sum(reasons.values()),
        drafted=sum(rows for _, _, state, rows in counts if state == DRAFTED),
    )


def load_day(
    cockpit: Cockpit,
    actor: Actor,
    *,
    department: str | None = None,
    source: str | None = None,
    state: str | None = None,
    day: str | None = None,
    page: int = 1,
) -> LoadDay:
    """The runs of a day; without one the last day on which there were any.

    Raises: Forbidden; CockpitError('bad_period') for a bad day.
    """
    shown = sources(cockpit, actor, department, source)
    ids = [s.id for s in shown]
    store = Loads(cockpit.store)
    zone = ZoneInfo(cockpit.catalogue.city.time_zone)
    last = store.last(ids)
    chosen = _day(day) if day else None if last is None else last.astimezone(zone).date()
    if chosen is None:
        return LoadDay(None, together([]), (), (), (), 1, 1)
    first, end = _bounds(chosen, zone)
    totals = store.totals(ids, first=first, end=end)
    count = sum(t.runs + t.refused for t in totals.values())
    if state:
        count = sum(t.runs if state == "committed" else t.refused for t in totals.values())
    pages = max(1, -(-count // RUNS))
    at = min(max(1, page), pages)
    runs = store.page(ids, first=first, end=end, state=state, limit=RUNS, offset=(at - 1) * RUNS)
    return LoadDay(
        day=chosen,
        totals=together(list(totals.values())),
        sources=tuple(
            SourceLoads(s, cockpit.catalogue.department(s.department), totals[s.id])
            for s in shown
            if s.id in totals
        ),
        runs=tuple(runs),
        refused=tuple(store.page(ids, first=first, end=end, state="refused", limit=RUNS)),
        page=at,
        pages=pages,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CockpitError("bad_period", text=text) from error


def _bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    begin = datetime.combine(day, time.min, zone)
    return begin, datetime.combine(day + timedelta(days=1), time.min, zone)
