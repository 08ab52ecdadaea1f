"""Contributions add up to the change, exactly, and mean what their names say."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.analysis.contribution import Side, ratio_effects, sides_of_a_ratio

COUNT = st.integers(0, 10**6)
PARTS = st.lists(st.tuples(COUNT, COUNT, COUNT, COUNT), min_size=1, max_size=30)


@given(PARTS)
def test_effects_add_up_to_the_change_of_the_ratio_of_sums(parts: list[tuple[int, int, int, int]]) -> None:
    # A part without a denominator has no numerator: nothing was counted there.
    before = [Side(a if b else 0, b) for a, b, _, _ in parts]
    now = [Side(c if d else 0, d) for _, _, c, d in parts]
    below = [sum(side.denominator for side in sides) for sides in (before, now)]
    assume(all(below))
    above = [sum(side.numerator for side in sides) for sides in (before, now)]
    change = Fraction(int(above[1]), int(below[1])) - Fraction(int(above[0]), int(below[0]))
    effects = ratio_effects(before, now, scale=100)
    assert effects is not None
    largest = max(
        1.0, *(abs(a / b) for a, b in zip(above, below, strict=True)), *(abs(e.rate) for e in effects)
    )
    assert sum(e.total for e in effects) == pytest.approx(float(change) * 100, abs=1e-9 * largest)


def test_same_rates_with_other_weights_are_mix_alone() -> None:
    before = [Side(90, 100), Side(50, 100)]
    now = [Side(90, 100), Side(150, 300)]
    effects = ratio_effects(before, now, scale=100)
    assert effects is not None
    assert [e.rate for e in effects] == pytest.approx([0, 0])
    assert sum(e.mix for e in effects) == pytest.approx(60 - 70)
    assert all(e.mix < 0 for e in effects)  # the good one lost weight, the bad one won it


def test_same_weights_with_other_rates_are_rate_alone() -> None:
    effects = ratio_effects([Side(90, 100), Side(50, 100)], [Side(80, 100), Side(50, 100)], scale=100)
    assert effects is not None
    assert [e.mix for e in effects] == pytest.approx([0, 0])
    assert [e.rate for e in effects] == pytest.approx([-5, 0])


def test_time_turned_round_turns_the_signs() -> None:
    before, now = [Side(3, 7), Side(1, 9)], [Side(4, 5), Side(6, 11)]
    one, other = ratio_effects(before, now), ratio_effects(now, before)
    assert one is not None
    assert other is not None
    assert [e.rate for e in one] == pytest.approx([-e.rate for e in other])
    assert [e.mix for e in one] == pytest.approx([-e.mix for e in other])


def test_a_part_that_is_new_is_mix() -> None:
    effects = ratio_effects([Side(50, 100), Side(0, 0)], [Side(50, 100), Side(100, 100)])
    assert effects is not None
    assert effects[1].rate == 0
    assert sum(e.total for e in effects) == pytest.approx(0.75 - 0.5)


def test_nothing_can_be_told_without_a_denominator() -> None:
    assert ratio_effects([Side(0, 0)], [Side(1, 2)]) is None
    assert sides_of_a_ratio(Side(1, 0), Side(1, 2)) is None
    with pytest.raises(ValueError, match="different parts"):
        ratio_effects([Side(1, 1)], [])


@given(COUNT, st.integers(1, 10**6), COUNT, st.integers(1, 10**6))
def test_numerator_and_denominator_explain_all_of_it(a: int, b: int, c: int, d: int) -> None:
    found = sides_of_a_ratio(Side(a, b), Side(c, d), scale=100)
    assert found is not None
    change = float(Fraction(c, d) - Fraction(a, b)) * 100
    assert sum(found) == pytest.approx(change, abs=1e-9 * max(1, 100 * a / b, 100 * c / d))
    if a == c:
        assert found[0] == 0
    if b == d:
        assert found[1] == 0
