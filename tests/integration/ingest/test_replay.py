"""A refused row put right becomes part of the figures, as if the delivery had been right; nothing else moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.access import VISITOR, Actor, Role
from app.domain.errors import CockpitError, Forbidden
from app.ingest import load_source
from app.services import Cockpit
from app.services.repairing import draft_leaving_out, draft_repair, refused_row, withdraw_draft
from app.services.replaying import replay, replay_view
from app.store import Store
from app.store.repairs import Repairs
from tests.integration.ingest.repairs import FIGURES, OFFICER, cells, day, entries, first_run, opened
from tests.unit.ingest.support import measure

RECORDS = """
read: {format: csv, files: ["*.csv"]}
fields:
  ticket: {from: 编号, type: text}
  day: {from: 日期, type: date}
  district: {from: 区, type: area, level: district}
unique: [ticket]
period: day
area: district
fill: zero
measures: {calls: {count: all}}
"""
WIDE = """
read: {format: csv, files: ["*.csv"]}
unpivot: {columns: '^\\d{4}-\\d{2}$', name: 月, value: 数}
fields:
  day: {from: 月, type: date}
  district: {from: 区, type: area, level: district}
  calls: {from: 数, type: number, min: 0}
period: day
area: district
measures: {calls: {sum: calls}}
"""
Open = Callable[..., Cockpit]


@pytest.fixture
def city(tmp_path: Path, store_url: str) -> Iterator[Open]:
    """Opens a cockpit of one source with these files, loaded."""
    store = Store(store_url)

    def open_city(source: str, files: dict[str, str], grain: str = "day") -> Cockpit:
        return opened(tmp_path, store, source, files, [measure("calls", grain)])

    yield open_city
    store.dispose()


BAD = "日期,区,呼入\n2025-01-01,临江,10\n2025-01-01,不详,20\n2025-01-02,临江,30\n2025-01-02,东湖,待核\n"


def test_rows_put_right_count_and_the_rest_stays(city: Open) -> None:
    cockpit = city(FIGURES, {"a.csv": BAD})
    (area, _, _), (number, _, _) = entries(cockpit)
    draft_repair(cockpit, OFFICER, entry=area, cells={"区": "东湖"}, reason="asked")
    draft_repair(cockpit, OFFICER, entry=number, cells={"呼入": "40"}, reason="asked")
    before = cells(cockpit)
    assert len(before) == 2
    assert replay(cockpit, OFFICER, first_run(cockpit)) == (2, 2)
    new = {("990102", day("2025-01-01")): 20.0, ("990102", day("2025-01-02")): 40.0}
    assert cells(cockpit) == before | new
    assert {state for _, _, state in entries(cockpit)} == {"repaired"}
    runs = cockpit.store.runs(source="trial")
    assert len(runs) == 2
    assert runs.iloc[0][["rows_read", "accepted", "quarantined", "ignored"]].tolist() == [2, 2, 0, 0]
    log = cockpit.store.audit_log()
    assert {"draft_repair", "replay"} <= set(log["action"])


def test_a_replay_is_done_once(city: Open) -> None:
    cockpit = city(FIGURES, {"a.csv": BAD})
    draft_repair(cockpit, OFFICER, entry=entries(cockpit)[0][0], cells={"区": "东湖"}, reason="asked")
    run = first_run(cockpit)
    replay(cockpit, OFFICER, run)
    after = cells(cockpit)
    with pytest.raises(CockpitError) as caught:
        replay(cockpit, OFFICER, run)
    assert caught.value.code == "nothing_to_replay"
    assert cells(cockpit) == after
    assert load_source(cockpit.catalogue, cockpit.store, "trial") == []
    # A second repair of the same file builds on the first.
    draft_repair(cockpit, OFFICER, entry=entries(cockpit)[1][0], cells={"呼入": "7"}, reason="asked")
    replay(cockpit, OFFICER, run)
    assert cells(cockpit) == after | {("990102", day("2025-01-02")): 7.0}


def test_a_draft_changes_nothing_and_can_be_taken_back(city: Open) -> None:
    cockpit = city(FIGURES, {"a.csv": BAD})
    number, before = entries(cockpit)[0][0], cells(cockpit)
    draft_repair(cockpit, OFFICER, entry=number, cells={"区": "东湖"}, reason="asked")
    seen = refused_row(cockpit, OFFICER, number)
    assert seen.trial is not None
    assert [(c.area.code, c.value) for c in seen.trial.cells] == [("990102", 20.0)]
    assert cells(cockpit) == before
    assert entries(cockpit)[0][2] == "drafted"
    withdraw_draft(cockpit, OFFICER, entry=number)
    assert entries(cockpit)[0][2] == "open"


def test_a_row_still_wrong_is_not_replayed(city: Open) -> None:
    cockpit = city(FIGURES, {"a.csv": BAD})
    draft_repair(cockpit, OFFICER, entry=entries(cockpit)[0][0], cells={"区": "火星"}, reason="asked")
    run, before = first_run(cockpit), cells(cockpit)
    assert [e.reason for e in replay_view(cockpit, OFFICER, run).refused] == ["unknown_area"]
    with pytest.raises(CockpitError) as caught:
        replay(cockpit, OFFICER, run)
    assert caught.value.code == "row_still_refused"
    assert cells(cockpit) == before


def test_a_repair_may_not_contradict_a_right_row(city: Open) -> None:
    cockpit = city(FIGURES, {"a.csv": BAD})
    draft_repair(cockpit, OFFICER, entry=entries(cockpit)[0][0], cells={"区": "临江"}, reason="asked")
    before = cells(cockpit)
    with pytest.raises(CockpitError) as caught:
        replay(cockpit, OFFICER, first_run(cockpit))
    assert caught.value.code in {"row_still_refused", "repair_pushes_out"}
    assert cells(cockpit) == before


def test_leaving_one_of_two_contradicting_rows_out_settles_both(city: Open) -> None:
    text = "日期,区,呼入\n2025-01-01,临江,10\n2025-01-01,临江,99\n2025-01-01,东湖,5\n"
    cockpit = city(FIGURES, {"a.csv": text})
    assert [row for _, row, _ in entries(cockpit)] == [2, 3]
    draft_leaving_out(cockpit, OFFICER, entry=entries(cockpit)[1][0], reason="typed twice")
    assert replay(cockpit, OFFICER, first_run(cockpit)) == (2, 1)
    assert cells(cockpit)[("990101", day("2025-01-01"))] == 10.0
    assert {state for _, _, state in entries(cockpit)} == {"repaired"}
    run = cockpit.store.runs(source="trial").iloc[0]
    assert (run["rows_read"], run["accepted"], run["ignored"]) == (2, 1, 1)


def test_what_a_later_file_corrected_stays(city: Open) -> None:
    later = "日期,区,呼入\n2025-01-02,东湖,77\n"
    cockpit = city(FIGURES, {"a.csv": BAD, "b.csv": later})
    for (number, _, _), right in zip(entries(cockpit), [{"区": "东湖"}, {"呼入": "40"}], strict=True):
        draft_repair(cockpit, OFFICER, entry=number, cells=right, reason="asked")
    run = first_run(cockpit)
    assert [c.newer for c in replay_view(cockpit, OFFICER, run).cells] == [False, True]
    assert replay(cockpit, OFFICER, run) == (2, 1)
    assert cells(cockpit)[("990102", day("2025-01-02"))] == 77.0
    assert cells(cockpit)[("990102", day("2025-01-01"))] == 20.0


def test_records_are_counted_anew(city: Open) -> None:
    text = "编号,日期,区\nA,2025-01-01,临江\nB,2025-01-01,不详\nC,2025-01-02,东湖\nC,2025-01-02,临江\n"
    cockpit = city(RECORDS, {"a.csv": text})
    unknown, repeated = entries(cockpit)
    draft_repair(cockpit, OFFICER, entry=unknown[0], cells={"区": "临江区"}, reason="asked")
    draft_repair(cockpit, OFFICER, entry=repeated[0], cells={"编号": "D"}, reason="another ticket")
    replay(cockpit, OFFICER, first_run(cockpit))
    assert cells(cockpit) == {
        ("990101", day("2025-01-01")): 2.0,
        ("990101", day("2025-01-02")): 1.0,
        ("990102", day("2025-01-01")): 0.0,
        ("990102", day("2025-01-02")): 1.0,
    }


def test_of_a_wide_row_only_the_wrong_cell_may_change(city: Open) -> None:
    cockpit = city(WIDE, {"a.csv": "区,2025-01,2025-02\n临江,1,待核\n东湖,3,4\n"}, grain="month")
    number = entries(cockpit)[0][0]
    shown = refused_row(cockpit, OFFICER, number)
    assert [name for name, _, may in shown.columns if may] == ["2025-02"]
    assert not shown.may_leave_out
    with pytest.raises(CockpitError):
        draft_leaving_out(cockpit, OFFICER, entry=number, reason="asked")
    draft_repair(cockpit, OFFICER, entry=number, cells={"2025-01": "999", "2025-02": "2"}, reason="asked")
    assert replay(cockpit, OFFICER, first_run(cockpit)) == (1, 1)
    assert cells(cockpit)[("990101", day("2025-01-01"))] == 1.0
    assert cells(cockpit)[("990101", day("2025-02-01"))] == 2.0


def test_two_officers_at_once_do_not_undo_each_other(city: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second worked its replay out before the first had committed: it must look again."""
    text = "日期,区,呼入\n2025-01-01,临江,10\n2025-01-01,不详,20\n2025-01-01,待定,30\n"
    cockpit = city(FIGURES, {"a.csv": text})
    first, second = (number for number, _, _ in entries(cockpit))
    run = first_run(cockpit)
    draft_repair(cockpit, OFFICER, entry=first, cells={"区": "东湖"}, reason="asked")
    commit = Repairs.commit

    def meanwhile(self: Repairs, *args: Any) -> int:
        monkeypatch.setattr(Repairs, "commit", commit)
        draft_repair(cockpit, OFFICER, entry=second, cells={"区": "全市"}, reason="asked")
        return commit(self, *args)

    monkeypatch.setattr(Repairs, "commit", meanwhile)
    before = cells(cockpit)
    with pytest.raises(CockpitError) as caught:
        replay(cockpit, OFFICER, run)
    assert caught.value.code == "repairs_changed"
    assert cells(cockpit) == before
    assert len(cockpit.store.runs(source="trial")) == 1


@pytest.mark.parametrize(("change", "error"), [("write", "delivery_changed"), ("remove", "delivery_gone")])
def test_a_file_that_is_no_longer_the_one_loaded_is_not_replayed(
    city: Open, tmp_path: Path, change: str, error: str
) -> None:
    cockpit = city(FIGURES, {"a.csv": BAD})
    draft_repair(cockpit, OFFICER, entry=entries(cockpit)[0][0], cells={"区": "东湖"}, reason="asked")
    if change == "write":
        (tmp_path / "a.csv").write_text(BAD + "2025-01-03,东湖,1\n", encoding="utf-8")
    else:
        (tmp_path / "a.csv").unlink()
    with pytest.raises(CockpitError) as caught:
        replay(cockpit, OFFICER, first_run(cockpit))
    assert caught.value.code == error


def test_rows_of_a_file_that_came_again_are_told_apart(city: Open, tmp_path: Path) -> None:
    cockpit = city(FIGURES, {"a.csv": BAD})
    (tmp_path / "a.csv").write_text(BAD.replace("不详", "东湖"), encoding="utf-8")
    load_source(cockpit.catalogue, cockpit.store, "trial")
    assert [state for _, _, state in entries(cockpit)] == ["superseded", "superseded", "open"]


@pytest.mark.parametrize("actor", [VISITOR, Actor(Role.LEADER), Actor(Role.DEPT_HEAD, "office")])
def test_only_the_data_officer_repairs(city: Open, actor: Actor) -> None:
    cockpit = city(FIGURES, {"a.csv": BAD})
    number, run = entries(cockpit)[0][0], first_run(cockpit)
    for attempt in (
        lambda: draft_repair(cockpit, actor, entry=number, cells={"区": "东湖"}, reason="asked"),
        lambda: draft_leaving_out(cockpit, actor, entry=number, reason="asked"),
        lambda: withdraw_draft(cockpit, actor, entry=number),
        lambda: replay(cockpit, actor, run),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_a_repair_needs_a_reason_and_a_change(city: Open) -> None:
    cockpit = city(FIGURES, {"a.csv": BAD})
    number = entries(cockpit)[0][0]
    for right, reason, code in (({"区": "东湖"}, " ", "reason_needed"), ({}, "asked", "row_unchanged")):
        with pytest.raises(CockpitError) as caught:
            draft_repair(cockpit, OFFICER, entry=number, cells=right, reason=reason)
        assert caught.value.code == code
