from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from app.analysis.change import good, relative, same_elapsed_end
from app.domain.indicator import ChangeUnit, Direction
from app.domain.period import Calendar, Period

CALENDAR = Calendar()
NAN = np.array([np.nan])


def at(text: str) -> Period:
    return CALENDAR.parse(text)


@pytest.mark.parametrize(
    ("period", "covered", "base", "expected"),
    [
        ("2025-12", date(2025, 12, 17), "2024-12", date(2024, 12, 17)),
        ("2025-03", date(2025, 3, 30), "2025-02", date(2025, 2, 28)),
        ("2025", date(2025, 12, 17), "2024", date(2024, 12, 17)),
        ("2025", date(2025, 2, 28), "2024", date(2024, 2, 29)),  # both Februaries whole
        ("2025-Q4", date(2025, 11, 5), "2025-Q3", date(2025, 8, 5)),
        ("2025-W10", date(2025, 3, 5), "2025-W09", date(2025, 2, 26)),
    ],
)
def test_same_elapsed_part(period: str, covered: date, base: str, expected: date) -> None:
    assert same_elapsed_end(at(period), covered, at(base)) == expected


def test_no_percent_of_a_percent_and_none_of_nothing() -> None:
    value, base = np.array([110.0, 5.0, 5.0]), np.array([100.0, 0.0, -2.0])
    assert np.isnan(relative(value, base, ChangeUnit.PERCENTAGE_POINTS)).all()
    shares = relative(value, base, ChangeUnit.RELATIVE_PERCENT)
    assert shares[0] == pytest.approx(0.1)
    assert np.isnan(shares[1:]).all()


def test_good_is_a_matter_of_direction() -> None:
    up, down = np.array([2.0]), np.array([1.0])
    assert good(up, down, Direction.HIGHER_BETTER, NAN, NAN)[0] is True
    assert good(up, down, Direction.LOWER_BETTER, NAN, NAN)[0] is False
    assert good(up, up, Direction.LOWER_BETTER, NAN, NAN)[0] is None
    low, high = np.array([50.0]), np.array([60.0])
    assert good(np.array([62.0]), np.array([70.0]), Direction.TARGET_BAND, low, high)[0] is True
    assert good(np.array([52.0]), np.array([58.0]), Direction.TARGET_BAND, low, high)[0] is None
