"""A card of a board: the gap in words and unit, both changes by name, policies, warning and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import pytest

from app.domain.indicator import ChangeUnit, Direction
from app.domain.text import Text
from app.i18n import translator
from app.ui.page import Visit
from app.ui.reading import gap_words
from app.ui.ready import BoardWords, kpi
from tests.unit.ui.readings import CONNECT, Figure, with_history
from tests.unit.ui.test_ready import written

VISIT = Visit("/department/hotline", lang="en")
LOWER = replace(
    CONNECT,
    direction=Direction.LOWER_BETTER,
    unit=Text("分钟", "minutes"),
    change_unit=ChangeUnit.RELATIVE_PERCENT,
)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure(value=93.7, target=95.0), ("距目标差 1.3 个百分点", False)),
        (Figure(value=96.0, target=95.0), ("优于目标 1.0 个百分点", True)),
        (Figure(value=94.996, target=95.0), ("距目标差 0.004 个百分点", False)),
        (Figure(indicator=LOWER, value=12.5, target=10.0), ("距目标差 2.5 分钟", False)),
        (Figure(value=50.0, target=None, target_band=(55.0, 88.0)), ("距目标差 5.0 个百分点", False)),
        (Figure(value=60.0, target=None, target_band=(55.0, 88.0)), ("在目标区间内", True)),
        (Figure(value=60.0, target=None), None),
        (Figure(value=None, state="missing"), None),
        (Figure(indicator=replace(CONNECT, scored=False)), None),
    ],
)
def test_the_gap_in_words(figure: Figure, words: tuple[str, bool] | None) -> None:
    assert gap_words(translator("zh"), figure) == words


def test_a_board_s_card_tells_everything_and_others_do_not() -> None:
    figure = with_history(Figure(), [90.0, 91.0, 93.44])
    told = BoardWords((date(2025, 10, 15),), ("Similar areas: 90%",), "Warning: soon", "The department: so")
    text = written(kpi(VISIT, figure, told=told))
    for words in ("short of target", "Previous", "Year ago", *told.lines, told.warning, told.said):
        assert words in text
    plain = written(kpi(VISIT, figure))
    assert "short of target" not in plain
    assert "Year ago" not in plain


def test_a_policy_is_a_vertical_on_the_sparkline() -> None:
    figure = with_history(Figure(), [90.0, 91.0, 93.44])
    start = figure.series[0].period.start
    marked = unquote(str(kpi(VISIT, figure, told=BoardWords((figure.period.start,)))))
    before = unquote(str(kpi(VISIT, figure, told=BoardWords((start.replace(year=start.year - 9),)))))
    assert marked.count("V52") == before.count("V52") + 1
