"""Which areas are most alike, by figures that describe them and that they cannot quickly change."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence

LEAST = 3  # areas from which on a spread means something


def nearest(
    values: Mapping[str, Sequence[float | None]], area: str, count: int
) -> tuple[tuple[str, float], ...]:
    """The `count` areas nearest to one: (area, distance), nearest first.

    Each covariate is standardised over all areas that have every covariate (value minus mean, divided by the
    population standard deviation); the distance is the root of the mean squared difference. An area that
    lacks one is nobody's neighbour. Empty when the area lacks one itself or fewer than LEAST areas are left.
    Source: nearest-neighbour comparison groups by standardised Euclidean distance, as CIPFA's
    Nearest Neighbours Model for local authorities does it.
    """
    whole = {name: [v for v in row if v is not None] for name, row in values.items() if None not in row}
    if area not in whole or len(whole) < LEAST:
        return ()
    columns = list(zip(*whole.values(), strict=True))
    spreads = [statistics.pstdev(column) for column in columns]
    own = whole[area]

    def distance(row: Sequence[float]) -> float:
        parts = [
            ((value - mine) / spread) ** 2
            for value, mine, spread in zip(row, own, spreads, strict=True)
            if spread > 0
        ]
        return math.sqrt(sum(parts) / len(own))

    found = [(name, distance(row)) for name, row in whole.items() if name != area]
    return tuple(sorted(found, key=lambda pair: (pair[1], pair[0]))[:count])
