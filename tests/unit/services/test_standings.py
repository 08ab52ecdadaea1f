"""Departments by score, against plain arithmetic over the boards of the demo city."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean

import pytest

from app.access import VISITOR, Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.errors import Forbidden
from app.domain.period import Grain, Period
from app.indicators import IndicatorCentre
from app.services import Cockpit
from app.services.figures import last_complete
from app.services.panel import panel
from app.services.standings import Standings, standing, standings
from app.store import LoadRun, Store

LEADER = Actor(Role.LEADER)
CITY = "990100"


@pytest.fixture(scope="module")
def cockpit(demo: Catalogue, loaded: tuple[Store, list[LoadRun]]) -> Cockpit:
    store, _ = loaded
    return Cockpit(demo, IndicatorCentre(demo, store), store, NoCache())


@pytest.fixture(scope="module")
def month(cockpit: Cockpit) -> Period:
    return last_complete(cockpit, Grain.MONTH, cockpit.catalogue.now())


@pytest.fixture(scope="module")
def shown(cockpit: Cockpit, month: Period) -> Standings:
    return standings(cockpit, LEADER, area=CITY, period=month)


def test_every_department_is_a_row_or_left_out(cockpit: Cockpit, shown: Standings) -> None:
    rows = [row.department.id for row in shown.rows]
    scored = {one.department for one in cockpit.catalogue.indicators.values() if one.scored}
    assert set(rows) == scored
    assert {one.id for one in shown.left_out} == set(cockpit.catalogue.departments) - scored
    assert len(set(rows)) == len(rows)


def test_places_follow_the_scores_and_those_without_one_stand_last(shown: Standings) -> None:
    scores = [row.score.value for row in shown.rows if row.place is not None]
    assert scores == sorted(scores, reverse=True)  # type: ignore[type-var]
    assert [row.place for row in shown.rows][: len(scores)] == [
        1 + sum(other > score for other in scores)  # type: ignore[operator]
        for score in scores
    ]
    assert all(row.score.value is None for row in shown.rows[len(scores) :])


def test_the_movement_is_that_of_the_shared_indicators_only(
    cockpit: Cockpit, month: Period, shown: Standings
) -> None:
    for row in shown.rows:
        members = [figure.indicator for figure in row.figures]
        now = panel(cockpit, LEADER, members, CITY, month)
        then = panel(cockpit, LEADER, members, CITY, month.shift(-1))
        both = [
            (a.score, b.score)
            for a, b in zip(now, then, strict=True)
            if a.score is not None and b.score is not None and a.period != b.period
        ]
        assert row.shared <= len(both)  # changed definitions are taken out
        if row.shared == len(both) > 0:
            assert row.moved == pytest.approx(fmean(a for a, _ in both) - fmean(b for _, b in both))
        assert (row.moved is None) == (row.shared == 0)


def test_a_score_that_only_one_period_has_moves_nothing(
    cockpit: Cockpit, month: Period, shown: Standings
) -> None:
    row = next(row for row in shown.rows if row.shared > 1)
    now = list(row.figures)
    then = [replace(figure, period=figure.period.shift(-1)) for figure in now]
    then[0] = replace(then[0], score=None)
    left = standing(row.department, list(zip(now, then, strict=True)))
    assert left.moved == pytest.approx(0.0)
    assert standing(row.department, [(now[0], then[0])]).moved is None


def test_one_figure_told_twice_for_a_longer_period_is_not_shared(shown: Standings) -> None:
    row = next(row for row in shown.rows if row.shared > 0)
    assert standing(row.department, [(figure, figure) for figure in row.figures]).shared == 0


def test_citizens_see_none(cockpit: Cockpit, month: Period) -> None:
    with pytest.raises(Forbidden):
        standings(cockpit, VISITOR, area=CITY, period=month)
