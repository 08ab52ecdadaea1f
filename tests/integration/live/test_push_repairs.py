"""Refused rows of a push put right in the desk: they count as if they had come right; nothing else moves."""

from __future__ import annotations

import json
from datetime import date

import pytest

from app.access import Actor, Role
from app.domain.errors import CockpitError
from app.domain.period import Grain, epoch_day
from app.ingest import load_source
from app.services.lineage import lineage
from app.services.repairing import draft_leaving_out, draft_repair
from app.services.replaying import replay, replay_view
from app.store.refused import Filter, Refused
from tests.integration.live.conftest import calls, cell
from tests.integration.live.test_push_records import DAY, requests, ticket

OFFICER = Actor(Role.DATA_OFFICER)


def refused(cockpit, source):
    """(number, row, state) of every refused row, in order."""
    found = Refused(cockpit.store).page(Filter((source,)), limit=100)
    return sorted((e.run_id, e.row, e.id, e.state) for e in found)


def answered(cockpit, area):
    return cell(cockpit, "calls_answered", area, DAY)


def test_a_figure_put_right_counts(pusher, cockpit):
    push = pusher("daily_calls")
    rows = [calls("2025-06-10", "东区", 100, 90), calls("2025-06-10", "西区", 10, 20)]
    push(rows, "one")
    [(run, row, entry, _)] = refused(cockpit, "daily_calls")
    assert row == 2
    draft_repair(cockpit, OFFICER, entry=entry, cells={"接通量": "9"}, reason="the hotline said so")
    shown = replay_view(cockpit, OFFICER, run)
    assert shown.ready
    assert [(c.area.code, c.value) for c in shown.cells if c.measure.id == "calls_answered"] == [
        ("880102", 9)
    ]
    assert answered(cockpit, "880102") is None
    assert replay(cockpit, OFFICER, run)[0] == 1
    assert (answered(cockpit, "880101"), answered(cockpit, "880102")) == (90, 9)
    assert refused(cockpit, "daily_calls")[0][3] == "repaired"
    with pytest.raises(CockpitError) as told:
        replay(cockpit, OFFICER, run)
    assert told.value.code == "nothing_to_replay"


def test_a_later_push_of_the_same_figure_holds(pusher, cockpit):
    push = pusher("daily_calls")
    push([calls("2025-06-10", "东区", 100, 90), calls("2025-06-10", "西区", 10, 20)], "one")
    push([calls("2025-06-10", "西区", 30, 25)], "two")
    [(run, _, entry, state)] = refused(cockpit, "daily_calls")
    assert state == "open"
    draft_repair(cockpit, OFFICER, entry=entry, cells={"接通量": "9"}, reason="late")
    assert all(c.newer for c in replay_view(cockpit, OFFICER, run).cells)
    assert replay(cockpit, OFFICER, run) == (1, 0)
    assert answered(cockpit, "880102") == 25


def test_two_replays_of_one_message_add_up(pusher, cockpit):
    push = pusher("daily_calls")
    push([calls("2025-06-10", "火星", 100, 90), calls("2025-06-10", "西区", 10, 20)], "one")
    (run, _, area, _), (_, _, number, _) = refused(cockpit, "daily_calls")
    draft_repair(cockpit, OFFICER, entry=area, cells={"区": "东区"}, reason="a slip")
    replay(cockpit, OFFICER, run)
    draft_repair(cockpit, OFFICER, entry=number, cells={"接通量": "8"}, reason="a slip")
    replay(cockpit, OFFICER, run)
    assert (answered(cockpit, "880101"), answered(cockpit, "880102")) == (90, 8)


def test_a_record_put_right_is_added_to_all_that_were_pushed(pusher, cockpit):
    push = pusher("tickets")
    push([ticket(1), ticket(2, kind="praise"), {**ticket(3), "street": "?"}], "one")
    push([ticket(4)], "two")
    assert requests(cockpit) == 2
    (run, _, kind, _), (_, _, street, _) = refused(cockpit, "tickets")
    draft_repair(cockpit, OFFICER, entry=kind, cells={"kind": "complaint"}, reason="misspelt")
    draft_repair(cockpit, OFFICER, entry=street, cells={"street": "桥头街道"}, reason="asked")
    shown = replay_view(cockpit, OFFICER, run)
    assert {(c.old, c.value) for c in shown.cells if c.measure.id == "requests"} == {(2.0, 4.0)}
    assert replay(cockpit, OFFICER, run)[0] == 2
    assert requests(cockpit) == 4
    push([ticket(5)], "three")  # what was put right stays counted, and may be added to
    assert requests(cockpit) == 5
    push([ticket(3, street="磨坊街道")], "four")
    assert (requests(cockpit), requests(cockpit, "880102001")) == (4, 1)


def test_a_record_pushed_right_since_is_not_counted_twice(pusher, cockpit):
    push = pusher("tickets")
    push([ticket(1), ticket(2, kind="praise")], "one")
    push([ticket(2)], "two")
    assert requests(cockpit) == 2
    [(run, _, entry, _)] = refused(cockpit, "tickets")
    draft_repair(cockpit, OFFICER, entry=entry, cells={"kind": "complaint"}, reason="misspelt")
    with pytest.raises(CockpitError) as told:
        replay(cockpit, OFFICER, run)
    assert told.value.code == "record_pushed_again"
    draft_leaving_out(cockpit, OFFICER, entry=entry, reason="came again")
    assert replay(cockpit, OFFICER, run) == (1, 0)
    assert requests(cockpit) == 2
    assert cockpit.store.runs("tickets").iloc[0][["rows_read", "accepted", "ignored"]].tolist() == [1, 0, 1]


def test_a_record_still_wrong_is_told_with_its_row(pusher, cockpit):
    pusher("tickets")([ticket(1), ticket(2), {**ticket(3), "street": "?"}], "one")
    [(run, row, entry, _)] = refused(cockpit, "tickets")
    draft_repair(cockpit, OFFICER, entry=entry, cells={"street": "!"}, reason="asked")
    shown = replay_view(cockpit, OFFICER, run)
    assert [e.row for e in shown.refused] == [row]
    assert row == 3
    with pytest.raises(CockpitError) as told:
        replay(cockpit, OFFICER, run)
    assert (told.value.code, told.value.params["row"]) == ("row_still_refused", 3)


def test_a_record_under_a_used_number_counts_with_its_own(pusher, cockpit):
    pusher("tickets")([ticket(1), ticket(2), ticket(2, street="磨坊街道")], "one")
    [(run, row, entry, _)] = refused(cockpit, "tickets")
    assert row == 3
    draft_repair(cockpit, OFFICER, entry=entry, cells={"id": "t3"}, reason="a slip")
    assert replay(cockpit, OFFICER, run)[0] == 1
    assert (requests(cockpit), requests(cockpit, "880102001")) == (2, 1)


def test_a_file_that_came_since_holds(pusher, cockpit, tmp_path):
    pusher("tickets")([ticket(1), ticket(2, kind="praise")], "one")
    (tmp_path / "tickets").mkdir()
    (tmp_path / "tickets" / "a.jsonl").write_text(
        json.dumps(ticket(7)) + "\n" + json.dumps(ticket(8)), "utf-8"
    )
    load_source(cockpit.catalogue, cockpit.store, "tickets")
    [(run, _, entry, _)] = refused(cockpit, "tickets")
    draft_repair(cockpit, OFFICER, entry=entry, cells={"kind": "complaint"}, reason="misspelt")
    with pytest.raises(CockpitError) as told:
        replay(cockpit, OFFICER, run)
    assert told.value.code == "push_period_delivered"
    assert requests(cockpit) == 2


def test_the_rows_behind_pushed_figures_are_shown(pusher, cockpit):
    pusher("daily_calls")([calls("2025-06-10", "东区", 100, 90), calls("2025-06-10", "西区", 10, 9)], "one")
    period = cockpit.catalogue.city.calendar.period(date(2025, 6, 10), Grain.DAY)
    shown = lineage(cockpit, OFFICER, indicator="connect_rate", area="880101", period=period)
    [answered_trail] = [m for m in shown.measures if m.measure.id == "calls_answered"]
    assert answered_trail.origins[0].there
    assert [row.cells["接通量"] for row in answered_trail.rows.traced.rows] == ["90"]
    assert epoch_day(answered_trail.first) == DAY


def test_the_records_behind_a_count_are_shown(pusher, cockpit):
    push = pusher("tickets")
    push([ticket(1), ticket(2, day="2025-06-09")], "one")
    push([ticket(3)], "two")
    period = cockpit.catalogue.city.calendar.period(date(2025, 6, 10), Grain.DAY)
    shown = lineage(cockpit, OFFICER, indicator="requests_total", area="880101001", period=period)
    [trail] = shown.measures
    assert (trail.rows.traced.records, trail.rows.traced.total) == (True, 2)
    assert {row.cells["id"] for row in trail.rows.traced.rows} == {"t1", "t3"}
