"""Workbooks: xlsx, xls, xlsb and ods, every sheet or those named, merged cells filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from app.domain.errors import FileRefused
from app.ingest.readers.header import SEARCHED_ROWS, Layout, find_header, matches_any
from app.ingest.readers.table import Line, RawTable, store_lines
from app.ingest.workspace import Workspace

_EXACT = 1e15  # beyond it a float no longer holds every whole number
_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def is_workbook(path: Path) -> bool:
    """Whether the bytes are a workbook's: old systems export text named .xls."""
    with path.open("rb") as file:
        return file.read(4) in _MAGIC


def read_workbook(
    workspace: Workspace, path: Path, layout: Layout, *, file: str, sheets: str | Sequence[str] = "all"
) -> list[RawTable]:
    """One relation a sheet. With `sheets="all"`, sheets that hold none of the columns are passed over.

    Raises: FileRefused('delivery_unreadable', 'sheet_missing', 'header_missing', 'file_empty').
    """
    try:
        book = CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused("delivery_unreadable", file=file, detail=str(error)[:200]) from error
    names = book.sheet_names if isinstance(sheets, str) else list(sheets)
    tables = []
    for name in names:
        if name not in book.sheet_names:
            raise FileRefused("sheet_missing", file=file, sheet=name, found=", ".join(book.sheet_names))
        rows = _rows(book, name)
        head = [list(row) for row in rows[: SEARCHED_ROWS + layout.header_rows]]
        optional = isinstance(sheets, str) and layout.header != "none" and len(names) > 1
        if optional and not matches_any(head, layout):
            continue
        header = find_header(head, layout, file=file, sheet=name)
        lines = _lines(rows, header.body, len(header.names))
        tables.append(store_lines(workspace, header.names, lines, sheet=name))
    if not tables:
        # no sheet looks right: say what the first one lacks
        find_header([list(row) for row in _rows(book, names[0])[:SEARCHED_ROWS]], layout, file=file)
    return tables


def _rows(book: CalamineWorkbook, name: str) -> list[list[str | None]]:
    try:
        sheet = book.get_sheet_by_name(name)
        values = sheet.to_python(skip_empty_area=False)
        merged = _ranges(sheet)
    except CalamineError as error:
        raise FileRefused("delivery_unreadable", file=name, detail=str(error)[:200]) from error
    rows = [[as_text(value) for value in row] for row in values]
    for (top, left), (bottom, right) in merged:
        _fill(values, rows, (top, left), (bottom, right))
    return rows


def _ranges(sheet: Any) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(getattr(sheet, "merged_cell_ranges", None) or [])


def _fill(
    values: list[list[Any]], rows: list[list[str | None]], first: tuple[int, int], last: tuple[int, int]
) -> None:
    """A merged cell speaks for every cell it covers; a number only for its own (it would count twice)."""
    (top, left), (bottom, right) = first, last
    if top >= len(values) or left >= len(values[top]):
        return
    if isinstance(values[top][left], int | float) and not isinstance(values[top][left], bool):
        return
    for row in range(top, min(bottom, len(rows) - 1) + 1):
        for column in range(left, min(right, len(rows[row]) - 1) + 1):
            rows[row][column] = rows[top][left]


def _lines(rows: list[list[str | None]], body: int, width: int) -> Iterator[Line]:
    for index in range(body, len(rows)):
        beyond = [cell for cell in rows[index][width:] if cell and cell.strip()]
        yield Line(index + 1, rows[index][:width], ", ".join(beyond) or None)


def as_text(value: Any) -> str | None:
    """A cell as text: whole numbers without a point, dates and times as ISO; an empty one is None."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return None if value is None or value == "" else str(value)
