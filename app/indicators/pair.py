"""Numerator and denominator over the same areas and periods.

Rule: if an area or period is missing from one, it is dropped from both. The store's roll-ups carry a
fingerprint of the base cells inside; where all sides agree in it, the roll-ups may be divided as they
are. Where they do not, the base cells are fetched, paired, and rolled up again.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import numpy as np

from app.domain.indicator import Measure, TimeRule
from app.indicators.fetch import Reader
from app.indicators.grid import BoolArray, Cells, Grid, over_areas, over_time
from app.indicators.windows import Axis, Windows


def paired(reader: Reader, measures: list[Measure]) -> tuple[list[Cells], BoolArray]:
    """Cells of each measure over common base cells, and where the roll-ups could be taken as they are."""
    cells = [reader.cells(measure.id) for measure in measures]
    present, same = _compared(reader, measures)
    if len(cells) == 1:
        return cells, present
    unlike = present & ~same
    if unlike.any():
        again = _pair_base_cells(reader, measures)
        cells = [one.take(new, unlike) for one, new in zip(cells, again, strict=True)]
        present = reduce(np.logical_and, (one.present for one in cells))
    return [one.only(present) for one in cells], present & same


def needs_base_cells(reader: Reader, measures: list[Measure]) -> bool:
    """Whether some roll-ups rest on different base cells, so that these will have to be fetched."""
    present, same = _compared(reader, measures)
    return len({measure.grain for measure in measures}) == 1 and bool((present & ~same).any())


def _compared(reader: Reader, measures: list[Measure]) -> tuple[BoolArray, BoolArray]:
    """Where every measure has a value, and where all rest on the same base cells."""
    cells = [reader.cells(measure.id) for measure in measures]
    present = reduce(np.logical_and, (one.present for one in cells))
    same = np.full(
        reader.shape, len(cells) == 1 or (reader.rolled(m.id for m in measures) and _alike(measures))
    )
    for other in cells[1:]:
        same &= (other.n == cells[0].n) & (other.mark == cells[0].mark)
    return present, same


def _alike(measures: list[Measure]) -> bool:
    """Whether equal fingerprints mean equal base cells: one grain, level and time rule."""
    return len({(m.grain, m.level, m.time, m.additive_over_areas) for m in measures}) == 1


def _pair_base_cells(reader: Reader, measures: list[Measure]) -> list[Cells]:
    axis = reader.windows.axis(common_axis(measures).grain)
    if not axis.start.size:
        return [Cells.empty(reader.shape) for _ in measures]
    if all(measure.grain is axis.grain for measure in measures):
        reader.load_grids(measure.id for measure in measures)
    units = reader.geography.units(measures)
    grids = [on_common_ground(reader, measure, units, axis) for measure in measures]
    both = reduce(np.logical_and, (grid.present for grid in grids))
    member = reader.geography.combining(measures)
    return [
        over_areas(over_time(grid.only(both), reader.windows, measure.time), member)
        for grid, measure in zip(grids, measures, strict=True)
    ]


def common_axis(measures: list[Measure]) -> Measure:
    """The measure with the coarsest grain: pairs are made there."""
    return max(measures, key=lambda measure: measure.grain.rank)


def on_common_ground(reader: Reader, measure: Measure, units: tuple[str, ...], axis: Axis) -> Grid:
    """Base cells of a measure on the given units and periods, which are at least as coarse as its own.

    A sum counts only where it is whole: part of a month cannot stand against a full month.
    """
    if measure.grain is axis.grain:
        grid = reader.grid(measure.id)
    else:
        fine = reader.between(measure.id, int(axis.start[0]) - 6, int(axis.end[-1]))
        grid = _coarser_periods(fine, measure, Windows.of_axis(reader.windows.calendar, axis), axis)
    return to_units(reader, grid, units)


def _coarser_periods(grid: Grid, measure: Measure, windows: Windows, axis: Axis) -> Grid:
    inner = replace(grid.axis, window=windows.place(grid.axis))
    cells = over_time(replace(grid, axis=inner), windows, measure.time)
    if measure.time in (TimeRule.SUM, TimeRule.MAX):
        expected = np.bincount(inner.window[inner.window >= 0], minlength=len(windows))
        cells = cells.only(cells.n == expected)
    return Grid(grid.areas, axis, cells.value, cells.flags, cells.known)


def to_units(reader: Reader, grid: Grid, units: tuple[str, ...]) -> Grid:
    """Base cells summed to larger units; only where every base area below is there."""
    if grid.areas == units:
        return grid
    member = reader.geography.member(units, grid.areas)
    cells = Cells.empty(grid.value.shape).take(_as_cells(grid), grid.present)
    summed = over_areas(cells, member)
    whole = summed.only(summed.areas == member.sum(axis=1)[:, None])
    return Grid(units, grid.axis, whole.value, whole.flags, whole.known)


def _as_cells(grid: Grid) -> Cells:
    one = grid.present.astype(np.int64)
    zero = np.zeros_like(one)
    return Cells(grid.value, one, one, grid.flags, grid.known, zero, zero)
