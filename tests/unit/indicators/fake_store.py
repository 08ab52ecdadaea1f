"""The store's contract over a list in memory, rolled up with plain loops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from hashlib import blake2b
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, StaticPool, create_engine

from app.catalogue import Catalogue
from app.domain.indicator import TimeRule
from app.domain.observation import STATUS_FLAG, ObservationStatus
from app.domain.period import Calendar, Grain, Period, epoch_day, from_epoch_day
from app.store.tables import hold, metadata, target_change


@cache
def _undecided() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    metadata.create_all(engine, [hold, target_change])
    return engine


FIRST_KNOWN = datetime(2025, 3, 20, tzinfo=UTC)
CELLS = ["measure", "area", "period_start", "value", "n", "areas", "fp", "flags", "known_at"]
BASE = ["measure", "area", "period_start", "value", "flags", "known_at"]


@cache
def holding(calendar: Calendar, start: date, own: Grain, grain: Grain) -> Period:
    """The period that the base period beginning on `start` counts towards."""
    return calendar.parent(calendar.period(start, own), grain)


@dataclass
class FakeStore:
    catalogue: Catalogue
    log: list[tuple[str, str, date, float, str, datetime]] = field(default_factory=list)
    calls: int = 0

    def add(
        self,
        measure: str,
        area: str,
        start: date,
        value: float | None,
        status: str = "A",
        known: datetime = FIRST_KNOWN,
    ) -> None:
        number = float("nan") if value is None else float(value)
        self.log.append((measure, area, start, number, "M" if value is None else status, known))

    def current(
        self, as_of: datetime | None = None
    ) -> dict[tuple[str, str, date], tuple[float, int, datetime]]:
        found = {}
        for measure, area, start, value, status, known in sorted(self.log, key=lambda row: row[5]):
            if as_of is None or known <= as_of:
                flag = int(STATUS_FLAG.get(ObservationStatus(status), 0))
                found[measure, area, start] = (value, flag, known)
        return found

    def base_cells(
        self, measures: Iterable[str], areas: Iterable[str], first: int, last: int, as_of: Any = None
    ) -> pd.DataFrame:
        self.calls += 1
        wanted, places = set(measures), set(areas)
        rows = [
            (m, a, epoch_day(s), v, f, k)
            for (m, a, s), (v, f, k) in self.current(as_of).items()
            if m in wanted and a in places and first <= epoch_day(s) <= last
        ]
        return pd.DataFrame(rows, columns=BASE)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Nobody has decided anything here: the tables of decisions are empty."""
        with _undecided().connect() as connection:
            yield connection

    def data_version(self) -> int:
        return len(self.log)

    def latest(self, measures: Iterable[str]) -> pd.DataFrame:
        self.calls += 1
        rows = []
        for code in measures:
            cells = [
                (epoch_day(s), k) for (m, _, s), (v, _, k) in self.current().items() if m == code and v == v
            ]
            if cells:
                last = max(cells)[0]
                rows.append((code, min(cells)[0], last, max(known for day, known in cells if day == last)))
        return pd.DataFrame(rows, columns=["measure", "first_start", "last_start", "known_at"])

    def latest_then(self, measures: Iterable[str], as_of: datetime) -> pd.DataFrame:
        found = {}
        for (code, _, start), (value, _, _) in self.current(as_of).items():
            if code in set(measures) and value == value:
                found[code] = max(found.get(code, epoch_day(start)), epoch_day(start))
        return pd.DataFrame(sorted(found.items()), columns=["measure", "last_start"])

    def cells(
        self, measures: Iterable[str], areas: Iterable[str], grain: Grain, first: int, last: int
    ) -> pd.DataFrame:
        self.calls += 1
        wanted, places = set(measures), set(areas)
        rows = [
            row
            for row in self.rolled_up(grain)
            if row[0] in wanted and row[1] in places and first <= row[2] <= last
        ]
        return pd.DataFrame(rows, columns=CELLS)

    def rolled_up(self, grain: Grain) -> list[tuple[Any, ...]]:
        groups: dict[tuple[str, str, date], list[Any]] = defaultdict(list)
        for (code, area, start), (value, flag, known) in sorted(self.current().items()):
            spec = self.catalogue.measure(code)
            if spec.grain.rank > grain.rank or (spec.time is TimeRule.NONE and spec.grain is not grain):
                continue
            period = holding(self.catalogue.city.calendar, start, spec.grain, grain)
            groups[code, area, period.start].append((start, value, flag, known))
        above: dict[tuple[str, str, date], list[Any]] = defaultdict(list)
        for (code, area, start), cells in groups.items():
            spec = self.catalogue.measure(code)
            there = [cell for cell in cells if cell[1] == cell[1]]
            if not there:
                continue
            taken = there[-1:] if spec.time is TimeRule.LAST else there
            part = (
                combine(spec.time, [cell[1] for cell in there]),
                len(taken),
                1,
                sum(mark(area, cell[0]) for cell in taken),
                merged(cell[2] for cell in taken),
                max(cell[3] for cell in taken),
            )
            targets = [area]
            if spec.additive_over_areas and spec.time is not TimeRule.NONE:
                targets += [one.code for one in self.catalogue.ancestors(area)]
            for target in targets:
                above[code, target, start].append(part)
        rows = []
        for (code, area, start), parts in above.items():
            flags = 0
            for part in parts:
                flags |= part[4]
            rows.append(
                (
                    code,
                    area,
                    epoch_day(start),
                    sum(p[0] for p in parts),
                    sum(p[1] for p in parts),
                    sum(p[2] for p in parts),
                    sum(p[3] for p in parts),
                    flags,
                    max(p[5] for p in parts),
                )
            )
        return rows


def mark(area: str, start: date) -> int:
    return int.from_bytes(blake2b(f"{area}|{start}".encode(), digest_size=5).digest())


def combine(rule: TimeRule, values: list[float]) -> float:
    if rule is TimeRule.SUM:
        return sum(values)
    if rule is TimeRule.MEAN:
        return sum(values) / len(values)
    if rule is TimeRule.MAX:
        return max(values)
    return values[-1]


def days(first: date, last: date) -> list[date]:
    return [from_epoch_day(d) for d in range(epoch_day(first), epoch_day(last) + 1)]


def merged(flags: Iterable[int]) -> int:
    result = 0
    for flag in flags:
        result |= flag
    return result
