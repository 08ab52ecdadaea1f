"""The logs: refused deliveries, quarantined rows, who did what; and none of them can be rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC

import pandas as pd
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from app.domain.errors import CockpitError
from app.store import QUARANTINE_COLUMNS, Batch, Load, Store
from tests.unit.store.support import NOON, day, later, load, measure, open_store

FIRST = day("2025-01-06")
ROW = ("calls", "s11", "day", FIRST, 7.0)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url, [measure("calls")])
    yield opened
    opened.dispose()


def with_quarantine(rows: list[tuple[object, ...]], source: str = "source") -> Load:
    good = load([ROW], source=source)
    return replace(
        good,
        rows_read=1 + len(rows),
        quarantined=len(rows),
        quarantine=pd.DataFrame(rows, columns=QUARANTINE_COLUMNS),
    )


def test_a_refused_delivery_is_logged_and_loads_nothing(store: Store) -> None:
    error = CockpitError("file_empty", file="空.csv", size=0)
    run = store.refuse("source", [Batch("空.csv", "0" * 64, 0)], error)
    assert (run.state, run.observations, run.rows_read) == ("refused", 0, 0)
    assert (run.error_code, run.error_params) == ("file_empty", {"file": "空.csv", "size": "0"})
    (logged,) = store.runs().to_dict("records")
    assert (logged["state"], logged["files"]) == ("refused", ["空.csv"])
    assert store.latest(["calls"]).empty


def test_a_file_once_refused_may_be_sent_again(store: Store) -> None:
    delivery = load([ROW])
    store.refuse("source", delivery.batches, CockpitError("file_empty", file="x"))
    assert not store.has_batches("source", [delivery.batches[0].sha256])
    assert store.commit(delivery).state == "committed"


def test_a_delivery_is_known_by_all_its_files_and_its_source(store: Store) -> None:
    one, two = Batch("a", "a" * 64, 1), Batch("b", "b" * 64, 1)
    store.commit(replace(load([ROW]), batches=[one, two]))
    assert store.has_batches("source", [two.sha256, one.sha256])
    assert not store.has_batches("source", [one.sha256])
    assert not store.has_batches("source", [one.sha256, two.sha256, "c" * 64])
    assert not store.has_batches("another", [one.sha256, two.sha256])
    assert not store.has_batches("source", [])


def test_runs_come_newest_first_and_by_source(store: Store) -> None:
    first = store.commit(load([ROW], source="first"))
    second = store.commit(load([ROW], source="second"))
    assert store.runs()["id"].tolist() == [second.id, first.id]
    assert store.runs("first")["id"].tolist() == [first.id]
    assert store.runs(limit=1)["id"].tolist() == [second.id]
    assert second.started_at == NOON
    assert second.finished_at.tzinfo is UTC


def test_quarantined_rows_are_kept_as_they_were_read(store: Store) -> None:
    raw = {"日期": "2025-13-01", "n": 3, "half": 0.5, "sure": True, "empty": None, "nan": float("nan")}
    refused = ("甲.xlsx", "表1", 4, "日期", "bad_date", {"value": "2025-13-01"}, raw)
    run = store.commit(with_quarantine([refused]))
    (found,) = store.quarantine(run.id).to_dict("records")
    assert (found["file"], found["sheet"], found["row"], found["column"]) == ("甲.xlsx", "表1", 4, "日期")
    assert (found["reason"], found["params"]) == ("bad_date", {"value": "2025-13-01"})
    assert found["raw"] == {**raw, "nan": None}
    assert found["source"] == "source"


def test_odd_bytes_in_a_row_do_not_lose_the_load(store: Store) -> None:
    run = store.commit(with_quarantine([("a\x00.csv", None, 2, None, "bad_row", {}, {"x": "\x00🚇'\"\\"})]))
    (found,) = store.quarantine(run.id).to_dict("records")
    assert found["raw"] == {"x": "\ufffd🚇'\"\\"}
    assert (found["sheet"], found["column"]) == (None, None)


def test_quarantine_is_found_by_run_and_by_source(store: Store) -> None:
    row = ("f", None, 1, None, "bad_row", {}, {})
    here = store.commit(with_quarantine([row], "here"))
    store.commit(with_quarantine([row, row], "there"))
    assert len(store.quarantine()) == 3
    assert store.quarantine(here.id)["run_id"].tolist() == [here.id]
    assert set(store.quarantine(source="there")["source"]) == {"there"}
    assert store.quarantine(source="nobody").empty


def test_the_audit_log_tells_who_did_what_newest_first(store: Store) -> None:
    store.audit("operator", "reload", "source", {"files": 2})
    store.audit("analyst", "export", "指标", {})
    log = store.audit_log()
    assert log["actor"].tolist() == ["analyst", "operator"]
    assert log["detail"].tolist() == [{}, {"files": 2}]
    assert log["object"].tolist() == ["指标", "source"]
    assert log["at"].iloc[0] >= log["at"].iloc[1] > later(-24 * 365)
    assert len(store.audit_log(limit=1)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE observation SET value = 1",
        "DELETE FROM observation",
        "UPDATE audit SET actor = 'nobody'",
        "DELETE FROM audit",
    ],
)
def test_the_database_refuses_to_rewrite_history(store: Store, statement: str) -> None:
    store.commit(load([ROW]))
    store.audit("operator", "reload", "source", {})
    engine = create_engine(store.url)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(statement))
    engine.dispose()
    assert store.base_cells(["calls"], ["s11"], 0, 10**6)["value"].tolist() == [7.0]
    assert store.audit_log()["actor"].tolist() == ["operator"]


def test_empty_logs_have_their_columns(store: Store) -> None:
    assert {"id", "source", "state", "files"} <= set(store.runs().columns)
    assert {"file", "reason", "raw", "source"} <= set(store.quarantine().columns)
    assert {"at", "actor", "action", "object", "detail"} <= set(store.audit_log().columns)


def test_a_database_that_cannot_be_reached_says_so_without_the_password() -> None:
    store = Store("postgresql+psycopg://someone:secret@127.0.0.1:1/none")
    with pytest.raises(CockpitError) as refusal:
        store.data_version()
    assert refusal.value.code == "store_unavailable"
    assert "secret" not in str(refusal.value.params)
