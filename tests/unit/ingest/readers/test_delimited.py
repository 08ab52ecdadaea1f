from __future__ import annotations

import codecs
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import FileRefused
from app.ingest.readers.delimited import read_delimited
from app.ingest.readers.table import RawTable
from app.ingest.workspace import Workspace
from ingest.readers.raw import contents, row_numbers, wanting

TABLE = "日期,區,數量\n2024-01-01,臨江區,3\n2024-01-02,東湖區,4\n"
SIMPLE = "日期,区,数量\n2024-01-01,临江区,3\n2024-01-02,东湖区,4\n"


def read(workspace: Workspace, path: Path, data: bytes, *wanted: str, **options: object) -> RawTable:
    path = path / "f.csv"
    path.write_bytes(data)
    raw = read_delimited(workspace, path, wanting(*wanted), file="f.csv", **options)  # type: ignore[arg-type]
    try:
        contents(workspace, raw)
    except duckdb.Error:
        assert raw.again is not None
        raw = raw.again()
    return raw


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encodings_are_found(workspace: Workspace, tmp_path: Path, encoding: str) -> None:
    raw = read(workspace, tmp_path, SIMPLE.encode(encoding), "日期", "区", "数量")
    assert contents(workspace, raw)[1] == {"日期": "2024-01-02", "区": "东湖区", "数量": "4"}


def test_big5_is_told_from_gb18030_by_the_header(workspace: Workspace, tmp_path: Path) -> None:
    raw = read(workspace, tmp_path, TABLE.encode("big5"), "日期", "區")
    assert [row["區"] for row in contents(workspace, raw)] == ["臨江區", "東湖區"]


def test_a_header_without_chinese_leaves_likelihood_to_decide(workspace: Workspace, tmp_path: Path) -> None:
    rows = "九龍城,九龍維景酒店\n灣仔,利順大樓\n深水埗,寶輪街\n油尖旺,彌敦道\n觀塘,觀塘道\n" * 5
    for encoding, text in [
        ("big5hkscs", rows),
        ("gb18030", "临江区,滨江路社区服务中心\n东湖区,湖心街道\n" * 10),
    ]:
        raw = read(workspace, tmp_path, f"area,place\n{text}".encode(encoding), "area")
        assert contents(workspace, raw)[0]["area"] == text[:3]


def test_a_guess_that_fails_later_is_taken_back(workspace: Workspace, tmp_path: Path) -> None:
    """Plain ASCII for longer than the sample, then GBK."""
    body = b"day,area\n" + b"2024-01-01,x\n" * 40_000 + "2024-01-02,临江区\n".encode("gbk")
    raw = read(workspace, tmp_path, body, "day", "area")
    rows = contents(workspace, raw)
    assert len(rows) == 40_001
    assert rows[-1]["area"] == "临江区"


def test_what_cannot_be_decoded_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        read(
            workspace, tmp_path, "日期,区\n1,临江\n".encode("gb18030") + b"\xff\xff", "日期", encoding="utf-8"
        )
    assert caught.value.code == "undecodable"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_delimiters_are_found(workspace: Workspace, tmp_path: Path, delimiter: str) -> None:
    raw = read(workspace, tmp_path, SIMPLE.replace(",", delimiter).encode(), "日期", "区")
    assert contents(workspace, raw)[0] == {"日期": "2024-01-01", "区": "临江区", "数量": "3"}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends(workspace: Workspace, tmp_path: Path, ending: str) -> None:
    raw = read(workspace, tmp_path, SIMPLE.replace("\n", ending).encode(), "日期")
    assert len(contents(workspace, raw)) == 2
    assert row_numbers(workspace, raw) == [2, 3]


def test_lines_above_the_header_are_no_rows(workspace: Workspace, tmp_path: Path) -> None:
    raw = read(workspace, tmp_path, f"统计报表\n\n单位：件\n{SIMPLE}".encode(), "日期", "区")
    assert [row["数量"] for row in contents(workspace, raw)] == ["3", "4"]
    assert row_numbers(workspace, raw) == [5, 6]


def test_line_breaks_in_quotes_keep_row_numbers(workspace: Workspace, tmp_path: Path) -> None:
    text = '日期,说明\n2024-01-01,"一\n二\n三"\n2024-01-02,x\n\n2024-01-03,y\n'
    raw = read(workspace, tmp_path, text.encode(), "日期")
    assert [row["说明"] for row in contents(workspace, raw)] == ["一\n二\n三", "x", "y"]
    assert row_numbers(workspace, raw) == [2, 5, 7]


def test_short_and_long_rows_are_kept_apart(workspace: Workspace, tmp_path: Path) -> None:
    text = "日期,区,数量\n2024-01-01,临江\n2024-01-02,东湖,4,,\n2024-01-03,东湖,4,多余\n,,\n"
    raw = read(workspace, tmp_path, text.encode(), "日期")
    assert not raw.ordinal
    found = workspace.duck.execute(f"SELECT _pos, 日期, 数量, _surplus FROM {raw.relation}").fetchall()
    assert found == [
        (2, "2024-01-01", None, None),
        (3, "2024-01-02", "4", None),
        (4, "2024-01-03", "4", "多余"),
    ]


def test_stray_quotes_and_mixed_line_ends_are_survived(workspace: Workspace, tmp_path: Path) -> None:
    raw = read(workspace, tmp_path, b'day,note\r\n1,"a"b\n2,say "hi"\r\n3,c\n', "day")
    assert [row["day"] for row in contents(workspace, raw)] == ["1", "2", "3"]
    assert row_numbers(workspace, raw) == [2, 3, 4]


def test_a_name_that_looks_like_a_pattern(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "it's [1] *"
    folder.mkdir()
    raw = read(workspace, folder, SIMPLE.encode(), "日期")
    assert len(contents(workspace, raw)) == 2


@pytest.mark.parametrize("data", [b"", b"\n\n", codecs.BOM_UTF8, b" \r\n\t"])
def test_an_empty_file_is_refused(workspace: Workspace, tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FileRefused, match="file_empty"):
        read(workspace, tmp_path, data, "日期")


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zs"]), max_size=6).filter(
    lambda cell: not cell.startswith(("\ufeff",)) and '"' not in cell
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=20))
def test_what_was_written_is_read(workspace: Workspace, tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    lines = [f'k{n},"{a}","{b}"' for n, (a, b) in enumerate(rows)]
    raw = read(workspace, tmp_path, "\n".join(["key,a,b", *lines]).encode(), "key", "a", "b")
    expected = [{"key": f"k{n}", "a": a or None, "b": b or None} for n, (a, b) in enumerate(rows)]
    assert contents(workspace, raw) == expected
    assert row_numbers(workspace, raw) == list(range(2, len(rows) + 2))


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x85", "\u2028", "\x1c"])
def test_a_mark_that_is_no_line_end_costs_no_row(workspace: Workspace, tmp_path: Path, mark: str) -> None:
    (tmp_path / "f.csv").write_text(
        f"月{mark}报\n日期,数{mark}量\n2024-01-01,1\n2024-01-02,2\n", encoding="utf-8"
    )
    raw = read_delimited(workspace, tmp_path / "f.csv", wanting("日期"), file="f.csv")
    assert [row["日期"] for row in contents(workspace, raw)] == ["2024-01-01", "2024-01-02"]


def test_an_open_quote_does_not_swallow_a_large_file(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "f.csv").write_text(
        '日期,数量\n2024-01-01,"1\n' + "2024-01-01,1\n" * 2_000_000, encoding="utf-8"
    )
    with pytest.raises(FileRefused) as caught:
        read_delimited(workspace, tmp_path / "f.csv", wanting("日期"), file="f.csv", stream=False)
    assert caught.value.code == "delivery_unreadable"
    assert caught.value.params["detail"].startswith("2:")
