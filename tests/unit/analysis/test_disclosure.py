from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.disclosure import small, suppress


def hidden(*parts: float, threshold: float = 5) -> list[bool]:
    """One row: the total first."""
    counts = np.array([[sum(parts)], *([p] for p in parts)], dtype=float)
    parent = np.array([-1, *[0] * len(parts)])
    return list(suppress(counts, parent, small(counts, threshold), threshold)[:, 0])


def test_nothing_small_nothing_hidden() -> None:
    assert hidden(10, 0, 7) == [False] * 4


def test_the_smallest_further_cell_goes_too() -> None:
    assert hidden(10, 3, 70) == [False, True, True, False]


def test_two_small_counts_whose_sum_is_small_need_a_third() -> None:
    assert hidden(1, 1, 70, 9) == [False, True, True, False, True]


def test_a_lone_count_takes_its_total_with_it() -> None:
    assert hidden(3, 0, 0) == [True, True, False, False]


def test_two_small_counts_that_reach_the_threshold_are_enough() -> None:
    assert hidden(3, 4, 50) == [False, True, True, False]


def test_a_hidden_total_needs_a_hidden_part() -> None:
    # city = A + B, A = 3 + 0, B = 40 + 60: B is hidden beside A, so one of its parts must be too
    counts = np.array([[103], [3], [100], [3], [0], [40], [60]], dtype=float)
    parent = np.array([-1, 0, 0, 1, 1, 2, 2])
    assert list(suppress(counts, parent, small(counts, 5), 5)[:, 0]) == [
        False,
        True,
        True,
        True,
        False,
        True,
        True,
    ]


@given(st.lists(st.integers(0, 30), min_size=2, max_size=8))
def test_what_is_left_under_a_shown_total_is_never_small(parts: list[int]) -> None:
    total, *cells = hidden(*parts)
    left = [p for p, gone in zip(parts, cells, strict=True) if gone]
    assert all(gone for p, gone in zip(parts, cells, strict=True) if 0 < p < 5)
    if left and not total:
        assert len(left) >= 2
        assert sum(left) >= 5
