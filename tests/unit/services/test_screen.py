"""The wall shows what the leader's desk shows, moves are moves of status, then and now subtract."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.access import VISITOR, Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.errors import CockpitError, Forbidden
from app.domain.indicator import Audience, Status
from app.domain.period import Grain
from app.indicators import IndicatorCentre, IndicatorQuery
from app.services import Cockpit
from app.services.figures import last_complete, reading_grain
from app.services.moves import moves
from app.services.overview import overview
from app.services.screen import local_now, period_of, screen, switch_mode, then_and_now
from app.store import LoadRun, Store

LEADER = Actor(Role.LEADER)
CITY = "990100"


@pytest.fixture(scope="module")
def cockpit(demo: Catalogue, loaded: tuple[Store, list[LoadRun]]) -> Cockpit:
    store, _ = loaded
    return Cockpit(demo, IndicatorCentre(demo, store), store, NoCache())


def test_the_wall_and_the_desk_show_the_same(cockpit: Cockpit) -> None:
    month = period_of(cockpit, "normal")
    desk = overview(cockpit, LEADER, area=CITY, period=month, map_indicator=None)
    wall = screen(cockpit, LEADER, area=CITY, period=month)
    assert wall.counts == desk.counts
    assert [f.indicator.id for f in wall.off_target] == [f.indicator.id for f in desk.off_target]
    assert [(t.theme, t.score) for t in wall.themes] == [(t.theme, t.score) for t in desk.themes]


def test_a_scene_holds_its_own_indicators_only(cockpit: Cockpit) -> None:
    month = period_of(cockpit, "normal")
    wall = screen(cockpit, LEADER, area=CITY, period=month, scene="transport")
    own = {
        i.id for i in cockpit.catalogue.indicators.values() if i.department in ("transport", "traffic_police")
    }
    assert sum(wall.counts.values()) == sum(cockpit.catalogue.indicators[i].scored for i in own)
    assert {f.indicator.id for f in (*wall.off_target, *wall.watch, *wall.vitals)} <= own
    assert wall.map is not None
    assert wall.map.indicator.id in own
    with pytest.raises(CockpitError) as refused:
        screen(cockpit, LEADER, area=CITY, period=month, scene="nowhere")
    assert refused.value.code == "unknown_scene"


@pytest.mark.parametrize("grain", [Grain.DAY, Grain.WEEK])
def test_moves_are_the_changes_of_status_and_only_they(cockpit: Cockpit, grain: Grain) -> None:
    everything = list(cockpit.catalogue.indicators.values())
    found = moves(cockpit, LEADER, everything, CITY, grain)
    last = last_complete(cockpit, grain, cockpit.catalogue.now() - timedelta(days=1))
    assert found.period == last
    judged = {Status.ON_TARGET, Status.WATCH, Status.OFF_TARGET}
    expected, compared = {}, 0
    for indicator in everything:
        if not indicator.scored or reading_grain(cockpit, indicator, grain) is not grain:
            continue
        rows = cockpit.centre.query(
            IndicatorQuery((indicator.id,), (CITY,), last.shift(-1), last, Audience.INTERNAL)
        )
        before, now = (Status(word) for word in rows["status"])
        if {before, now} <= judged:
            compared += 1
            if before is not now:
                expected[indicator.id] = (before, now)
    assert expected, "the demo city's figures move"
    assert {m.now.indicator.id: (m.before.status, m.now.status) for m in found.moved} == expected
    assert found.compared == compared
    worse = [move.worse for move in found.moved]
    assert worse == sorted(worse, reverse=True)


def test_then_and_now_subtract_and_the_worse_come_first(cockpit: Cockpit) -> None:
    month = period_of(cockpit, "normal")
    baseline = month.shift(-12)
    pairs = then_and_now(cockpit, LEADER, area=CITY, period=month, baseline=baseline)
    assert len(pairs) > 30
    good = []
    for pair in pairs:
        assert pair.change is not None
        rows = cockpit.centre.query(
            IndicatorQuery((pair.now.indicator.id,), (CITY,), baseline, baseline, Audience.INTERNAL)
        )
        assert pair.change.base_value == pytest.approx(rows["value"].iloc[0])
        assert pair.change.difference == pytest.approx(pair.now.value - pair.change.base_value)
        good.append({False: 0, None: 1, True: 2}[pair.change.good])
    assert good == sorted(good)


def test_an_emergency_looks_at_a_shorter_window(cockpit: Cockpit) -> None:
    assert period_of(cockpit, "normal").grain is Grain.MONTH
    assert period_of(cockpit, "emergency").grain is Grain.WEEK


def test_the_mode_is_logged_and_a_strange_one_refused(cockpit: Cockpit) -> None:
    switch_mode(cockpit, LEADER, "emergency")
    row = cockpit.store.audit_log(limit=1).iloc[0]
    assert (row["actor"], row["action"], row["object"]) == ("leader", "screen_mode", "emergency")
    with pytest.raises(CockpitError) as refused:
        switch_mode(cockpit, LEADER, "party")
    assert refused.value.code == "unknown_mode"


def test_visitors_stay_outside(cockpit: Cockpit) -> None:
    month = period_of(cockpit, "normal")
    with pytest.raises(Forbidden):
        screen(cockpit, VISITOR, area=CITY, period=month)
    with pytest.raises(Forbidden):
        then_and_now(cockpit, VISITOR, area=CITY, period=month, baseline=month.shift(-1))
    with pytest.raises(Forbidden):
        switch_mode(cockpit, VISITOR, "normal")


def test_the_clock_shows_the_day_of_a_city_whose_data_has_ended(cockpit: Cockpit) -> None:
    now = local_now(cockpit)
    assert now.date() == cockpit.catalogue.now()
    assert now.utcoffset() == timedelta(hours=8)
