"""A tile whose source went silent is grey and says for how long; the others run on as they were."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from app.domain.indicator import Status
from app.domain.observation import Flag
from app.pages.screen.then import then
from app.pages.screen.vitals import vitals
from app.ui.page import Visit
from tests.unit.ui.readings import Figure

FRESH = Figure()
SILENT = replace(FRESH, status=Status.NO_DATA, flags=Flag.STALE, age_days=47)


def tiles(lang: str, *figures: Any) -> list[str]:
    wall: Any = SimpleNamespace(vitals=figures)
    drawn = vitals(Visit("/screen", lang=lang), wall).children
    return [json.dumps(one, cls=PlotlyJSONEncoder, ensure_ascii=False) for one in drawn]


@pytest.mark.parametrize(("lang", "words"), [("zh", "47天没有新数据"), ("en", "No new data for 47 days")])
def test_only_the_silent_tile_is_grey_and_tells_its_age(lang: str, words: str) -> None:
    fresh, silent = tiles(lang, FRESH, SILENT)
    assert "is-silent" in silent
    assert words in silent
    assert "is-silent" not in fresh
    assert words not in fresh


def test_one_that_never_sent_anything_is_grey_too() -> None:
    (never,) = tiles("zh", replace(FRESH, data_to=None, age_days=None, value=None, state="missing"))
    assert "is-silent" in never
    assert "尚无数据" in never


def test_one_without_data_in_the_period_tells_its_age_from_its_history() -> None:
    gone = replace(FRESH, data_to=None, age_days=None, value=None, state="missing")
    (drawn,) = tiles("zh", replace(gone, series=(replace(FRESH, age_days=107), gone)))
    assert "107天没有新数据" in drawn
    assert "尚无数据" not in drawn


def test_fresh_tiles_are_the_same_beside_a_silent_one() -> None:
    assert tiles("zh", FRESH, SILENT)[0] == tiles("zh", FRESH)[0]


@pytest.mark.parametrize(("lang", "words"), [("zh", "47天没有新数据"), ("en", "No new data for 47 days")])
def test_then_and_now_greys_the_row_of_a_silent_source(lang: str, words: str) -> None:
    wall: Any = SimpleNamespace(period=FRESH.period)
    pairs: Any = [SimpleNamespace(now=one, change=None) for one in (FRESH, SILENT)]
    drawn: Any = then(Visit("/screen", lang=lang), wall, pairs, FRESH.period.shift(-12))
    fresh, silent = (json.dumps(row, cls=PlotlyJSONEncoder, ensure_ascii=False) for row in rows_of(drawn))
    assert "is-silent" in silent
    assert words in silent
    assert "is-silent" not in fresh
    assert words not in fresh


def rows_of(drawn: Any) -> list[Any]:
    """The rows of the then-and-now tile."""
    return drawn.children[1][0].children
