"""Where a history leads if it goes on as it went: said only when it clearly goes one way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from statistics import median

LEAST = 5  # values below which nothing is said
SPAN = 6  # newest values looked at
AHEAD = 3  # periods looked ahead
SURE = 0.8  # share of pairs that must get worse


def first_crossing(values: Sequence[float | None], limit: float, *, higher_better: bool) -> int | None:
    """In how many periods (1..AHEAD) the line through the newest values is worse than `limit`; None: not.

    The line has the median slope of all pairs (Theil-Sen) and runs through the median of the values, so one
    odd value moves it little. Nothing is said unless at least LEAST of the newest SPAN values are known, at
    least SURE of the pairs get worse, and the newest value is not worse than the limit already.
    """
    sign = 1.0 if higher_better else -1.0
    newest = values[-SPAN:]
    known = [(place, sign * value) for place, value in enumerate(newest) if value is not None]
    if len(known) < LEAST or newest[-1] is None or known[-1][1] < sign * limit:
        return None
    slopes = [(b - a) / (j - i) for (i, a), (j, b) in combinations(known, 2)]
    if sum(slope < 0 for slope in slopes) < SURE * len(slopes):
        return None
    slope = median(slopes)
    level = median(value - slope * place for place, value in known)
    last = len(newest) - 1
    ahead = (step for step in range(1, AHEAD + 1) if level + slope * (last + step) < sign * limit)
    return next(ahead, None)
