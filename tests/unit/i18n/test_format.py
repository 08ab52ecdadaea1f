"""Numbers as people write them; rounding is for display only."""

from datetime import date

import pytest

from app.domain.indicator import ChangeUnit
from app.domain.period import Calendar
from app.i18n import format as say

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "text"),
    [
        (1234.5, 1, False, "1,234.5"),
        (0.0, 0, False, "0"),
        (NAN, 1, False, "—"),
        (None, 1, False, "—"),
        (-3.25, 1, False, "−3.2"),
        (2.5, 0, False, "2"),
        (1.2, 1, True, "+1.2"),
        (-0.04, 1, True, "0.0"),
    ],
)
def test_number(value: float | None, decimals: int, signed: bool, text: str) -> None:
    assert say.number(value, decimals, "zh", signed=signed) == text


def test_a_number_keeps_its_unit_and_missing_has_none() -> None:
    assert say.with_unit(93.42, 1, "%", "zh") == "93.4%"
    assert say.with_unit(12.5, 1, "min", "en") == "12.5 min"
    assert say.with_unit(None, 1, "min", "en") == "—"


def test_points_and_relative_percent_are_told_apart() -> None:
    points = say.change(2.0, 0.5, ChangeUnit.PERCENTAGE_POINTS, 1, "%", "en")
    relative = say.change(2.0, 0.5, ChangeUnit.RELATIVE_PERCENT, 1, "min", "en")
    without_base = say.change(2.0, NAN, ChangeUnit.RELATIVE_PERCENT, 1, "min", "en")
    assert (points, relative, without_base) == ("+2.0 pp", "+50.0%", "+2.0 min")


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2025", "2025年", "2025"),
        ("2025-Q3", "2025年第3季度", "Q3 2025"),
        ("2025-03", "2025年3月", "Mar 2025"),
        ("2025-W05", "2025年第5周", "week 5, 2025"),
        ("2025-03-04", "2025年3月4日", "4 Mar 2025"),
    ],
)
def test_periods_in_both_languages(text: str, zh: str, en: str) -> None:
    period = Calendar().parse(text)
    assert (say.period(period, "zh"), say.period(period, "en")) == (zh, en)


def test_no_day_is_a_dash() -> None:
    assert say.day(None, "zh") == "—"
    assert say.day(date(2025, 3, 4), "en") == "4 Mar 2025"


@pytest.mark.parametrize(
    ("words", "lang"), [("水质达标", "zh"), ("PM2.5 超标", "zh"), ("Repaired in May", "en"), ("12 %", "en")]
)
def test_the_language_of_peoples_own_words(words, lang):
    assert say.language_of(words) == lang
