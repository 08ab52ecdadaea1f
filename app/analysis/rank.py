"""Places in a ranking, and how they moved."""

from __future__ import annotations

from collections.abc import Mapping


def places(values: Mapping[str, float | None], *, highest_first: bool) -> dict[str, int | None]:
    """The place of each, 1 on top; equal values share the better place and the next is left out (1, 2, 2, 4).

    Without a value there is no place (None).
    """
    known = [value for value in values.values() if value is not None]

    def place(value: float) -> int:
        better = sum(other > value if highest_first else other < value for other in known)
        return better + 1

    return {name: None if value is None else place(value) for name, value in values.items()}


def moved(now: int | None, before: int | None) -> int | None:
    """Places won (positive) or lost since before; None when there was no place then or is none now."""
    return None if now is None or before is None else before - now
