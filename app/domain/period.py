"""Periods: a grain and a first day.

A year may begin in another month than January (a fiscal or statistical calendar); quarters
follow the year. Weeks are ISO weeks (Monday). A week belongs to the month that holds its
Thursday, as ISO 8601 does for years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.errors import CockpitError

_EPOCH = date(1970, 1, 1)


class Grain(StrEnum):
    """How long a period is, finest first."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def rank(self) -> int:
        """Position from finest (0) to coarsest (4)."""
        return list(Grain).index(self)

    @property
    def months(self) -> int:
        """Whole months in a period of this grain; 0 for days and weeks."""
        return {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}.get(self, 0)


def epoch_day(day: date) -> int:
    """Days since 1970-01-01: how the store keeps dates."""
    return (day - _EPOCH).days


def from_epoch_day(number: int) -> date:
    """The date of an epoch day."""
    return _EPOCH + timedelta(days=int(number))


def add_months(day: date, months: int) -> date:
    """First-of-month arithmetic: `day` must be the first of a month."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """One period. Build it with `Calendar`, which knows where years begin."""

    start: date
    grain: Grain
    year_start: int = 1

    @property
    def end(self) -> date:
        """The last day, inclusive."""
        if self.grain is Grain.DAY:
            return self.start
        if self.grain is Grain.WEEK:
            return self.start + timedelta(days=6)
        return add_months(self.start, self.grain.months) - timedelta(days=1)

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    def shift(self, steps: int) -> Period:
        """The period `steps` later (earlier when negative)."""
        if self.grain is Grain.DAY:
            start = self.start + timedelta(days=steps)
        elif self.grain is Grain.WEEK:
            start = self.start + timedelta(weeks=steps)
        else:
            start = add_months(self.start, self.grain.months * steps)
        return Period(start, self.grain, self.year_start)

    def year_ago(self) -> Period:
        """The same period of last year; for a day or week the one 52 weeks earlier.

        364 days keep the weekday, so that a Monday is compared with a Monday.
        """
        if self.grain is Grain.DAY:
            return self.shift(-364)
        if self.grain is Grain.WEEK:
            return self.shift(-52)
        return self.shift(-12 // self.grain.months)

    def __str__(self) -> str:
        year = self.label_year
        if self.grain is Grain.DAY:
            return self.start.isoformat()
        if self.grain is Grain.WEEK:
            iso = self.start.isocalendar()
            return f"{iso.year}-W{iso.week:02d}"
        if self.grain is Grain.MONTH:
            return f"{self.start.year}-{self.start.month:02d}"
        if self.grain is Grain.QUARTER:
            offset = (self.start.month - self.year_start) % 12
            return f"{year}-Q{offset // 3 + 1}"
        return str(year)

    @property
    def label_year(self) -> int:
        """The year a period is named after: the one in which its (fiscal) year begins."""
        if self.grain in (Grain.DAY, Grain.MONTH):
            return self.start.year
        if self.grain is Grain.WEEK:
            return self.start.isocalendar().year
        return self.start.year - (1 if self.start.month < self.year_start else 0)


_PATTERNS: list[tuple[re.Pattern[str], Grain]] = [
    (re.compile(r"^(\d{4})-(\d{2})-(\d{2})$"), Grain.DAY),
    (re.compile(r"^(\d{4})-W(\d{2})$"), Grain.WEEK),
    (re.compile(r"^(\d{4})-(\d{2})$"), Grain.MONTH),
    (re.compile(r"^(\d{4})-Q([1-4])$"), Grain.QUARTER),
    (re.compile(r"^(\d{4})$"), Grain.YEAR),
]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where a city's years begin (`year_start`: 1 = January)."""

    year_start: int = 1

    def period(self, day: date, grain: Grain) -> Period:
        """The period of this grain that holds `day`."""
        if grain is Grain.DAY:
            start = day
        elif grain is Grain.WEEK:
            start = day - timedelta(days=day.weekday())
        elif grain is Grain.MONTH:
            start = day.replace(day=1)
        else:
            offset = (day.month - self.year_start) % 12
            start = add_months(day.replace(day=1), -(offset % grain.months))
        return Period(start, grain, self.year_start)

    def parse(self, text: str) -> Period:
        """Read '2024', '2024-Q1', '2024-03', '2024-W05' or '2024-03-05'.

        Raises: CockpitError('bad_period') for anything else.
        """
        for pattern, grain in _PATTERNS:
            match = pattern.match(text.strip())
            if match:
                try:
                    return self._build(grain, [int(part) for part in match.groups()])
                except ValueError:
                    break
        raise CockpitError("bad_period", text=text)

    def _build(self, grain: Grain, parts: list[int]) -> Period:
        if grain is Grain.DAY:
            start = date(parts[0], parts[1], parts[2])
        elif grain is Grain.WEEK:
            start = date.fromisocalendar(parts[0], parts[1], 1)
        elif grain is Grain.MONTH:
            start = date(parts[0], parts[1], 1)
        else:
            quarter = parts[1] if grain is Grain.QUARTER else 1
            start = add_months(date(parts[0], self.year_start, 1), 3 * (quarter - 1))
        return Period(start, grain, self.year_start)

    def parent(self, period: Period, grain: Grain) -> Period:
        """The coarser period that `period` counts towards (weeks by their Thursday)."""
        anchor = period.start
        if period.grain is Grain.WEEK and grain.rank > Grain.WEEK.rank:
            anchor = anchor + timedelta(days=3)
        return self.period(anchor, grain)

    def between(self, first: Period, last: Period) -> Iterator[Period]:
        """Every period from `first` to `last`, both included; they share a grain."""
        current = first
        while current.start <= last.start:
            yield current
            current = current.shift(1)
