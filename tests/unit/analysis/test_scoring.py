from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.scoring import Bounds, group_score, score, status, weighted_score
from app.domain.indicator import Direction, Status

NAN = float("nan")
HIGH, LOW, BAND = Direction.HIGHER_BETTER, Direction.LOWER_BETTER, Direction.TARGET_BAND


def bounds(*numbers: float) -> Bounds:
    return Bounds(*(np.array([n]) for n in (*numbers, *[NAN] * (6 - len(numbers)))))


def judged(value: float, direction: Direction, *numbers: float) -> tuple[float, str]:
    at = np.array([value])
    return float(score(at, bounds(*numbers), direction)[0]), status(at, bounds(*numbers), direction)[0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (95, (100, "on_target")),
        (90, (80, "watch")),
        (85, (60, "off_target")),
        (97.5, (110, "on_target")),
        (70, (0, "off_target")),
    ],
)
def test_higher_is_better(value: float, expected: tuple[float, str]) -> None:
    assert judged(value, HIGH, 95, 85) == expected


def test_zero_is_the_best_of_deaths() -> None:
    assert judged(0, LOW, 0, 5) == (100, "on_target")
    assert judged(5, LOW, 0, 5) == (60, "off_target")


def test_status_is_decided_before_rounding() -> None:
    assert judged(94.96, HIGH, 95, 85)[1] == "watch"  # shown as 95.0


def test_band() -> None:
    edges = (NAN, NAN, 55, 88, 35, 95)
    assert judged(55, BAND, *edges) == (100, "on_target")
    assert judged(45, BAND, *edges) == (80, "watch")
    assert judged(35, BAND, *edges) == (60, "off_target")
    assert judged(95, BAND, *edges) == (60, "off_target")
    assert judged(200, BAND, *edges)[0] == 0


def test_no_value_no_target_no_red_line() -> None:
    assert judged(NAN, HIGH, 95, 85)[1] == "no_data"
    assert judged(50, HIGH, NAN, NAN)[1] == "unscored"
    assert judged(50, HIGH, 95, NAN)[1] == "watch"
    assert np.isnan(judged(50, HIGH, 95, NAN)[0])


def test_equal_target_and_red_line_leave_nothing_between() -> None:
    assert judged(10, HIGH, 10, 10) == (100, "on_target")
    assert judged(9, HIGH, 10, 10) == (0, "off_target")


NUMBER = st.floats(-1e6, 1e6, allow_nan=False)


@given(
    value=NUMBER,
    better=st.floats(0, 1e6),
    target=NUMBER,
    room=st.floats(0.01, 1e6),
    sign=st.sampled_from([1, -1]),
)
def test_better_never_scores_less_and_status_agrees(
    value: float, better: float, target: float, room: float, sign: int
) -> None:
    direction = HIGH if sign == 1 else LOW
    red = target - sign * room
    first, word = judged(value, direction, target, red)
    second, _ = judged(value + sign * better, direction, target, red)
    assert 0 <= first <= second <= 110
    if word == Status.ON_TARGET:
        assert first >= 100 - 1e-6
    elif word == Status.OFF_TARGET:
        assert first <= 60 + 1e-6
    else:
        assert 60 - 1e-6 <= first <= 100 + 1e-6


def test_group_needs_seventy_percent() -> None:
    assert group_score([100.0] * 7 + [None] * 3).value == 100
    few: Any = group_score([100.0] * 6 + [None] * 4)
    assert (few.value, few.status, few.n, few.m) == (None, Status.NO_DATA, 6, 10)
    assert group_score([]).value is None


def test_a_critical_red_blocks_green() -> None:
    assert group_score([110.0, 110.0]).status is Status.ON_TARGET
    assert group_score([110.0, 110.0], critical_red=True).status is Status.WATCH
    assert group_score([50.0, 60.0], critical_red=True).status is Status.OFF_TARGET


def test_group_weights() -> None:
    assert group_score([100.0, 50.0], weights=[3, 1]).value == 87.5


def test_weighted_score_needs_seventy_percent_of_the_weight() -> None:
    parts = [np.array([80.0, NAN]), np.array([100.0, 100.0])]
    result = weighted_score(parts, [1, 1])
    assert result[0] == 90
    assert np.isnan(result[1])
    assert weighted_score(parts, [3, 7])[1] == 100
