"""Ready figures over HTTP: taken once, told row by row, refused clearly."""

from __future__ import annotations

from datetime import date

import pytest

from app.api.push import MOST_BYTES
from app.domain.period import epoch_day
from app.services import push as service
from tests.integration.live.conftest import calls, cell

DAY = epoch_day(date(2025, 6, 10))
ROWS = [
    calls("2025-06-10", "东区", 100, 90),
    calls("2025-06-10", "火星", 10, 9),
    calls("2025-06-10", "合计", 110, 99),
    calls("2025-06-10", "西区", 10, 20),
]


def test_each_row_is_told(pusher, cockpit):
    answer = pusher("daily_calls")(ROWS, "one", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    told = answer.get_json()
    assert (told["read"], told["accepted"], told["quarantined"], told["ignored"]) == (4, 1, 2, 1)
    assert [(row["row"], row["reason"]) for row in told["rows"]] == [
        (2, "unknown_area"),
        (4, "part_exceeds_whole"),
    ]
    assert "火星" in told["rows"][0]["message"]
    assert told["rows"][0]["message"].startswith("“火星” in")
    assert cell(cockpit, "calls_answered", "880101", DAY) == 90
    assert cell(cockpit, "calls_answered", "880102", DAY) is None


def test_the_same_message_again_changes_nothing(pusher, cockpit):
    push = pusher("daily_calls")
    first, version = push(ROWS, "one").get_json(), cockpit.store.data_version()
    again = push(ROWS, "one")
    assert again.get_json() == first
    assert again.headers["Idempotent-Replayed"] == "true"
    assert cockpit.store.data_version() == version


def test_a_key_with_another_body_is_refused(pusher, cockpit):
    push = pusher("daily_calls")
    push(ROWS, "one")
    other = push([calls("2025-06-10", "东区", 100, 1)], "one")
    assert (other.status_code, other.get_json()["error"]) == (409, "push_key_reused")
    assert cell(cockpit, "calls_answered", "880101", DAY) == 90


def test_a_figure_may_come_back(pusher, cockpit):
    push = pusher("daily_calls")
    for number, answered in enumerate((90, 80, 90)):
        assert push([calls("2025-06-10", "东区", 100, answered)], f"m{number}").status_code == 200
    assert cell(cockpit, "calls_answered", "880101", DAY) == 90
    runs = cockpit.store.runs("daily_calls")
    assert list(runs["observations"]) == [1, 1, 2]


def test_csv_and_chinese(pusher, cockpit):
    body = "日期,区,呼入量,接通量\n2025-06-10,西区,1.2万,1万\n2025-06-10,西方,1,1\n".encode()
    answer = pusher("daily_calls")(body, "csv", form="text/csv; charset=utf-8")
    assert answer.status_code == 200
    assert cell(cockpit, "calls_offered", "880102", DAY) == 12000
    assert "不是已知区域" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("body", "form", "status", "error"),
    [
        ("{", "application/json", 422, "push_not_rows"),
        ('{"a": 1}', "application/json", 422, "push_not_rows"),
        ("[1, 2]", "application/json", 422, "push_not_rows"),
        ("[" * 100_000, "application/json", 422, "push_not_rows"),
        ("a,b\n1,2,3\n", "text/csv", 422, "push_not_rows"),
        (b"\xff\xfe\x00", "text/csv", 422, "push_not_rows"),
        ("[]", "application/json", 422, "file_empty"),
        ('[{"日期": "2025-06-10"}]', "application/json", 422, "header_missing"),
        ("<a/>", "application/xml", 415, "push_form"),
        (b" " * (MOST_BYTES + 1), "application/json", 413, "push_too_large"),
    ],
)
def test_what_is_no_delivery(pusher, cockpit, body, form, status, error):
    answer = pusher("daily_calls")(body, "bad", form=form)
    assert (answer.status_code, answer.get_json()["error"]) == (status, error)
    assert answer.get_json()["remedy"]
    assert cockpit.store.runs("daily_calls").query("state == 'committed'").empty


def test_a_refused_message_can_be_put_right_under_its_key(pusher):
    push = pusher("daily_calls")
    assert push('[{"日期": "2025-06-10"}]', "one").status_code == 422
    assert push(ROWS, "one").status_code == 200


@pytest.mark.parametrize("idempotency", ["", "x" * 121])
def test_a_key_is_needed(pusher, idempotency):
    answer = pusher("daily_calls")(ROWS, idempotency)
    assert (answer.status_code, answer.get_json()["error"]) == (400, "push_key_missing")


def test_only_the_source_of_the_token(pusher, cockpit):
    push = pusher("daily_calls")
    assert push(ROWS, "one", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert push(ROWS, "one", headers={"Authorization": f"Basic {push.token}"}).status_code == 401
    assert push(ROWS, "one", headers={"Authorization": ""}).status_code == 401
    assert push(ROWS, "one", to="tickets").status_code == 403
    assert push(ROWS, "one", to="no_such_source").status_code == 403
    assert service.revoke_tokens(cockpit, "daily_calls") == 1
    assert push(ROWS, "one").status_code == 401
    log = cockpit.store.audit_log()
    assert set(log["action"]) == {"token_new", "token_revoke"}
    assert push.token not in str(log.to_dict())


def test_the_secret_is_not_kept(pusher, cockpit):
    push = pusher("daily_calls")
    kept = service.tokens(cockpit, "daily_calls")
    assert [token.source for token in kept] == ["daily_calls"]
    assert push.token not in str(kept)
