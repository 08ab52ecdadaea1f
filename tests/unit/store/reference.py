"""The store's rules once more, in plain Python over lists: slow, obvious, and without a line of SQL.

A log is a list of `Seen`: what was reported for one base cell and when it became known. `commit` says what
a load adds to it, `current` what every cell and every roll-up must then be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.area import Area
from app.domain.indicator import Measure, TimeRule
from app.domain.period import Calendar, Grain, Period

FLAGS = {"A": 0, "P": 1, "E": 2, "R": 4, "B": 8, "M": 0}
_COARSER = {
    Grain.DAY: [Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR],
    Grain.WEEK: [Grain.MONTH, Grain.QUARTER, Grain.YEAR],
    Grain.MONTH: [Grain.QUARTER, Grain.YEAR],
    Grain.QUARTER: [Grain.YEAR],
    Grain.YEAR: [],
}

Base = tuple[str, str, date]
Key = tuple[str, Grain, str, date]


@dataclass(frozen=True)
class Seen:
    """One observation: a base cell, what was said of it, when and in which run."""

    measure: str
    area: str
    start: date
    value: float | None
    status: str
    known: int
    run: int

    @property
    def base(self) -> Base:
        return (self.measure, self.area, self.start)


@dataclass(frozen=True)
class Expected:
    """What a cell must be; `rests_on` are the (area, first day) of the base cells inside."""

    value: float | None
    rests_on: tuple[tuple[str, date], ...]
    flags: int
    known: int
    run: int


def newest(log: Iterable[Seen]) -> dict[Base, Seen]:
    """The latest observation of every base cell."""
    found: dict[Base, Seen] = {}
    for seen in log:
        if seen.base not in found or seen.known > found[seen.base].known:
            found[seen.base] = seen
    return found


def commit(log: list[Seen], load: dict[Base, tuple[float | None, str]], known: int, run: int) -> list[Seen]:
    """The observations a load adds: what is new or different, revised where another value stood."""
    before = newest(log)
    added = []
    for base, (value, status) in load.items():
        old = before.get(base)
        letter = status
        if old is not None:
            # Revised is the store's own mark: it says nothing that the values do not say.
            was, says = (letter.replace("R", "A") for letter in (old.status, status))
            if (old.value, was) == (value, says):
                continue
            if status == "A" and None not in (old.value, value) and old.value != value:
                letter = "R"
        moment = known if old is None else max(known, old.known + 1)
        added.append(Seen(*base, value, letter, moment, run))
    return added


def current(
    log: Iterable[Seen], measures: Iterable[Measure], areas: Iterable[Area], calendar: Calendar
) -> dict[Key, Expected]:
    """Every cell there must be: base cells, their periods, and the areas above."""
    series: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for seen in newest(log).values():
        series[seen.measure, seen.area].append(seen)
    parent = {area.code: area.parent for area in areas}
    cells: dict[Key, Expected] = {}
    for measure in measures:
        own = {area: rows for (code, area), rows in series.items() if code == measure.id}
        for key, parts in _pieces(measure, own, calendar, parent).items():
            cells[key] = _added_up(parts)
    return cells


def _pieces(
    measure: Measure, series: dict[str, list[Seen]], calendar: Calendar, parent: dict[str, str | None]
) -> dict[Key, list[Expected]]:
    """For every cell of the measure the base areas' cells that add up to it."""
    pieces: dict[Key, list[Expected]] = defaultdict(list)
    coarser = [] if measure.time is TimeRule.NONE else _COARSER[measure.grain]
    for area, rows in series.items():
        above = _and_above(area, parent) if measure.additive_over_areas else [area]
        for grain in [measure.grain, *coarser]:
            inside: dict[date, list[Seen]] = defaultdict(list)
            for seen in rows:
                period = Period(seen.start, measure.grain, calendar.year_start)
                inside[calendar.parent(period, grain).start].append(seen)
            for start, found in inside.items():
                cell = _over_time(measure.time, sorted(found, key=lambda seen: seen.start))
                for place in above:
                    pieces[measure.id, grain, place, start].append(cell)
    return pieces


def _and_above(area: str, parent: dict[str, str | None]) -> list[str]:
    found = [area]
    while (up := parent[found[-1]]) is not None:
        found.append(up)
    return found


def _over_time(rule: TimeRule, rows: list[Seen]) -> Expected:
    """One base area's rows of one period, in the order of their days."""
    told = [seen for seen in rows if seen.value is not None]
    if rule is TimeRule.LAST:
        rows = told[-1:] or rows[-1:]
        told = told[-1:]
    values = [seen.value for seen in told if seen.value is not None]
    value = None
    if values:
        if rule is TimeRule.MEAN:
            value = sum(values) / len(values)
        elif rule is TimeRule.MAX:
            value = max(values)
        else:
            value = sum(values)
    return Expected(
        value,
        tuple((seen.area, seen.start) for seen in told),
        _any_of(FLAGS[seen.status] for seen in rows),
        max(seen.known for seen in rows),
        max(seen.run for seen in rows),
    )


def _added_up(parts: list[Expected]) -> Expected:
    values = [part.value for part in parts if part.value is not None]
    return Expected(
        sum(values) if values else None,
        tuple(sorted(base for part in parts for base in part.rests_on)),
        _any_of(part.flags for part in parts),
        max(part.known for part in parts),
        max(part.run for part in parts),
    )


def _any_of(flags: Iterable[int]) -> int:
    whole = 0
    for flag in flags:
        whole |= flag
    return whole


def fingerprint(area_id: int, start: int) -> int:
    """The 40-bit hash of one base cell, with Python's unbounded integers."""
    mask = 2**64 - 1
    mixed = (area_id * 0x9E3779B97F4A7C15) & mask
    mixed ^= ((start & mask) * 0xC2B2AE3D27D4EB4F) & mask
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & mask
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
    return (mixed ^ (mixed >> 31)) >> 24
