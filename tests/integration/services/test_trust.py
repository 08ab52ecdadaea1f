"""Holds change what everybody sees until they are released, on either database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.access import VISITOR
from app.domain.errors import CockpitError, Forbidden
from app.domain.indicator import Status
from app.domain.observation import Flag
from app.indicators import State
from app.services import Cockpit, trust
from app.services.figures import ask, changes, ranked
from tests.integration.services.small_city import (
    HEAD,
    LEADER,
    OFFICER,
    at,
    figure,
    hold,
)


def test_a_hold_greys_the_figure_until_released(cockpit: Cockpit) -> None:
    before = figure(cockpit, LEADER, "share", "11")
    assert (before.state, before.status, before.hold) == (State.VALUE, Status.ON_TARGET, None)
    held = hold(cockpit)
    grey = figure(cockpit, LEADER, "share", "11")
    assert (grey.state, grey.status, grey.score) == (State.HELD, Status.NO_DATA, None)
    assert grey.value == before.value  # those who must put it right still see it
    assert grey.hold is not None
    assert grey.hold.reason == "does not add up"
    trust.release(cockpit, OFFICER, hold=held.id, note="it did add up")
    assert figure(cockpit, LEADER, "share", "11") == before
    assert trust.holds(cockpit, LEADER) == ()
    (kept,) = trust.holds(cockpit, LEADER, in_force=False)
    assert (kept.release_note, kept.released_by) == ("it did add up", "data_officer")


def test_a_hold_reaches_what_contains_the_area_what_rests_on_it_and_no_further(cockpit: Cockpit) -> None:
    hold(cockpit)
    states = {
        (code, area): figure(cockpit, LEADER, code, area).state
        for code in ("share", "other", "index")
        for area in ("1", "11", "12")
    }
    held = {key for key, state in states.items() if state == State.HELD}
    assert held == {("share", "1"), ("share", "11"), ("index", "1"), ("index", "11")}
    by_period = {p: figure(cockpit, LEADER, "share", "1", p).state for p in ("2025-01", "2025-Q1", "2025")}
    assert by_period == {"2025-01": State.VALUE, "2025-Q1": State.HELD, "2025": State.HELD}


def test_a_held_city_holds_its_districts(cockpit: Cockpit) -> None:
    hold(cockpit, "1")
    assert {figure(cockpit, LEADER, "share", area).state for area in ("11", "12", "13")} == {State.HELD}


def test_citizens_are_told_that_it_is_checked_and_nothing_else(cockpit: Cockpit) -> None:
    hold(cockpit)
    shown = figure(cockpit, VISITOR, "share", "11")
    assert shown.state == State.HELD
    assert (shown.value, shown.numerator, shown.denominator, shown.score, shown.hold) == (None,) * 5
    assert (shown.n, shown.areas_n, shown.flags) == (0, 0, Flag.NONE)
    assert figure(cockpit, VISITOR, "share", "12").value == 85.0


def test_a_held_figure_is_compared_with_nothing_and_ranked_last(cockpit: Cockpit) -> None:
    hold(cockpit)
    moved = changes(cockpit, LEADER, ["share"], ["11", "12"], at(cockpit), "previous")
    assert moved["share", "11"].difference is None
    assert moved["share", "12"].difference == 0.0
    march = changes(cockpit, LEADER, ["share"], ["11"], at(cockpit, "2025-03"), "previous")
    assert march["share", "11"].base_value is None  # nor is it a base
    found = ask(cockpit, LEADER, ["share"], ["11", "12"], at(cockpit), at(cockpit))
    assert [one.area.code for one in ranked([replace(found[0], value=99.0), found[1]])] == ["12", "11"]


def test_only_the_data_officer_holds_and_says_why(cockpit: Cockpit) -> None:
    wish = {"indicator": "share", "area": "11", "first": at(cockpit)}
    for actor in (VISITOR, LEADER, HEAD):
        with pytest.raises(Forbidden):
            trust.hold(cockpit, actor, **wish, reason="why")
    for reason in ("", "  \n "):
        with pytest.raises(CockpitError, match="reason_needed"):
            trust.hold(cockpit, OFFICER, **wish, reason=reason)
    with pytest.raises(CockpitError, match="bad_period_range"):
        trust.hold(cockpit, OFFICER, **wish, last=at(cockpit, "2025-01"), reason="why")
    held = hold(cockpit)
    with pytest.raises(Forbidden):
        trust.release(cockpit, LEADER, hold=held.id, note="fine")
    trust.release(cockpit, OFFICER, hold=held.id, note="fine")
    with pytest.raises(CockpitError, match="hold_released"):
        trust.release(cockpit, OFFICER, hold=held.id, note="fine again")
    with pytest.raises(CockpitError, match="hold_unknown"):
        trust.release(cockpit, OFFICER, hold=99, note="fine")
    done = cockpit.store.audit_log()[["actor", "action", "object"]].values.tolist()
    assert done == [["data_officer", "release_hold", "share"], ["data_officer", "hold", "share"]]
