from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from app.domain.errors import FileRefused
from app.ingest.readers import documents
from app.ingest.readers.columnar import read_parquet
from app.ingest.readers.documents import read_document, read_json_lines
from app.ingest.workspace import Workspace
from ingest.readers.raw import contents, row_numbers, wanting

RECORDS = [{"区": "临江", "数": 3, "at": {"x": 1.50}}, {"区": "东湖", "数": None, "note": ["x"]}]


def test_a_list_inside_a_document(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_bytes(json.dumps({"data": {"items": RECORDS}}, ensure_ascii=False).encode("gb18030"))
    raw = read_document(workspace, path, wanting("区", "数"), file="f", records="data.items")
    assert contents(workspace, raw) == [
        {"区": "临江", "数": "3", "at.x": "1.5", "note": None},
        {"区": "东湖", "数": None, "at.x": None, "note": '["x"]'},
    ]
    assert row_numbers(workspace, raw) == [1, 2]


def test_numbers_keep_every_digit(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    path.write_text('[{"n": 12345678901234567890, "m": 0.10}]')
    raw = read_document(workspace, path, wanting("n"), file="f")
    assert contents(workspace, raw) == [{"n": "12345678901234567890", "m": "0.10"}]


@pytest.mark.parametrize(
    ("text", "records", "code"),
    [
        ("{", "", "delivery_unreadable"),
        ('{"a": 1}', "data", "records_missing"),
        ('{"a": 1}', "", "records_missing"),
        ("[]", "", "file_empty"),
        ("", "", "file_empty"),
        ('[{"a": 1}]', "", "header_missing"),
    ],
)
def test_wrong_documents_are_refused(
    workspace: Workspace, tmp_path: Path, text: str, records: str, code: str
) -> None:
    (tmp_path / "f.json").write_text(text)
    with pytest.raises(FileRefused) as caught:
        read_document(workspace, tmp_path / "f.json", wanting("区"), file="f", records=records)
    assert caught.value.code == code


def test_a_wrong_line_does_not_take_the_others_with_it(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    path.write_text('{"区": "临江"}\n\n{"区": "东\n{"区": "东湖", "数": 2}\n', encoding="utf-8")
    raw = read_json_lines(workspace, path, wanting("区"), file="f")
    found = workspace.duck.execute(f"SELECT _pos, 区, _surplus FROM {raw.relation}").fetchall()
    assert found == [(1, "临江", None), (3, None, '{"区": "东'), (4, "东湖", None)]


def test_parquet_as_text(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    duckdb.execute(
        f"COPY (SELECT DATE '2024-01-02' AS day, 1.5::DOUBLE AS n, 'x' AS \"区\" UNION ALL "
        f"SELECT NULL, 7, NULL) TO '{path}'"
    )
    raw = read_parquet(workspace, path, wanting("day", "区"), file="f")
    rows = contents(workspace, raw)
    assert {"day": "2024-01-02", "n": "1.5", "区": "x"} in rows
    assert row_numbers(workspace, raw) == [1, 2]
    (tmp_path / "g.parquet").write_bytes(b"no parquet")
    with pytest.raises(FileRefused, match="delivery_unreadable"):
        read_parquet(workspace, tmp_path / "g.parquet", wanting("day"), file="g")


def test_a_record_with_a_line_separator_in_its_text_stays_one(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "f.jsonl").write_text('{"区": "a\u2028b"}\n{"区": "c"}\n', encoding="utf-8")
    raw = read_json_lines(workspace, tmp_path / "f.jsonl", wanting("区"), file="f.jsonl")
    assert [row["区"] for row in contents(workspace, raw)] == ["a\u2028b", "c"]


def test_a_document_beyond_the_memory_is_refused(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", 10)
    (tmp_path / "f.json").write_text('[{"区": "a"}]', encoding="utf-8")
    with pytest.raises(FileRefused, match="document_too_large"):
        read_document(workspace, tmp_path / "f.json", wanting("区"), file="f.json")
