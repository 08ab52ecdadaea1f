"""Workbooks that would lose figures silently, or take the process down."""

from __future__ import annotations

import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from app.ingest.readers import guard
from app.store import Store
from tests.integration.ingest.sources import Load, reasons, values
from tests.unit.ingest.support import measure

SOURCE = """
read: {format: excel, files: ["*.xls*", "*.ods"]}
fields:
  day: {from: 日期, type: date}
  district: {from: 区, type: area, level: district}
  amount: {from: 数量, type: number}
period: day
area: district
measures: {m: {sum: amount}}
"""
HEAD = ["日期", "区", "数量"]
START = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


@pytest.fixture
def loaded(load: Load) -> Callable[[], list]:
    return lambda: load(SOURCE, [measure("m")], {})[1]


def a_book(path: Path) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(["2024-04-05", "临江", 5])
    book.save(path)
    return book


def replace_part(path: Path, part: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, kept in {**parts, part: content}.items():
            new.writestr(name, kept)


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_xml(*rows: str) -> bytes:
    head = "".join(text_cell(f"{column}1", name) for column, name in zip("ABC", HEAD, strict=True))
    numbered = (f'<row r="{n}">{row}</row>' for n, row in enumerate((head, *rows), 1))
    return START + "".join(numbered).encode() + END


def test_formulas_count_by_their_result_and_one_without_is_told(
    tmp_path: Path, store: Store, loaded: Callable[[], list]
) -> None:
    a_book(tmp_path / "f.xlsx")
    place = text_cell("A{n}", "2024-04-05") + text_cell("B{n}", "{area}")
    cells = [
        ("临江", '<c r="C{n}"><f>2+3</f><v>5</v></c>'),
        ("东湖", '<c r="C{n}"><f>2+4</f></c>'),  # written by a program, never calculated
        ("北山县", '<c r="C{n}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
    ]
    rows = [(place + cell).format(n=n, area=area) for n, (area, cell) in enumerate(cells, 2)]
    replace_part(tmp_path / "f.xlsx", "xl/worksheets/sheet1.xml", sheet_xml(*rows))
    (run,) = loaded()
    assert (run.rows_read, run.accepted, run.quarantined) == (3, 1, 2)
    assert values(store) == {("m", "2024-04-05"): 5.0}
    assert reasons(store) == [(3, "数量", "bad_number"), (4, "数量", "bad_number")]
    assert [raw["数量"] for raw in store.quarantine().sort_values("row")["raw"]] == ["=2+4", "#DIV/0!"]


def test_openpyxl_writes_formulas_without_results(
    tmp_path: Path, store: Store, loaded: Callable[[], list]
) -> None:
    book = a_book(tmp_path / "f.xlsx")
    book.active.append(["2024-04-06", "临江", "=1+1"])
    book.save(tmp_path / "f.xlsx")
    (run,) = loaded()
    assert (run.accepted, run.quarantined) == (1, 1)
    assert reasons(store) == [(3, "数量", "bad_number")]


def test_hidden_sheets_are_left_out_by_rule_and_counted(
    tmp_path: Path, store: Store, loaded: Callable[[], list]
) -> None:
    book = a_book(tmp_path / "f.xlsx")
    draft = book.create_sheet("草稿")
    draft.append(HEAD)
    draft.append(["2024-04-05", "临江", 99])
    draft.sheet_state = "hidden"
    deep = book.create_sheet("参数")
    deep.append(["区", "编码"])
    deep.sheet_state = "veryHidden"
    book.save(tmp_path / "f.xlsx")
    (run,) = loaded()
    assert (run.rows_read, run.accepted, run.ignored, run.quarantined) == (2, 1, 1, 0)
    assert values(store) == {("m", "2024-04-05"): 5.0}


def test_data_in_hidden_sheets_alone_is_told(tmp_path: Path, loaded: Callable[[], list]) -> None:
    book = a_book(tmp_path / "f.xlsx")
    book.create_sheet("说明").append(["图表"])
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    book.save(tmp_path / "f.xlsx")
    (run,) = loaded()
    assert (run.state, run.error_code) == ("refused", "sheets_hidden")


def lie_about_the_last_part(path: Path) -> None:
    """Both places that tell its unpacked size say 10 bytes."""
    content = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        begins = content.rindex(mark)
        content[begins + at : begins + at + 4] = struct.pack("<I", 10)
    path.write_bytes(content)


def test_a_zip_bomb_is_refused_whatever_it_says_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loaded: Callable[[], list]
) -> None:
    monkeypatch.setattr(guard, "MOST_BYTES", 64 << 20)
    for name in ("told.xlsx", "lying.xlsx"):
        a_book(tmp_path / name)
        replace_part(tmp_path / name, "xl/media/a.bin", bytes(100 << 20))
    lie_about_the_last_part(tmp_path / "lying.xlsx")
    a_book(tmp_path / "well.xlsx")
    began = time.monotonic()
    runs = loaded()
    assert [run.error_code for run in runs] == ["workbook_too_large", "workbook_too_large", None]
    assert time.monotonic() - began < 20


def test_one_cell_at_the_far_end_is_refused_before_it_takes_the_memory(
    tmp_path: Path, loaded: Callable[[], list]
) -> None:
    a_book(tmp_path / "a.xlsx")
    far = '<c r="XFD1048576"><v>1</v></c>'
    replace_part(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", sheet_xml(far))
    a_book(tmp_path / "b.xlsx")
    runs = loaded()
    assert [run.error_code for run in runs] == ["workbook_too_large", None]


def test_an_ods_that_repeats_a_cell_without_end_is_refused(
    tmp_path: Path, loaded: Callable[[], list]
) -> None:
    cell = (
        '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
    )
    rows = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    content = (
        f"<office:document-content><table:table table:name='a'>{rows}</table:table></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "f.ods", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    (run,) = loaded()
    assert run.error_code == "workbook_too_large"


def test_a_workbook_with_a_password_or_cut_off_is_told(tmp_path: Path, loaded: Callable[[], list]) -> None:
    a_book(tmp_path / "cut.xlsx")
    whole = (tmp_path / "cut.xlsx").read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert [run.error_code for run in loaded()] == ["delivery_unreadable"] * 2
