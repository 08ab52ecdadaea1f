from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from app.domain.errors import FileRefused
from app.ingest.readers.excel import as_text, is_workbook, read_workbook
from app.ingest.workspace import Workspace
from ingest.readers.raw import contents, row_numbers, wanting

ROWS = [
    ["月报", None, None],
    ["日期", "区", "数量"],
    ["2024-01-01", "临江区", 3],
    ["2024-01-02", "东湖区", 4.5],
]


def write_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ROWS:
        sheet.append(row)
    book.save(path)


def write_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    for r, row in enumerate(ROWS):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    book.save(str(path))


def write_ods(path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Sheet")
    for row in ROWS:
        line = TableRow()
        for value in row:
            number = isinstance(value, int | float)
            cell = TableCell(valuetype="float", value=value) if number else TableCell(valuetype="string")
            if value is not None:
                cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))


@pytest.mark.parametrize(
    ("name", "write"), [("f.xlsx", write_xlsx), ("f.xls", write_xls), ("f.ods", write_ods)]
)
def test_each_kind_of_workbook(workspace: Workspace, tmp_path: Path, name: str, write: object) -> None:
    write(tmp_path / name)  # type: ignore[operator]
    assert is_workbook(tmp_path / name)
    (raw,) = read_workbook(workspace, tmp_path / name, wanting("日期", "数量"), file=name)
    assert contents(workspace, raw) == [
        {"日期": "2024-01-01", "区": "临江区", "数量": "3"},
        {"日期": "2024-01-02", "区": "东湖区", "数量": "4.5"},
    ]
    assert row_numbers(workspace, raw) == [3, 4]
    assert raw.sheet == "Sheet"


def test_merged_headers_and_merged_names_are_filled_but_numbers_are_not(
    workspace: Workspace, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ["区", "一季度", None, "二季度", None],
        [None, "受理", "办结", "受理", "办结"],
        ["临江", 1, 2, 3, 4],
        [None, 5, 6, 7, 8],
        ["东湖", 9, None, 11, 12],
    ]:
        sheet.append(row)
    for area in ("A1:A2", "B1:C1", "D1:E1", "A3:A4", "B5:C5"):
        sheet.merge_cells(area)
    book.save(tmp_path / "f.xlsx")
    layout = wanting("区", "二季度/办结", header_rows=2)
    (raw,) = read_workbook(workspace, tmp_path / "f.xlsx", layout, file="f.xlsx")
    rows = contents(workspace, raw)
    assert list(rows[0]) == ["区", "一季度/受理", "一季度/办结", "二季度/受理", "二季度/办结"]
    assert [row["区"] for row in rows] == ["临江", "临江", "东湖"]
    assert [row["一季度/办结"] for row in rows] == ["2", "6", None]
    assert row_numbers(workspace, raw) == [3, 4, 5]


def test_sheets_of_notes_are_passed_over_and_wrong_headers_are_not(
    workspace: Workspace, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["填表说明"])
    for name in ("一月", "二月"):
        sheet = book.create_sheet(name)
        sheet.append(["区", "数量"])
        sheet.append(["临江", 1])
    book.save(tmp_path / "f.xlsx")
    read = read_workbook(workspace, tmp_path / "f.xlsx", wanting("区", "数量"), file="f.xlsx")
    assert [raw.sheet for raw in read] == ["一月", "二月"]
    book["二月"]["B1"] = "数目"
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(FileRefused) as caught:
        read_workbook(workspace, tmp_path / "f.xlsx", wanting("区", "数量"), file="f.xlsx")
    assert (caught.value.params["sheet"], caught.value.params["nearest"]) == ("二月", "数目")


def test_named_sheets_must_be_there(workspace: Workspace, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "f.xlsx")
    with pytest.raises(FileRefused, match="sheet_missing"):
        read_workbook(workspace, tmp_path / "f.xlsx", wanting("区"), file="f.xlsx", sheets=["一月"])


def test_a_broken_workbook_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "f.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(FileRefused, match="delivery_unreadable"):
        read_workbook(workspace, tmp_path / "f.xlsx", wanting("区"), file="f.xlsx")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (0.1, "0.1"),
        (True, "true"),
        ("", None),
        (None, None),
        (datetime(2024, 1, 2, 3, 4, 5), "2024-01-02 03:04:05"),  # noqa: DTZ001
        (20240101, "20240101"),
    ],
)
def test_cells_as_text(value: object, text: str | None) -> None:
    assert as_text(value) == text
