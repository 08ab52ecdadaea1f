"""Workbooks: xlsx, xls, xlsb and ods, every sheet or those named, merged cells filled."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from app.domain.errors import FileRefused
from app.ingest.readers.guard import Place, inspect
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
    """One relation a sheet. With `sheets="all"`, sheets that hold none of the columns are passed over, and
    the rows of hidden sheets are left out by rule.

    Raises: FileRefused('delivery_unreadable', 'workbook_too_large', 'sheet_missing', 'sheets_hidden',
    'header_missing', 'file_empty').
    """
    texts = inspect(path, file)
    with _crashes_told(file):
        book = CalamineWorkbook.from_path(str(path))
    names = book.sheet_names if isinstance(sheets, str) else list(sheets)
    if not names:
        raise FileRefused("file_empty", file=file, sheet="")
    hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
    tables = []
    for name in names:
        if name not in book.sheet_names:
            raise FileRefused("sheet_missing", file=file, sheet=name, found=", ".join(book.sheet_names))
        optional = isinstance(sheets, str) and layout.header != "none" and len(names) > 1
        sheet = _sheet(book, name, file)
        head = _head(sheet, layout)
        if optional and not matches_any(head, layout):
            continue
        unseen = isinstance(sheets, str) and name in hidden
        try:
            header = find_header(head, layout, file=file, sheet=name)
        except FileRefused:
            if unseen and optional:
                continue
            raise
        rows = _rows(sheet, texts.get(name, {}))
        lines = _lines(itertools.islice(enumerate(rows, 1), header.body, None), len(header.names))
        table = store_lines(workspace, header.names, lines, sheet=name)
        tables.append(replace(table, hidden=unseen))
    if tables and all(table.hidden for table in tables):
        raise FileRefused("sheets_hidden", file=file, sheets=", ".join(table.sheet for table in tables))
    if not tables:
        # no sheet looks right: say what the first one lacks
        find_header(_head(_sheet(book, names[0], file), layout), layout, file=file)
    return tables


def sheets_of(path: Path, *, file: str, first: int) -> list[tuple[str, bool, list[list[str | None]]]]:
    """(name, hidden, first rows) of every sheet, merged cells filled: for a look at an unknown workbook.

    Raises: FileRefused('delivery_unreadable', 'workbook_too_large').
    """
    texts = inspect(path, file)
    with _crashes_told(file):
        book = CalamineWorkbook.from_path(str(path))
    found = []
    for sheet in book.sheets_metadata:
        with _crashes_told(file):
            content = book.get_sheet_by_name(sheet.name)
        rows = list(itertools.islice(_rows(content, texts.get(sheet.name, {})), first))
        found.append((sheet.name, sheet.visible != SheetVisibleEnum.Visible, rows))
    return found


@contextmanager
def _crashes_told(file: str) -> Iterator[None]:
    """The library's errors, and its panics, which are no ordinary exceptions."""
    try:
        yield
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused("delivery_unreadable", file=file, detail=str(error)[:200]) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise FileRefused("delivery_unreadable", file=file, detail=str(error)[:200]) from error


def _sheet(book: CalamineWorkbook, name: str, file: str) -> Any:
    with _crashes_told(file):
        return book.get_sheet_by_name(name)


def _head(sheet: Any, layout: Layout) -> list[list[str | None]]:
    return list(itertools.islice(_rows(sheet, {}), SEARCHED_ROWS + layout.header_rows))


def _rows(sheet: Any, texts: Mapping[Place, str]) -> Iterator[list[str | None]]:
    """The rows from the first, one by one, merged cells filled; `texts` speaks for cells without a result."""
    left = [None] * sheet.start[1] if sheet.start else []
    merged = sorted(getattr(sheet, "merged_cell_ranges", None) or [])
    wanted = {row for row, _ in texts}
    speaking: list[tuple[Place, Place, str | None]] = []  # what covers the row at hand
    for number, values in enumerate(sheet.iter_rows()):
        row = [*left, *map(as_text, values)]
        if number in wanted:
            row = [texts.get((number, column), cell) for column, cell in enumerate(row)]
        while merged and merged[0][0][0] <= number:
            first, last = merged.pop(0)
            if first[0] == number and first[1] < len(row) and not _is_number(values, first[1] - len(left)):
                speaking.append((first, last, row[first[1]]))
        speaking = [entry for entry in speaking if entry[1][0] >= number]
        for (_, start), (_, end), text in speaking:
            row[start : end + 1] = [text] * (min(end, len(row) - 1) + 1 - start)
        yield row


def _is_number(values: Sequence[Any], column: int) -> bool:
    """A merged cell speaks for every cell it covers; a number only for its own (it would count twice)."""
    value = values[column] if 0 <= column < len(values) else None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _lines(rows: Iterable[tuple[int, list[str | None]]], width: int) -> Iterator[Line]:
    for number, row in rows:
        beyond = [cell for cell in row[width:] if cell and cell.strip()]
        yield Line(number, row[:width], ", ".join(beyond) or None)


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
