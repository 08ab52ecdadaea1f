from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.domain.errors import FileRefused
from app.ingest.readers.database import Digest, read_query
from app.ingest.workspace import Workspace
from ingest.readers.raw import contents, row_numbers, wanting

SETTING = "COCKPIT_TRIAL_URL"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "calls.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE calls (day TEXT, n REAL)")
        connection.executemany("INSERT INTO calls VALUES (?, ?)", [("2024-01-01", 3.0), ("2024-01-02", None)])
    monkeypatch.setenv(SETTING, f"sqlite:///{path}")
    return path


def test_rows_of_a_query(workspace: Workspace, database: Path) -> None:
    digest = Digest()
    raw = read_query(workspace, SETTING, "SELECT * FROM calls", wanting("day", "n"), digest=digest)
    assert contents(workspace, raw) == [{"day": "2024-01-01", "n": "3"}, {"day": "2024-01-02", "n": None}]
    assert row_numbers(workspace, raw) == [1, 2]
    again = Digest()
    read_query(workspace, SETTING, "SELECT * FROM calls", wanting("day"), digest=again)
    assert digest.sha256 == again.sha256
    assert digest.bytes > 0
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE calls SET n = 4 WHERE day = '2024-01-02'")
    changed = Digest()
    read_query(workspace, SETTING, "SELECT * FROM calls", wanting("day"), digest=changed)
    assert changed.sha256 != digest.sha256


def test_failures_are_told_without_the_address(workspace: Workspace, database: Path) -> None:
    for setting, query, code in [
        ("COCKPIT_NOT_SET", "SELECT 1", "setting_missing"),
        (SETTING, "SELECT * FROM nothing", "database_unreachable"),
        (SETTING, "SELECT day FROM calls", "header_missing"),
    ]:
        with pytest.raises(FileRefused) as caught:
            read_query(workspace, setting, query, wanting("n"), digest=Digest())
        assert caught.value.code == code
        assert str(database) not in str(caught.value)
