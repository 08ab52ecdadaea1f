"""How much of what should be there is there: n of m, elapsed part, age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

import numpy as np

from app.domain.indicator import Indicator, Measure, TimeRule
from app.indicators.fetch import Reader
from app.indicators.grid import BoolArray
from app.indicators.pair import common_axis
from app.indicators.windows import IntArray


@dataclass(frozen=True, slots=True)
class Coverage:
    """m and areas_m: [areas, windows]; data_to: [windows] epoch days; the rest [windows]."""

    m: IntArray
    areas_m: IntArray
    data_to: IntArray
    unfinished: BoolArray
    stale: BoolArray
    end: int | None  # the last day the indicator has data for, anywhere


def coverage(reader: Reader, indicator: Indicator, leading: list[Measure], today: int) -> Coverage:
    """What an indicator should rest on.

    A window is unfinished while today, or the last day there is data for, lies inside it. Its
    elapsed part ends at that last day. Only the latest window can be stale: a figure of a past
    period does not age.
    """
    windows = reader.windows
    end = last_day(reader, leading)
    reached = np.full(len(windows), False) if end is None else windows.first <= end
    reach = np.where(reached, today if end is None else end, today)
    data_to = np.minimum(windows.last, reach)
    axis = windows.axis(common_axis(leading).grain)
    # Not `data_to`: the last week of a month may end in the next one.
    elapsed = axis.window[axis.end <= reach[axis.window]]
    areas_m = reader.geography.expected(indicator, leading, windows)
    cells = np.bincount(elapsed, minlength=len(windows))
    if leading[0].time is TimeRule.LAST:  # one cell an area is taken
        cells = np.minimum(cells, 1)
    latest = reached & (end is not None and windows.last >= (end or 0))
    unfinished = ((windows.first <= today) & (today <= windows.last)) | (reached & (data_to < windows.last))
    return Coverage(
        areas_m * cells,
        areas_m,
        data_to,
        unfinished,
        latest & (today - data_to > oldest(indicator.max_age)),
        end,
    )


def oldest(max_age: timedelta) -> int:
    """A maximum age in whole days: figures know days at the finest, so at least one."""
    return max(1, ceil(max_age / timedelta(days=1)))


def last_day(reader: Reader, leading: list[Measure]) -> int | None:
    """The last day for which every measure has data: a figure is as old as its oldest part."""
    ids = [measure.id for measure in leading]
    ends = reader.ends(ids)
    return min(ends.values()) if len(ends) == len(set(ids)) else None
