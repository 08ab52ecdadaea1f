"""Which chart fits: by how many indicators, areas with figures and periods there are."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.chart_choice import Shape, choices
from app.domain.board import Chart

PAGE = Path(__file__).resolve().parents[3] / "app" / "pages" / "board_edit" / "text.yaml"
shapes = st.builds(
    Shape,
    indicators=st.integers(0, 5),
    parts=st.integers(0, 5),
    on_map=st.integers(0, 5),
    periods=st.integers(0, 5),
)


def judged(**shape: int) -> dict[Chart, str]:
    """By chart the word for why not, empty where it fits."""
    known = {"indicators": 1, "parts": 16, "on_map": 16, "periods": 12, **shape}
    found = choices(Shape(**known))
    return {one.chart: "" if one.fits else one.why for one in found}


@pytest.mark.parametrize(
    ("shape", "chart"),
    [
        ({}, Chart.TREND),
        ({"periods": 1}, Chart.CARD),
        ({"indicators": 2}, Chart.TWO),
        ({"indicators": 2, "parts": 0}, Chart.TABLE),
        ({"indicators": 5}, Chart.TABLE),
    ],
)
def test_the_suggestion_follows_the_shape(shape: dict[str, int], chart: Chart) -> None:
    known = {"indicators": 1, "parts": 16, "on_map": 16, "periods": 12, **shape}
    assert choices(Shape(**known))[0].chart is chart


@pytest.mark.parametrize(
    ("chart", "shape", "word"),
    [
        (Chart.TREND, {"indicators": 2}, "one_only"),
        (Chart.TREND, {"periods": 1}, "no_history"),
        (Chart.RANKING, {"parts": 1}, "no_parts"),
        (Chart.RANKING, {"indicators": 3}, "one_only"),
        (Chart.MAP, {"on_map": 0}, "no_map"),
        (Chart.SIDES, {"periods": 1}, "no_history"),
        (Chart.TWO, {"indicators": 1}, "two_only"),
        (Chart.TWO, {"indicators": 2, "parts": 0}, "no_parts"),
        (Chart.CARD, {"indicators": 0}, "no_indicator"),
    ],
)
def test_a_chart_that_does_not_fit_says_why(chart: Chart, shape: dict[str, int], word: str) -> None:
    assert judged(**shape)[chart] == word
    mended = {"indicators": 2 if chart is Chart.TWO else 1}
    assert judged(**mended)[chart] == ""


@given(shapes)
def test_what_fits_comes_first_and_each_chart_once(shape: Shape) -> None:
    found = choices(shape)
    assert {one.chart for one in found} == set(Chart) - {Chart.NOTE}
    assert len(found) == len(Chart) - 1
    fits = [one.fits for one in found]
    assert fits == sorted(fits, reverse=True)
    assert found[0].fits == (shape.indicators > 0)


@given(shapes)
def test_every_reason_has_words_in_both_languages(shape: Shape) -> None:
    words = yaml.safe_load(PAGE.read_text(encoding="utf-8"))
    for one in choices(shape):
        assert set(words["why"][one.why]) == {"zh", "en"}
        assert set(words["chart"][str(one.chart)]) == {"zh", "en"}
