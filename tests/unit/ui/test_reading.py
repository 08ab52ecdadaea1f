"""The words of a figure in both languages; a hidden number is in none of them."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.indicator import Direction, Status
from app.domain.observation import Flag
from app.i18n import translator
from app.ui import reading
from tests.unit.ui.readings import CONNECT, Change, Figure, suppressed

ZH, EN = translator("zh"), translator("en")


def test_a_value_never_stands_without_its_unit() -> None:
    assert reading.value_text(ZH, Figure()) == "93.4%"
    assert reading.value_parts(EN, Figure()) == ("93.4", "%")


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("missing", "—"),
        ("suppressed", "*"),
        ("zero_denominator", "—"),
        ("few", "Too few"),
        ("not_offered", "Not offered"),
    ],
)
def test_what_is_not_a_value_says_so(state: str, shown: str) -> None:
    figure = replace(Figure(), state=state)
    assert reading.value_text(EN, figure) == shown
    assert reading.value_parts(EN, figure) == (shown, "")
    assert reading.note(EN, figure) != ""


def test_zero_is_zero_and_not_missing() -> None:
    assert reading.value_text(ZH, Figure(value=0.0)) == "0.0%"


def test_the_target_tells_its_direction() -> None:
    assert reading.target_text(EN, Figure()) == "Target ≥ 95.0%"
    lower = replace(CONNECT, direction=Direction.LOWER_BETTER)
    assert reading.target_text(EN, Figure(indicator=lower)) == "Target ≤ 95.0%"
    assert reading.target_text(EN, Figure(target=None, target_band=(55.0, 88.0))) == "Target 55.0 to 88.0%"
    assert reading.target_text(ZH, Figure(target=None)) == "只监测，无目标"


def test_a_change_says_against_what() -> None:
    assert reading.change_text(ZH, Figure(), Change()) == "比2024年11月上升 2.1 个百分点"
    assert (
        reading.change_text(EN, Figure(), Change(difference=-2.14, good=False)) == "down 2.1 pp vs Nov 2024"
    )


def test_movement_and_judgement_are_apart() -> None:
    words = reading.change_words(EN, Figure(), Change(difference=3.0, good=False))
    assert words is not None
    assert (words.way, words.good) == ("up", False)


def test_a_change_that_rounds_to_nothing_is_neither_good_nor_bad() -> None:
    words = reading.change_words(EN, Figure(), Change(difference=0.01, good=True))
    assert words is not None
    assert (words.way, words.good) == ("same", None)


def test_values_that_read_differently_are_not_called_the_same() -> None:
    words = reading.change_words(EN, replace(Figure(), value=4.96), Change(difference=0.02, good=False))
    assert words is not None
    assert (words.way, words.good) == ("up", False)
    assert words.size.startswith("0.02")


def test_an_unfinished_period_is_compared_with_the_same_days() -> None:
    figure = Figure(flags=Flag.PARTIAL, data_to=date(2025, 11, 17))
    assert "same days of Nov 2024" in reading.change_text(EN, figure, Change())
    assert "17 Nov 2025" in reading.note(EN, figure)


def test_nothing_to_compare_is_said() -> None:
    assert reading.change_text(EN, Figure(), None) == "Nothing to compare with yet"
    assert reading.change_words(EN, Figure(), Change(difference=None)) is None


def test_marks_coverage_and_age_are_told() -> None:
    figure = Figure(flags=Flag.PROVISIONAL | Flag.REVISED | Flag.STALE, areas_n=14, age_days=52)
    assert [mark for mark, _ in reading.marks(EN, figure)] == ["[p]", "[r]"]
    assert reading.note(EN, figure) == "14 of 16 areas; data 52 days old; [p] provisional; [r] revised"
    assert reading.note(EN, Figure()) == ""


def test_the_finding_is_one_sentence_with_value_target_status_and_change() -> None:
    assert (
        reading.finding(ZH, Figure())
        == "接通率：云津市2025年11月为93.4%，目标 ≥ 95.0%，关注，比2024年11月上升 2.1 个百分点。"
    )
    assert reading.finding(EN, Figure()) == (
        "Connect rate: Yunjin stood at 93.4% in Nov 2025. Target ≥ 95.0%: Watch; up 2.1 pp vs Nov 2024."
    )


@pytest.mark.parametrize("t", [ZH, EN])
def test_a_hidden_number_is_in_no_word(t: object) -> None:
    figure = suppressed(7.77)
    said = [reading.value_text(t, figure), reading.note(t, figure), reading.finding(t, figure)]  # type: ignore[arg-type]
    assert not any("7.7" in words or "7.8" in words for words in said)
    assert reading.visible(figure) is None


def test_a_hidden_value_has_no_change_to_tell() -> None:
    """With last year's number and the change, the hidden one could be computed."""
    assert reading.change_words(EN, replace(suppressed(7.77), year_ago=Change()), Change()) is None


def test_every_status_and_state_has_words() -> None:
    for t in (ZH, EN):
        assert len({reading.status_word(t, status) for status in Status}) == len(Status)
