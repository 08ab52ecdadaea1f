"""Changes between two values: points, relative shares and whether they are good."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.indicator import ChangeUnit, Direction
from app.domain.period import Grain, Period, add_months

FloatArray = NDArray[np.float64]


def relative(value: FloatArray, base: FloatArray, unit: ChangeUnit) -> FloatArray:
    """(value - base) / base as a share; NaN for a base <= 0 and for figures told in points.

    A percent change of a percentage is never computed.
    """
    if unit is ChangeUnit.PERCENTAGE_POINTS:
        return np.full(np.broadcast(value, base).shape, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(base > 0, (value - base) / base, np.nan)


def good(
    value: FloatArray, base: FloatArray, direction: Direction, low: FloatArray, high: FloatArray
) -> NDArray[Any]:
    """True when the value moved the good way, False the bad way, None when it did not or none is known.

    In a target band the good way is towards the band; movement inside it is neither.
    """
    if direction is Direction.TARGET_BAND:
        gain = _distance(base, low, high) - _distance(value, low, high)
    elif direction is Direction.HIGHER_BETTER:
        gain = value - base
    else:
        gain = base - value
    answer = np.full(gain.shape, None, dtype=object)
    answer[gain > 0] = True
    answer[gain < 0] = False
    return answer


def _distance(value: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    return np.maximum(np.maximum(low - value, value - high), 0.0)


def same_elapsed_end(period: Period, covered_to: date, base: Period) -> date:
    """The day of `base` up to which it has run as far as `period` has run by `covered_to`.

    Days and weeks count days; longer periods compare the same calendar day (1-17 December with 1-17
    December, 29 February with 28), and a whole month with a whole month.
    """
    if period.grain in (Grain.DAY, Grain.WEEK):
        return min(base.start + (covered_to - period.start), base.end)
    months = (covered_to.year - period.start.year) * 12 + covered_to.month - period.start.month
    month_start = add_months(base.start, months)
    month_end = add_months(month_start, 1) - timedelta(days=1)
    next_day = covered_to + timedelta(days=1)
    if next_day.day == 1:  # the month is whole
        return min(month_end, base.end)
    return min(month_start.replace(day=min(covered_to.day, month_end.day)), base.end)
