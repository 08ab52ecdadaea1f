"""Where the numbers of an axis stand, and how they read: as many decimals as the step has, alike on one axis."""

from __future__ import annotations

from itertools import product
from math import ceil, floor, log10


def ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """At most `most` round values between `low` and `high`, each with its words. Raises: ValueError for no span."""
    if not low < high:
        message = f"no span from {low} to {high}"
        raise ValueError(message)
    places = floor(log10((high - low) / most))
    # The smallest of 1, 2, 5 times a power of ten that gives no more than so many.
    for power, unit in product((places, places + 1), (1, 2, 5)):
        step = unit * 10.0**power
        numbers = range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)
        if len(numbers) <= most:
            break
    decimals = max(0, -power)
    return [(round(n * step, decimals + 2), f"{n * step:,.{decimals}f}") for n in numbers]
