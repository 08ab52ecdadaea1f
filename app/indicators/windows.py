"""Windows of time: the periods asked for, and the base periods that count towards each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.domain.period import Calendar, Grain, Period, epoch_day, from_epoch_day

IntArray = NDArray[np.int64]
_THURSDAY = 3  # ISO 8601: a week belongs where its Thursday lies


@dataclass(frozen=True, slots=True)
class Axis:
    """Base periods of one grain in order, each with the window it counts towards (-1: none)."""

    grain: Grain
    start: IntArray  # epoch days
    end: IntArray
    window: IntArray

    @property
    def days(self) -> IntArray:
        """Length of each base period in days."""
        return self.end - self.start + 1

    @property
    def anchor(self) -> IntArray:
        """The day that decides where a base period belongs."""
        return self.start + (_THURSDAY if self.grain is Grain.WEEK else 0)

    def ranges(self, windows: int) -> list[slice]:
        """The run of base periods of each window; windows are ascending, so each is one slice."""
        inside = np.flatnonzero(self.window >= 0)
        numbers = self.window[inside]
        low = np.searchsorted(numbers, np.arange(windows), "left")
        high = np.searchsorted(numbers, np.arange(windows), "right")
        offset = int(inside[0]) if inside.size else 0
        return [slice(int(a) + offset, int(b) + offset) for a, b in zip(low, high, strict=True)]


@dataclass(frozen=True)
class Windows:
    """Ascending spans of days that do not overlap. `grain` is None for a free span."""

    first: IntArray
    last: IntArray
    labels: tuple[str, ...]
    grain: Grain | None
    calendar: Calendar

    @classmethod
    def of_periods(cls, calendar: Calendar, first: Period, last: Period) -> Windows:
        """Every period from `first` to `last`."""
        periods = list(calendar.between(first, last))
        return cls(
            np.array([epoch_day(p.start) for p in periods], dtype=np.int64),
            np.array([epoch_day(p.end) for p in periods], dtype=np.int64),
            tuple(str(p) for p in periods),
            first.grain,
            calendar,
        )

    @classmethod
    def of_span(cls, calendar: Calendar, first: date, last: date) -> Windows:
        """One window of any days."""
        label = f"{first.isoformat()}/{last.isoformat()}"
        return cls(np.array([epoch_day(first)]), np.array([epoch_day(last)]), (label,), None, calendar)

    @classmethod
    def of_axis(cls, calendar: Calendar, axis: Axis) -> Windows:
        """The base periods of an axis as windows of their own."""
        labels = tuple(str(start) for start in axis.start)
        return cls(axis.start, axis.end, labels, axis.grain, calendar)

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def anchor(self) -> IntArray:
        """The day that decides which coarser period a window lies in."""
        return self.first + (_THURSDAY if self.grain is Grain.WEEK else 0)

    def periods(self) -> Iterator[Period]:
        """The windows as periods (days of a free span: its first day's)."""
        for start in self.first:
            yield self.calendar.period(from_epoch_day(int(start)), self.grain or Grain.DAY)

    def axis(self, grain: Grain) -> Axis:
        """Base periods of `grain` that count towards a window; empty when they are coarser.

        A week counts where its Thursday lies; any other base period must lie wholly inside.
        """
        start, end = spans(self.calendar, grain, int(self.first[0]), int(self.last[-1]))
        axis = Axis(grain, start, end, np.full(start.shape, -1, dtype=np.int64))
        if self.grain is not None and grain.rank > self.grain.rank:
            return Axis(grain, start[:0], end[:0], axis.window[:0])
        axis.window[:] = self.place(axis)
        keep = axis.window >= 0
        return Axis(grain, start[keep], end[keep], axis.window[keep])

    def place(self, axis: Axis) -> IntArray:
        """The window of each base period of `axis`, -1 for none."""
        day = axis.start if self.grain is axis.grain else axis.anchor
        number = np.searchsorted(self.first, day, "right") - 1
        inside = (number >= 0) & (day <= self.last[number])
        if axis.grain is not Grain.WEEK:
            inside &= axis.end <= self.last[number]
        return np.where(inside, number, -1).astype(np.int64)


def spans(calendar: Calendar, grain: Grain, first: int, last: int) -> tuple[IntArray, IntArray]:
    """First and last days of the periods of `grain` that touch the days `first`..`last`."""
    opening = calendar.period(from_epoch_day(first), grain)
    if grain in (Grain.DAY, Grain.WEEK):
        step = 1 if grain is Grain.DAY else 7
        start = np.arange(epoch_day(opening.start), last + 1, step, dtype=np.int64)
        return start, start + step - 1
    closing = calendar.period(from_epoch_day(last), grain)
    periods = list(calendar.between(opening, closing))
    return (
        np.array([epoch_day(p.start) for p in periods], dtype=np.int64),
        np.array([epoch_day(p.end) for p in periods], dtype=np.int64),
    )
