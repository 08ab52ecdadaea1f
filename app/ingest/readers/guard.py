"""Workbooks looked at before they are opened: bombs refused, cells without a result found.

The library that opens workbooks lays a sheet out as a full grid, gives an error (#DIV/0!) and a formula that
was never calculated as an empty cell, and ends the whole process when memory does not suffice.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError

from app.domain.errors import FileRefused
from app.ingest.readers.parts import sheet_parts

MOST_CELLS = 20_000_000  # of the grid of one sheet: its full height with 19 columns
MOST_BYTES = 1 << 31  # unpacked
_BLOCK = 1 << 20
_MOST_CELL = 1 << 16  # bytes of one cell, across two blocks
_MOST_FOUND = 100_000  # cells without a result; a sheet with more is worth one look only

_MOST_MEMORY = 4 << 30
_PATIENCE = 120  # seconds
_PROBE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name)
"""

Place = tuple[int, int]  # row and column from 0
Texts = dict[str, dict[Place, str]]  # by sheet: what stands in cells whose result is missing

_REF = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c( [^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:/>|[ >][^<]*)")
_FORMULA_TEXT = re.compile(rb"<(?:\w+:)?f[^>]*>([^<]*)")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]+)<")
_ODS_TOKEN = re.compile(rb"<table:table |<table:table-row\b[^>]*>|<table:(?:covered-)?table-cell\b[^>]*>")
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,9})"')


def inspect(path: Path, file: str) -> Texts:
    """Cells without a result, by sheet; only .xlsx tells them.

    Raises: FileRefused('workbook_too_large', 'delivery_unreadable').
    """
    if not zipfile.is_zipfile(path):
        _survived(path, file)  # .xls
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(archive, file)
            if "content.xml" in archive.namelist():
                _refuse_grid(_extent_of_ods(archive), file)
            if "xl/workbook.bin" in archive.namelist():
                _survived(path, file)  # .xlsb
                return {}
            return _inspect_sheets(archive, file)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ParseError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        KeyError,
    ) as error:
        # RuntimeError: it has a password
        raise FileRefused("delivery_unreadable", file=file, detail=str(error)[:200]) from error


def _refuse_bomb(archive: zipfile.ZipFile, file: str) -> None:
    left = MOST_BYTES
    if sum(info.file_size for info in archive.infolist()) > left:
        raise _too_large(file, MOST_BYTES >> 20, "MB")
    for info in archive.infolist():
        info.file_size = left + 2 * _BLOCK  # what the archive says of itself is not believed
        with archive.open(info) as part:
            while block := part.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise _too_large(file, MOST_BYTES >> 20, "MB")


def _refuse_grid(extent: Place, file: str) -> None:
    if extent[0] * extent[1] > MOST_CELLS:
        raise _too_large(file, MOST_CELLS // 1_000_000, "M cells")


def _too_large(file: str, most: int, unit: str) -> FileRefused:
    return FileRefused("workbook_too_large", file=file, most=most, unit=unit)


def _inspect_sheets(archive: zipfile.ZipFile, file: str) -> Texts:
    texts: Texts = {}
    for name, part in sheet_parts(archive).items():
        with archive.open(part) as content:
            height = width = 0
            for block in _blocks(content):
                for column, row in set(_REF.findall(block)):
                    height, width = max(height, int(row)), max(width, _column(column))
                _refuse_grid((height, width), file)
                if b"<f" in block or b":f" in block or b't="e"' in block:
                    found = texts.setdefault(name, {})
                    found.update(_without_result(block) if len(found) < _MOST_FOUND else ())
    return texts


def _blocks(content: IO[bytes]) -> Iterator[bytes]:
    """The text in pieces that overlap by one cell at most, so that none is cut in every piece."""
    tail = b""
    while block := content.read(_BLOCK):
        piece = tail + block
        yield piece
        begins = max(piece.rfind(b"<c "), piece.rfind(b":c "))
        tail = piece[max(begins - 16, 0) :] if len(piece) - begins < _MOST_CELL else piece[-16:]


def _without_result(block: bytes) -> Iterator[tuple[Place, str]]:
    for marks, inner in _CELL.findall(block):
        kind, place = _TYPE.search(marks), _PLACE.search(marks)
        if place is None:
            continue
        where = int(place[2]) - 1, _column(place[1]) - 1
        value = _VALUE.search(inner)
        if kind and kind[1] == b"e":
            yield where, value[1].decode("utf-8", "replace") if value else "#ERROR!"
        elif _FORMULA.search(inner) and value is None and (kind is None or kind[1] != b"str"):
            formula = _FORMULA_TEXT.search(inner)
            yield where, "=" + (formula[1].decode("utf-8", "replace") if formula else "")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _extent_of_ods(archive: zipfile.ZipFile) -> Place:
    """The grid that the filled cells of the largest sheet span; repeated ones count as often as they stand."""
    height = width = row = column = rows = 0
    with archive.open("content.xml") as content:
        tail = b""
        while block := content.read(_BLOCK):
            piece = tail + block
            end = piece.rfind(b"<")
            piece, tail = piece[:end], piece[end:]
            for token in _ODS_TOKEN.findall(piece):
                repeated = _REPEATED.search(token)
                times = int(repeated[1]) if repeated else 1
                if token.startswith(b"<table:table "):
                    row = rows = 0
                elif token.startswith(b"<table:table-row"):
                    row, rows, column = row + rows, times, 0
                else:
                    column += times
                    if b"value" in token or not token.endswith(b"/>"):
                        height, width = max(height, row + rows), max(width, column)
    return height, width


def _survived(path: Path, file: str) -> None:
    """Opened by a process of its own first, whose end does not matter."""
    command = [sys.executable, "-I", "-c", _PROBE, str(path), str(_MOST_MEMORY)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - ours
    except subprocess.TimeoutExpired as error:
        raise FileRefused("delivery_unreadable", file=file, detail=f"> {_PATIENCE} s") from error
    if done.returncode not in {0, 1}:  # 1: an ordinary error, met again by whoever opens it next
        raise _too_large(file, _MOST_MEMORY >> 20, "MB")
