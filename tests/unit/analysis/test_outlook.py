"""A warning before a miss: only of what clearly runs towards it."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.outlook import AHEAD, first_crossing


def crossing(values: list[float | None], limit: float, *, higher: bool = True) -> int | None:
    return first_crossing(values, limit, higher_better=higher)


@given(st.floats(0.1, 50), st.floats(-100, 100), st.integers(1, 5))
def test_a_straight_line_crosses_where_it_does(slope: float, start: float, steps: int) -> None:
    """Falling by `slope` a period, the first value below a limit half a step above it is told exactly."""
    values: list[float | None] = [start - slope * i for i in range(6)]
    limit = start - slope * (5 + steps) + slope / 2
    expected = next(s for s in count(1) if start - slope * (5 + s) < limit)
    told = crossing(values, limit)
    assert told == (expected if expected <= AHEAD else None)
    mirrored = [-value for value in values if value is not None]
    assert crossing(list(mirrored), -limit, higher=False) == told


def test_one_odd_month_warns_of_nothing() -> None:
    assert crossing([96, 96.1, 95.9, 96.0, 96.1, 95.2], 95) is None


@pytest.mark.parametrize(
    "values",
    [
        [99, 98, 97, 96, 94.9],  # missed already
        [90, 92, 94, 96, 98, 99],  # getting better
        [99, 98, 97, 96],  # too short
        [99, None, 97, None, 95.5, 95.1],  # too many gaps
        [100, 99, 98, 97, 96, None],  # the newest is not known
        [97, 99, 96, 98, 95.5, 97],  # no clear way
    ],
)
def test_nothing_is_said(values: list[float | None]) -> None:
    assert crossing(values, 95) is None


def test_what_falls_clearly_is_told() -> None:
    assert crossing([99, 98.4, 97.5, None, 96.2, 95.4], 95) == 1
