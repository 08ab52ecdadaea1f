"""Numbers of an axis: round, evenly apart, inside the span, never more than asked for, never told apart wrongly."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.figures.ticks import ticks


@pytest.mark.parametrize(
    ("low", "high", "most", "words"),
    [
        (92.7, 95.9, 6, ["93.0", "93.5", "94.0", "94.5", "95.0", "95.5"]),
        (0, 1, 6, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0, 1_234_567, 4, ["0", "500,000", "1,000,000"]),
        (-3.2, 4.1, 6, ["-2", "0", "2", "4"]),
        (0.00012, 0.00031, 6, ["0.00015", "0.00020", "0.00025", "0.00030"]),
    ],
)
def test_known_axes(low: float, high: float, most: int, words: list[str]) -> None:
    assert [text for _, text in ticks(low, high, most)] == words


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9), st.integers(3, 8))
def test_round_numbers_inside_the_span(low: float, width: float, most: int) -> None:
    high = low + width
    if width < abs(low) * 1e-6:
        return
    found = ticks(low, high, most)
    values = [value for value, _ in found]
    room = width * 1e-6
    assert 1 <= len(found) <= most
    assert all(low - room <= value <= high + room for value in values)
    assert len({text for _, text in found}) == len(found)
    steps = [after - before for before, after in pairwise(values)]
    assert all(abs(step - steps[0]) <= 1e-3 * steps[0] for step in steps)
    for value, text in found:
        assert float(text.replace(",", "")) == pytest.approx(value, rel=1e-9, abs=width * 1e-9)


def test_no_span_is_refused() -> None:
    with pytest.raises(ValueError, match="no span"):
        ticks(1, 1, 6)
