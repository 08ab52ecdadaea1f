"""What people decide about figures changes what everybody sees, on either database, and can be looked back at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from app.access import VISITOR, Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.errors import CockpitError, Forbidden
from app.domain.indicator import Direction, Formula, FormulaKind, Status, Target, Version
from app.domain.observation import Flag
from app.domain.period import Period, epoch_day
from app.indicators import IndicatorCentre, IndicatorQuery, State
from app.services import Cockpit, trust
from app.services.figures import Figure, ask, changes, ranked
from app.services.visit import as_of
from app.store import Batch, Load, Store
from tests.unit.indicators.city import catalogue, indicator, measure, name, ratio

OFFICER, LEADER = Actor(Role.DATA_OFFICER), Actor(Role.LEADER)
HEAD, STRANGER = Actor(Role.DEPT_HEAD, "dept"), Actor(Role.DEPT_HEAD, "other")
FIRST = datetime(2025, 3, 20, 1, tzinfo=UTC)
BROKEN = date(2025, 2, 1)


def city() -> Catalogue:
    """A ratio with a target, an index and a sum resting on it, one that broke in February."""
    measures = [measure("a", grain="month"), measure("b", grain="month")]
    share = indicator("share", ratio("a", "b"), target=90.0, red_line=70.0, valid_min=0.0, valid_max=100.0)
    other = indicator("other", ratio("a", "b"), target=90.0, red_line=70.0)
    parts = (("share", 1.0), ("other", 1.0))
    index = indicator("index", Formula(FormulaKind.INDEX, parts=parts), target=80.0, red_line=60.0)
    new = Version(2, BROKEN, name("counted anew"), breaks_series=True)
    same = Version(2, BROKEN, name("worded anew"))
    anew = indicator("anew", ratio("a", "b"), target=90.0, red_line=70.0, versions=(Version(1), new))
    worded = indicator("worded", ratio("a", "b"), target=90.0, red_line=70.0, versions=(Version(1), same))
    above = indicator("above", Formula(FormulaKind.DERIVED, parts=(("anew", 1.0),)), target=9.0, red_line=7.0)
    band = indicator(
        "band",
        ratio("a", "b"),
        direction=Direction.TARGET_BAND,
        target_band=(40.0, 60.0),
        red_band=(20.0, 90.0),
    )
    targets = (Target("share", "11", date(2025, 1, 1), None, 80.0, 60.0, "dept", name("easier there")),)
    return catalogue(measures, [share, other, index, anew, worded, above, band], targets=targets)


def deliver(store: Store, known: datetime, rows: list[tuple[str, str, str, float]], file: str) -> None:
    """One file: (measure, area, month, value)."""
    frame = pd.DataFrame(
        [(m, a, "month", epoch_day(date.fromisoformat(f"{p}-01")), v, "A") for m, a, p, v in rows],
        columns=["measure", "area", "grain", "period_start", "value", "status"],
    )
    size = len(frame)
    store.commit(Load("s", [Batch(file, file[0] * 64, 1)], known, size, size, 0, 0, frame))


@pytest.fixture
def cockpit(store_url: str) -> Iterator[Cockpit]:
    cat, store = city(), Store(store_url)
    store.migrate()
    store.register(cat.measures.values(), cat.areas.values(), cat.city.calendar)
    rows = [
        (code, area, month, value)
        for area in ("11", "12", "13")
        for month in ("2024-12", "2025-01", "2025-02")
        for code, value in (("a", 85.0), ("b", 100.0))
    ]
    deliver(store, FIRST, rows, "first.csv")
    yield Cockpit(cat, IndicatorCentre(cat, store), store, NoCache())
    store.dispose()


def at(cockpit: Cockpit, period: str = "2025-02") -> Period:
    return cockpit.catalogue.city.calendar.parse(period)


def figure(
    cockpit: Cockpit, actor: Actor, code: str, area: str, period: str = "2025-02", **more: Any
) -> Figure:
    return ask(cockpit, actor, [code], [area], at(cockpit, period), at(cockpit, period), **more)[0]


def hold(cockpit: Cockpit, area: str = "11", code: str = "share", **more: Any) -> trust.Hold:
    return trust.hold(
        cockpit, OFFICER, indicator=code, area=area, first=at(cockpit), reason="does not add up", **more
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


def new_target(**numbers: Any) -> trust.NewTarget:
    span = {"first_day": date(2025, 2, 1), "last_day": None, "reason": "tightened"}
    return trust.NewTarget(**(span | numbers))


def test_a_target_set_in_the_app_holds_for_its_days_and_area(cockpit: Cockpit) -> None:
    wanted = new_target(target=95.0, red_line=88.0)
    trust.set_target(cockpit, HEAD, indicator="share", area="1", wanted=wanted)
    shown = [figure(cockpit, LEADER, "share", "12", p) for p in ("2025-01", "2025-02")]
    assert [(one.target, one.red_line, one.status) for one in shown] == [
        (90.0, 70.0, Status.WATCH),
        (95.0, 88.0, Status.OFF_TARGET),
    ]
    assert figure(cockpit, LEADER, "share", "11").target == 80.0  # its own stands nearer than the city's
    trust.set_target(cockpit, OFFICER, indicator="share", area="11", wanted=wanted)
    assert figure(cockpit, LEADER, "share", "11").target == 95.0
    again = new_target(target=85.0, red_line=60.0, last_day=date(2025, 2, 28))
    trust.set_target(cockpit, OFFICER, indicator="share", area="11", wanted=again)
    assert figure(cockpit, LEADER, "share", "11").target == 85.0  # the one set last
    assert figure(cockpit, LEADER, "share", "11", "2025-03").target == 95.0


def test_the_history_of_a_target_tells_every_version_with_reason_and_person(cockpit: Cockpit) -> None:
    trust.set_target(
        cockpit, HEAD, indicator="share", area="11", wanted=new_target(target=95.0, red_line=88.0)
    )
    later = new_target(target=96.0, red_line=88.0, first_day=date(2025, 1, 1), reason="higher still")
    trust.set_target(cockpit, OFFICER, indicator="share", area="11", wanted=later)
    history = trust.target_history(cockpit, LEADER, "share", "11")
    told = [(one.target, one.reason.zh, one.set_by, one.superseded) for one in history]
    assert told == [
        (96.0, "higher still", "data_officer", False),
        (95.0, "tightened", "dept_head:dept", True),
        (80.0, "easier there", None, True),
        (90.0, "", None, False),
    ]
    with pytest.raises(CockpitError, match="target_unchanged"):
        trust.set_target(cockpit, OFFICER, indicator="share", area="11", wanted=later)


@pytest.mark.parametrize(
    ("code", "numbers", "fault"),
    [
        ("share", {}, "target_needed"),
        ("share", {"target": 80.0, "red_line": 90.0}, "thresholds_order"),
        ("share", {"target": 80.0}, "threshold_alone"),
        ("share", {"target": 101.0, "red_line": 90.0}, "outside_valid_range"),
        ("share", {"target_band": (1.0, 2.0), "red_band": (0.0, 3.0)}, "threshold_of_other_direction"),
        ("band", {"target_band": (10.0, 60.0), "red_band": (20.0, 90.0)}, "bands_not_nested"),
        ("share", {"target": 95.0, "red_line": 90.0, "last_day": date(2025, 1, 1)}, "dates_reversed"),
        ("share", {"target": 95.0, "red_line": 90.0, "reason": " "}, "reason_needed"),
        ("share", {"target": 95.0, "red_line": 90.0, "owner": "nobody"}, "unknown_department"),
    ],
)
def test_a_target_keeps_to_the_rules_of_the_package(
    cockpit: Cockpit, code: str, numbers: dict[str, Any], fault: str
) -> None:
    with pytest.raises(CockpitError, match=fault):
        trust.set_target(cockpit, OFFICER, indicator=code, area="1", wanted=new_target(**numbers))
    assert len(trust.target_history(cockpit, LEADER, code, "1")) == 1


def test_only_its_department_and_the_data_officer_set_a_target(cockpit: Cockpit) -> None:
    wanted = new_target(target=95.0, red_line=88.0)
    for actor in (VISITOR, LEADER, STRANGER):
        with pytest.raises(Forbidden):
            trust.set_target(cockpit, actor, indicator="share", area="1", wanted=wanted)


def test_bands_are_set_and_judged(cockpit: Cockpit) -> None:
    assert figure(cockpit, LEADER, "band", "1").status is Status.WATCH
    wanted = new_target(target_band=(80.0, 90.0), red_band=(70.0, 95.0))
    trust.set_target(cockpit, OFFICER, indicator="band", area="1", wanted=wanted)
    shown = figure(cockpit, LEADER, "band", "1")
    assert (shown.target_band, shown.status) == ((80.0, 90.0), Status.ON_TARGET)


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
