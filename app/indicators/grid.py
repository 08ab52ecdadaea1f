"""Dense arrays of base cells and of roll-ups, and the way from the first to the second.

Order of every roll-up: first over time in each base area, then over areas. The store rolls up in
the same order; this is the way for pairs, free spans and earlier states of the data.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.domain.indicator import TimeRule
from app.indicators.windows import Axis, IntArray, Windows

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cells:
    """Values with what they rest on. Shape of every array: [areas, windows].

    value NaN: none. n: base cells inside; areas: base areas inside; flags: Flag bits;
    known: microseconds since 1970 of the newest, 0 for none; mark: fingerprint of the base cells;
    days: days covered by the base cells, summed over areas.
    """

    value: FloatArray
    n: IntArray
    areas: IntArray
    flags: IntArray
    known: IntArray
    mark: IntArray
    days: IntArray

    @classmethod
    def empty(cls, shape: tuple[int, int]) -> Cells:
        """No cell anywhere."""
        zeros = np.zeros(shape, dtype=np.int64)
        return cls(np.full(shape, np.nan), *(zeros.copy() for _ in range(6)))

    @property
    def present(self) -> BoolArray:
        """Where there is a value."""
        return ~np.isnan(self.value)

    def only(self, where: BoolArray) -> Cells:
        """Nothing outside `where`."""
        return Cells(
            np.where(where, self.value, np.nan),
            *(
                np.where(where, part, 0)
                for part in (self.n, self.areas, self.flags, self.known, self.mark, self.days)
            ),
        )

    def take(self, other: Cells, where: BoolArray) -> Cells:
        """The cells of `other` where `where` holds, else these."""
        return Cells(*(np.where(where, getattr(other, f), getattr(self, f)) for f in Cells.__slots__))


@dataclass(frozen=True, slots=True)
class Grid:
    """Base cells of one measure. Shape of the arrays: [base areas, base periods]; NaN: none."""

    areas: tuple[str, ...]
    axis: Axis
    value: FloatArray
    flags: IntArray
    known: IntArray

    @property
    def present(self) -> BoolArray:
        """Where there is a value."""
        return ~np.isnan(self.value)

    def only(self, where: BoolArray) -> Grid:
        """Nothing outside `where`."""
        return replace(
            self,
            value=np.where(where, self.value, np.nan),
            flags=np.where(where, self.flags, 0),
            known=np.where(where, self.known, 0),
        )


def over_time(grid: Grid, windows: Windows, rule: TimeRule) -> Cells:
    """Each base area's cells put together in every window: [base areas, windows]."""
    result = Cells.empty((len(grid.areas), len(windows)))
    present = grid.present
    for number, run in enumerate(grid.axis.ranges(len(windows))):
        if run.start == run.stop:
            continue
        there = _newest(present[:, run]) if rule is TimeRule.LAST else present[:, run]
        some = there.any(axis=1)
        value = _reduce(grid.value[:, run], there, rule)
        result.value[:, number] = np.where(some, value, np.nan)
        result.n[:, number] = there.sum(axis=1)
        result.areas[:, number] = some
        result.flags[:, number] = np.bitwise_or.reduce(np.where(there, grid.flags[:, run], 0), axis=1)
        result.known[:, number] = np.where(there, grid.known[:, run], 0).max(axis=1)
        result.days[:, number] = (there * grid.axis.days[run]).sum(axis=1)
    return result


def _newest(there: BoolArray) -> BoolArray:
    """Of each row only the last True: of a last value one cell is taken, as in the store."""
    from_the_end = np.cumsum(there[:, ::-1], axis=1)[:, ::-1]
    return there & (from_the_end == 1)


def _reduce(values: FloatArray, there: BoolArray, rule: TimeRule) -> FloatArray:
    if rule in (TimeRule.SUM, TimeRule.LAST):  # of a last value one cell is left to sum
        return np.where(there, values, 0.0).sum(axis=1)
    if rule is TimeRule.MEAN:
        return np.where(there, values, 0.0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    if rule is TimeRule.MAX:
        return np.where(there, values, -np.inf).max(axis=1)
    # NONE: never combined, so a value only where the window is one base period
    return values[:, 0] if values.shape[1] == 1 else np.full(values.shape[0], np.nan)


def over_areas(cells: Cells, member: BoolArray) -> Cells:
    """Sums over the base areas of each area. `member`: [areas, base areas]."""
    there = cells.present.astype(np.int64)
    count = member.astype(np.int64)
    inside = count @ there
    value = member.astype(float) @ np.where(cells.present, cells.value, 0.0)
    flags = np.zeros(inside.shape, dtype=np.int64)
    known = np.zeros(inside.shape, dtype=np.int64)
    for row, parts in enumerate(member):
        if parts.any():
            flags[row] = np.bitwise_or.reduce(np.where(cells.present, cells.flags, 0)[parts], axis=0)
            known[row] = np.where(cells.present, cells.known, 0)[parts].max(axis=0)
    return Cells(
        np.where(inside > 0, value, np.nan),
        count @ (cells.n * there),
        count @ (cells.areas * there),
        flags,
        known,
        np.zeros(inside.shape, dtype=np.int64),
        count @ (cells.days * there),
    )
