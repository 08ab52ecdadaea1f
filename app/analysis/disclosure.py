"""Protection of small counts: primary and complementary suppression in a tree of areas.

Source: the disclosure rules of the city cockpit. A count of 1 .. threshold-1 is hidden (zero is
shown). In every row (an area and the areas directly below it) whose parts add up to a published
total, either nothing is hidden, or at least two numbers are, and those hidden below a shown total
together reach the threshold, since their sum can be found by subtraction.

Why this is enough: the rows of a tree share at most one number with each other, so the equations
"total = sum of parts" form a tree too. With at least two unknowns in each, any unknown can be moved
and the others moved along without breaking an equation: none of them is determined.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def small(counts: FloatArray, threshold: float) -> BoolArray:
    """Counts of 1 .. threshold-1 (any value strictly between 0 and the threshold)."""
    return (counts > 0) & (counts < threshold)


def suppress(
    counts: FloatArray, parent: NDArray[np.int64], primary: BoolArray, threshold: float
) -> BoolArray:
    """Which cells to hide.

    Shape: counts and primary [areas, periods], NaN where there is no number; `parent` holds the row
           of each area's parent, -1 for the root and for areas that add up to nothing published.
    Returns: primary plus the smallest further cells that keep them from being found by subtraction.
    """
    hidden = primary & ~np.isnan(counts)
    rows = [(int(p), np.flatnonzero(parent == p)) for p in np.unique(parent[parent >= 0])]
    for period in np.flatnonzero(hidden.any(axis=0)):
        column, shown = counts[:, period], hidden[:, period]
        changed = True
        while changed:  # hiding only grows, so this ends
            closed = [_close(column, shown, total, parts, threshold) for total, parts in rows]
            changed = any(closed)
    return hidden


def _close(
    counts: FloatArray, hidden: BoolArray, total: int, parts: NDArray[np.int64], threshold: float
) -> bool:
    """Hide more in one row until it is safe; whether anything was hidden."""
    changed = False
    while _open(counts, hidden, total, parts, threshold):
        candidates = parts[(counts[parts] != 0) & ~np.isnan(counts[parts]) & ~hidden[parts]]
        if candidates.size:
            hidden[candidates[np.argmin(np.abs(counts[candidates]))]] = True
        elif not hidden[total] and not np.isnan(counts[total]):
            hidden[total] = True  # nothing else is left to stand beside it: the total goes
        else:
            return changed
        changed = True
    return changed


def _open(
    counts: FloatArray, hidden: BoolArray, total: int, parts: NDArray[np.int64], threshold: float
) -> bool:
    """Whether the row would let a hidden number be found."""
    inside = parts[hidden[parts]]
    if not inside.size and not hidden[total]:
        return False
    return inside.size < 2 or float(np.abs(counts[inside]).sum()) < threshold
