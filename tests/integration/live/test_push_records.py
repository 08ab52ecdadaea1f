"""Records pushed one by one: the cells they touch are added up from all that were pushed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from app.domain.period import epoch_day
from app.ingest import load_source
from tests.integration.live.conftest import cell

DAY = epoch_day(date(2025, 6, 10))


def ticket(number: int, street: str = "桥头街道", kind: str = "complaint", day: str = "2025-06-10") -> dict:
    return {"id": f"t{number}", "opened": f"{day} 09:00", "closed": "", "street": street, "kind": kind}


def requests(cockpit, area: str = "880101001", day: int = DAY) -> float | None:
    return cell(cockpit, "requests", area, day)


def test_records_add_up_over_pushes(pusher, cockpit):
    push = pusher("tickets")
    assert push([ticket(1), ticket(2)], "one").status_code == 200
    assert push([ticket(3), ticket(4, kind="question")], "two").get_json()["accepted"] == 2
    assert requests(cockpit) == 3


def test_a_record_pushed_again_replaces_itself(pusher, cockpit):
    push = pusher("tickets")
    push([ticket(1), ticket(2)], "one")
    push([ticket(2, street="磨坊街道")], "two")
    assert requests(cockpit) == 1
    assert requests(cockpit, "880102001") == 1
    push([ticket(1, street="磨坊街道")], "three")
    assert requests(cockpit) == 0
    assert requests(cockpit, "880102001") == 2


def test_other_days_are_left_alone(pusher, cockpit):
    push = pusher("tickets")
    push([ticket(1), ticket(2, day="2025-06-09")], "one")
    push([ticket(3, day="2025-06-09")], "two")
    assert requests(cockpit) == 1
    assert requests(cockpit, day=DAY - 1) == 2


def test_refused_records_do_not_count_later(pusher, cockpit):
    push = pusher("tickets")
    told = push([ticket(1), ticket(2, kind="praise"), {**ticket(3), "street": "?"}], "one").get_json()
    assert (told["accepted"], told["quarantined"]) == (1, 2)
    push([ticket(4)], "two")
    assert requests(cockpit) == 2


def test_a_day_that_came_with_a_file_takes_no_single_records(pusher, cockpit, tmp_path):
    (tmp_path / "tickets").mkdir()
    (tmp_path / "tickets" / "a.jsonl").write_text(
        json.dumps(ticket(1)) + "\n" + json.dumps(ticket(2)), "utf-8"
    )
    assert [run.state for run in load_source(cockpit.catalogue, cockpit.store, "tickets")] == ["committed"]
    push = pusher("tickets")
    answer = push([ticket(3)], "one")
    assert (answer.status_code, answer.get_json()["error"]) == (409, "push_period_delivered")
    assert requests(cockpit) == 2
    assert push([ticket(3, day="2025-06-11")], "two").status_code == 200


def test_nothing_is_lost_when_many_push_at_once(pusher, cockpit):
    push = pusher("tickets")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: push([ticket(n)], f"m{n}").status_code, range(4)))
    assert set(answers) <= {200, 409}
    for number, status in enumerate(answers):  # whoever was overtaken too often sends it again
        if status == 409:
            assert push([ticket(number)], f"m{number}").status_code == 200
    assert requests(cockpit) == 4


def test_the_same_key_at_once_counts_once(pusher, cockpit):
    push = pusher("daily_calls")
    rows = [{"日期": "2025-06-10", "区": "东区", "呼入量": 9, "接通量": 5}]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: push(rows, "same"), range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.get_json()["run"] for answer in answers}) == 1
    assert len(cockpit.store.runs("daily_calls")) == 1
