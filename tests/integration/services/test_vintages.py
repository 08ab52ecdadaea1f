"""Earlier states: figures, targets and holds of then; corrections told; reviews frozen; breaks marked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.access import VISITOR
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.errors import CockpitError, Forbidden
from app.domain.observation import Flag
from app.indicators import IndicatorQuery, State
from app.services import Cockpit, trust
from app.services.figures import ask, changes
from app.services.visit import as_of
from tests.integration.services.small_city import (
    FIRST,
    HEAD,
    LEADER,
    OFFICER,
    STRANGER,
    at,
    city,
    deliver,
    figure,
    hold,
    new_target,
)


def test_an_earlier_state_has_the_figures_targets_and_holds_of_then(
    cockpit: Cockpit, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [FIRST + timedelta(hours=1)]
    monkeypatch.setattr(Catalogue, "moment", lambda self: clock[0])
    held = hold(cockpit)
    clock[0] += timedelta(hours=1)
    trust.release(cockpit, OFFICER, hold=held.id, note="fine")
    clock[0] += timedelta(hours=1)
    trust.set_target(
        cockpit, OFFICER, indicator="share", area="1", wanted=new_target(target=95.0, red_line=88.0)
    )
    deliver(cockpit.store, FIRST + timedelta(hours=4), [("a", "12", "2025-02", 50.0)], "second.csv")

    def then(hours: float, area: str = "12") -> tuple[str, float | None, float | None]:
        one = figure(cockpit, LEADER, "share", area, as_of=FIRST + timedelta(hours=hours))
        return str(one.state), one.value, one.target

    assert then(-1) == (State.MISSING, None, 90.0)
    assert then(0.5) == (State.VALUE, 85.0, 90.0)
    assert then(1.5, "1")[0] == State.HELD
    assert then(2.5, "1")[0] == State.VALUE
    assert then(3.5) == (State.VALUE, 85.0, 95.0)
    assert then(4.5) == (State.VALUE, 50.0, 95.0)
    now = figure(cockpit, LEADER, "share", "12")
    assert (now.value, now.target, Flag.REVISED in now.flags) == (50.0, 95.0, True)


def test_a_correction_tells_old_value_new_value_and_file(cockpit: Cockpit) -> None:
    moment = FIRST + timedelta(hours=4)
    deliver(cockpit.store, moment, [("a", "12", "2025-02", 50.0), ("a", "13", "2025-01", 1.0)], "second.csv")
    report = trust.revisions(cockpit, LEADER, "share", "1", at(cockpit))
    (row,) = report.rows
    assert (row.measure.id, row.area.code, row.old_value, row.new_value, row.file) == (
        "a", "12", 85.0, 50.0, "second.csv",
    )  # fmt: skip
    assert (row.known_before, row.known_at) == (FIRST, moment)
    (vintage,) = report.vintages
    assert (vintage.before.value, vintage.cells) == (85.0, 1)
    assert vintage.after.value == pytest.approx((85 + 50 + 85) / 3)
    assert vintage.moved
    assert trust.revisions(cockpit, LEADER, "share", "11", at(cockpit)).rows == ()
    assert trust.revisions(cockpit, LEADER, "index", "12", at(cockpit)).rows == report.rows
    earlier = trust.revisions(cockpit, LEADER, "share", "1", at(cockpit), as_of=moment - timedelta(hours=1))
    assert earlier.rows == ()
    with pytest.raises(Forbidden):
        trust.revisions(cockpit, VISITOR, "share", "1", at(cockpit))


def test_a_review_keeps_the_vintage_it_was_decided_on(
    cockpit: Cockpit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Catalogue, "moment", lambda self: FIRST + timedelta(hours=1))
    wish = {"indicator": "share", "area": "12", "period": at(cockpit), "decision": "two more desks"}
    made = trust.record_review(cockpit, HEAD, **wish, due=date(2025, 4, 1))
    deliver(cockpit.store, FIRST + timedelta(hours=4), [("a", "12", "2025-02", 50.0)], "second.csv")
    (opened,) = trust.reviews(cockpit, LEADER, indicator="share")
    assert opened == made
    assert figure(cockpit, LEADER, "share", "12", opened.period, as_of=opened.as_of).value == 85.0
    assert figure(cockpit, LEADER, "share", "12", opened.period).value == 50.0
    for actor in (VISITOR, STRANGER):
        with pytest.raises(Forbidden):
            trust.record_review(cockpit, actor, **wish)


def test_a_broken_definition_is_marked_and_not_compared_across(cockpit: Cockpit) -> None:
    moved = changes(cockpit, LEADER, ["share", "anew", "worded", "above"], ["1"], at(cockpit), "previous")
    assert {code: change.broken for (code, _), change in moved.items()} == {
        "share": False, "anew": True, "worded": False, "above": True,
    }  # fmt: skip
    assert moved["anew", "1"].difference is None
    assert moved["worded", "1"].difference == 0.0
    flagged = {p: Flag.BREAK in figure(cockpit, LEADER, "anew", "1", p).flags for p in ("2025-01", "2025-02")}
    assert flagged == {"2025-01": False, "2025-02": True}
    assert Flag.BREAK in figure(cockpit, LEADER, "above", "1").flags
    back = changes(cockpit, LEADER, ["anew"], ["1"], at(cockpit, "2025-01"), "previous")
    assert not back["anew", "1"].broken
    ahead = changes(cockpit, LEADER, ["anew"], ["1"], at(cockpit, "2025-01"), at(cockpit, "2025-02"))
    assert ahead["anew", "1"].broken  # a baseline may lie later


def test_the_public_never_looks_back(cockpit: Cockpit) -> None:
    month = at(cockpit)
    with pytest.raises(CockpitError, match="as_of_not_public"):
        ask(cockpit, VISITOR, ["share"], ["1"], month, month, FIRST)


def test_decisions_are_read_once_for_a_state_of_the_data(
    cockpit: Cockpit, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    real = trust.Holds.all
    monkeypatch.setattr(trust.Holds, "all", lambda self, **more: calls.append(1) or real(self, **more))
    for _ in range(3):
        cockpit.centre.query(IndicatorQuery(("share",), ("1",), at(cockpit), at(cockpit)))
    assert len(calls) == 1
    hold(cockpit)
    assert figure(cockpit, LEADER, "share", "1").state == State.HELD
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (None, None),
        ("", None),
        ("2025-11-01", datetime(2025, 11, 1, 15, 59, 59, 999999, tzinfo=UTC)),
        ("2025-11-01T08:00:00+08:00", datetime(2025, 11, 1, tzinfo=UTC)),
        ("2025-11-01T08:00:00 08:00", datetime(2025, 11, 1, tzinfo=UTC)),  # a plus lost in an address
        ("2025-11-01T08:00", datetime(2025, 11, 1, tzinfo=UTC)),
    ],
)
def test_an_address_names_a_moment(text: str | None, moment: datetime | None) -> None:
    cat = city()
    assert as_of(Cockpit(cat, None, None, NoCache()), text) == moment  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["yesterday", "2025-13-01", "0001-01-01T00:00", "2025-11-01T99:00"])
def test_what_names_no_moment_is_told(text: str) -> None:
    with pytest.raises(CockpitError, match="bad_as_of"):
        as_of(Cockpit(city(), None, None, NoCache()), text)  # type: ignore[arg-type]
