"""What services add to the query: order, gaps, better and worse, marks, one number in every file."""

from __future__ import annotations

import csv
import io
import math

import pytest

from app.access import VISITOR, Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.errors import Forbidden, UnknownIndicator
from app.domain.indicator import Status
from app.domain.observation import Flag
from app.domain.period import Grain
from app.indicators import IndicatorCentre
from app.services import Cockpit
from app.services.comparison import comparison
from app.services.department import board
from app.services.detail import detail
from app.services.downloads import public_detail_figures
from app.services.exports import csv_of, marks
from app.services.figures import last_complete, ranked, worst_first
from app.services.overview import overview
from app.services.panel import period_for
from app.services.public import direction, public_board, public_grain, published, search_figures
from app.store import LoadRun, Store

LEADER = Actor(Role.LEADER)
CITY = "990100"


@pytest.fixture(scope="module")
def cockpit(demo: Catalogue, loaded: tuple[Store, list[LoadRun]]) -> Cockpit:
    store, _ = loaded
    return Cockpit(demo, IndicatorCentre(demo, store), store, NoCache())


@pytest.fixture(scope="module")
def month(cockpit: Cockpit):  # type: ignore[no-untyped-def]
    return last_complete(cockpit, Grain.MONTH, cockpit.catalogue.now())


def test_internal_services_refuse_a_visitor(cockpit: Cockpit, month) -> None:
    with pytest.raises(Forbidden):
        overview(cockpit, VISITOR, area=CITY, period=month, map_indicator=None)
    with pytest.raises(Forbidden):
        board(cockpit, VISITOR, department="water", area=CITY, period=month)
    with pytest.raises(Forbidden):
        comparison(cockpit, VISITOR, area=CITY, period=month)
    with pytest.raises(UnknownIndicator):
        detail(cockpit, VISITOR, indicator="red_action_rate", area=CITY, period=month)


def test_the_overview_adds_up_and_is_worst_first(cockpit: Cockpit, month) -> None:
    desk = overview(cockpit, LEADER, area=CITY, period=month, map_indicator=None)
    scored = [i for i in cockpit.catalogue.indicators.values() if i.scored]
    assert sum(desk.counts.values()) == len(scored)
    assert desk.counts[Status.OFF_TARGET] == len(desk.off_target) > 0
    scores = [f.score for f in desk.off_target]
    assert scores == sorted(scores)
    assert sum(d.members for d in desk.departments) == len(scored)
    assert sum(d.off_target for d in desk.departments) == len(desk.off_target)


def test_the_board_shows_the_overviews_numbers_misses_first(cockpit: Cockpit, month) -> None:
    desk = overview(cockpit, LEADER, area=CITY, period=month, map_indicator=None)
    shown = board(cockpit, LEADER, department="urban_mgmt", area=CITY, period=month)
    on_desk = {f.indicator.id: f.value for f in desk.off_target}
    misses = [f for f in shown.figures if f.status is Status.OFF_TARGET]
    assert misses == list(shown.figures[: len(misses)])
    assert misses
    assert all(on_desk[f.indicator.id] == f.value for f in misses)


def test_the_matrix_is_counted_from_the_boards(cockpit: Cockpit, month) -> None:
    matrix = comparison(cockpit, LEADER, area=CITY, period=month).matrix
    row = next(row for row in matrix if row[-1].department.id == "water")
    status = board(cockpit, LEADER, department="water", area=CITY, period=month).status
    assert (row[-1].attained, row[-1].scored, row[-1].members) == (
        status.attained,
        status.scored,
        status.members,
    )


def test_quarterly_indicators_are_read_in_their_last_quarter(cockpit: Cockpit, month) -> None:
    quarterly = cockpit.catalogue.indicator("smart_signal_rate")
    assert str(period_for(cockpit, quarterly, month)) == "2025-Q3"
    assert period_for(cockpit, cockpit.catalogue.indicator("hotline_connect_rate"), month) == month


def test_areas_are_ranked_by_what_is_good(cockpit: Cockpit, month) -> None:
    lower = detail(cockpit, LEADER, indicator="avg_elapsed_workdays", area=CITY, period=month).parts
    higher = detail(cockpit, LEADER, indicator="on_time_completion_rate", area=CITY, period=month).parts
    assert [f.value for f in lower] == sorted(f.value for f in lower)
    assert [f.value for f in higher] == sorted((f.value for f in higher), reverse=True)
    assert len(lower) == len(cockpit.catalogue.children(CITY))
    assert worst_first(lower)[0].score == min(f.score for f in lower)
    assert ranked(list(reversed(lower)))[0].value == lower[0].value


def test_a_citizen_never_gets_finer_than_a_month_nor_what_is_not_published(cockpit: Cockpit) -> None:
    shown = public_board(cockpit, LEADER, area=CITY)
    ids = {f.indicator.id for f in shown.figures}
    assert ids == {i.id for i in published(cockpit)}
    assert "red_action_rate" not in ids
    assert all(f.period.grain.rank >= Grain.MONTH.rank for f in shown.figures)
    assert public_grain(cockpit, cockpit.catalogue.indicator("hotline_connect_rate")) is Grain.MONTH


def test_better_and_worse_part_what_moved(cockpit: Cockpit) -> None:
    shown = public_board(cockpit, VISITOR, area=CITY)
    told = [f for f in shown.figures if direction(f)]
    assert len(told) == len(shown.better) + len(shown.worse) + len(shown.unchanged)
    for figure in shown.better:
        change = figure.year_ago or figure.previous
        assert change is not None
        up = change.difference > 0
        assert up == (figure.indicator.direction == "higher_better") or figure.indicator.target_band


def test_search_in_chinese_pinyin_and_english_finds_the_same(cockpit: Cockpit) -> None:
    figures = public_board(cockpit, VISITOR, area=CITY).figures
    found = [
        {f.indicator.id for f in search_figures(cockpit, figures, words)}
        for words in ("垃圾分类", "lajifenlei", "ljfl")
    ]
    assert found[0] == found[1] == found[2] == {"waste_sorting_rate"}
    assert not search_figures(cockpit, figures, "zzzz")


def test_a_file_holds_the_pages_numbers_its_definition_and_the_mark(cockpit: Cockpit) -> None:
    figures = public_detail_figures(cockpit, "waste_sorting_rate")
    text = csv_of(cockpit, VISITOR, figures, "en")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == len(figures)
    for row, figure in zip(rows, figures, strict=True):
        assert row["value"] == ("" if figure.value is None else repr(figure.value))
        assert row["definition"]
        assert "fictional" in row["note"]
    log = cockpit.store.audit_log(1)
    assert (log["actor"].iloc[0], log["action"].iloc[0]) == ("citizen", "export")


def test_marks_are_those_of_the_flags() -> None:
    assert marks(Flag.REVISED | Flag.PROVISIONAL | Flag.PARTIAL) == "[p][r]"
    assert marks(Flag.NONE) == ""


def test_the_figures_value_is_the_ratio_of_its_parts(cockpit: Cockpit, month) -> None:
    figure = detail(cockpit, LEADER, indicator="city_case_on_time_rate", area=CITY, period=month).figure
    assert figure.numerator is not None
    assert figure.denominator
    assert math.isclose(figure.value, 100 * figure.numerator / figure.denominator)
