"""A stock (population, customers) in the windows of the flow that stands over it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.domain.indicator import Measure
from app.domain.observation import Flag
from app.indicators.fetch import Reader
from app.indicators.grid import Cells, Grid, over_time
from app.indicators.pair import to_units
from app.indicators.windows import IntArray, Windows, spans

LOOK_BACK = 2  # periods of the stock


def served(reader: Reader, measure: Measure, units: tuple[str, ...], windows: Windows) -> Cells:
    """The stock in each unit and window.

    Inside a window that holds several of its periods: by its own rule (mean or last). In a shorter
    window: the period that encloses it. Where that has no value: the latest of the two periods
    before, flagged ESTIMATED.
    """
    first = int(windows.first[0])
    for _ in range(LOOK_BACK):
        first = int(spans(windows.calendar, measure.grain, first, first)[0][0]) - 1
    grid = to_units(reader, reader.between(measure.id, first, int(windows.last[-1])), units)
    low, high = _serving(grid, measure, windows)
    found = _over(grid, measure, windows, low, high)
    for step in range(1, LOOK_BACK + 1):
        earlier = np.maximum(low - step, 0)
        instead = _over(grid, measure, windows, earlier, np.where(low >= step, earlier + 1, earlier))
        older = replace(instead, flags=instead.flags | int(Flag.ESTIMATED))
        found = found.take(older, ~found.present & instead.present)
    return found


def _serving(grid: Grid, measure: Measure, windows: Windows) -> tuple[IntArray, IntArray]:
    """The run of the stock's periods (low included, high not) that serves each window."""
    axis = grid.axis
    if windows.grain is None:  # a free span: every period that touches it
        return np.searchsorted(axis.end, windows.first), np.searchsorted(axis.start, windows.last, "right")
    if measure.grain.rank > windows.grain.rank:
        low = np.searchsorted(axis.start, windows.anchor, "right") - 1
        return low, low + 1
    day = axis.start if measure.grain is windows.grain else axis.anchor
    return np.searchsorted(day, windows.first), np.searchsorted(day, windows.last, "right")


def _over(grid: Grid, measure: Measure, windows: Windows, low: IntArray, high: IntArray) -> Cells:
    """The grid put together over explicit runs, which may overlap from window to window."""
    order = [np.arange(a, b) for a, b in zip(low, high, strict=True)]
    at = np.concatenate(order).astype(np.int64) if order else np.zeros(0, dtype=np.int64)
    window = np.repeat(np.arange(len(order)), [run.size for run in order])
    axis = replace(grid.axis, start=grid.axis.start[at], end=grid.axis.end[at], window=window)
    runs = Grid(grid.areas, axis, grid.value[:, at], grid.flags[:, at], grid.known[:, at])
    return over_time(runs, windows, measure.time)
