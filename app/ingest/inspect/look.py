"""From bytes to rows of text: format, encoding and how sure it is, delimiter, sheets."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

from app.domain.errors import FileRefused
from app.ingest.readers.delimited import DELIMITERS
from app.ingest.readers.encoding import LATIN, candidates, decoded, sample_of
from app.ingest.readers.excel import is_workbook, sheets_of
from app.ingest.workspace import path_literal

ROWS = 2_000  # looked at in each sheet
_SHEETS = 30
Row = tuple[str | None, ...]
Sure = Literal["certain", "likely", "guess"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first rows of a sheet or file. `named`: columns have names of their own (json, parquet)."""

    name: str
    rows: tuple[Row, ...]
    whole: bool
    hidden: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A file as it was found. `records`: where the list of a JSON document stands."""

    file: str
    format: str
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    sure: Sure = "certain"
    delimiter: str | None = None
    records: str = ""


def look(path: Path, *, file: str | None = None) -> Look:
    """Open a file of unknown layout.

    Raises: FileRefused('file_empty', 'delivery_unreadable', 'undecodable', 'records_missing').
    """
    name = file or path.name
    with path.open("rb") as stream:
        magic = stream.read(4)
    if not magic:
        raise FileRefused("file_empty", file=name, sheet="")
    if magic == b"PAR1":
        return _parquet(path, name)
    if is_workbook(path):
        return _workbook(path, name)
    return _text(path, name)


def _workbook(path: Path, file: str) -> Look:
    found = []
    for name, hidden, rows in sheets_of(path, file=file, first=ROWS + 1):
        found.append(Sheet(name, tuple(map(tuple, rows[:ROWS])), len(rows) <= ROWS, hidden))
    filled = tuple(sheet for sheet in found[:_SHEETS] if any(any(row) for row in sheet.rows))
    if not filled:
        raise FileRefused("file_empty", file=file, sheet="")
    return Look(file, "excel", filled)


def _parquet(path: Path, file: str) -> Look:
    query = f"SELECT * FROM read_parquet({path_literal(path)}) LIMIT {ROWS + 1}"  # noqa: S608 - quoted
    try:
        with duckdb.connect() as connection:
            relation = connection.sql(query)
            names, values = relation.columns, relation.fetchall()
    except duckdb.Error as error:
        raise FileRefused("delivery_unreadable", file=file, detail=str(error)[:200]) from error
    rows = [tuple(names), *(tuple(None if v is None else str(v) for v in row) for row in values[:ROWS])]
    return Look(file, "parquet", (Sheet("", tuple(rows), len(values) <= ROWS, named=True),))


def _text(path: Path, file: str) -> Look:
    sample = sample_of(path, thorough=True)
    for encoding in candidates(sample, "auto", fits=lambda _: True):
        text = decoded(sample, encoding)
        if text is not None:
            break
    else:
        raise FileRefused("undecodable", file=file, encoding="auto")
    text = text.lstrip("\ufeff")
    whole = path.stat().st_size <= len(sample)
    sure = _sure(sample, encoding)
    told = "utf-8" if encoding == "utf-8-sig" else encoding
    if not text.strip():
        raise FileRefused("file_empty", file=file, sheet="")
    if text.lstrip()[:1] in ("{", "["):
        with suppress(ValueError):
            return _json(path, file, told, sure)
    lines = list(io.StringIO(text, newline=""))  # as the readers do: only line ends end a line
    lines = lines if whole else lines[:-1]
    delimiter = _delimiter(lines)
    rows = []
    with suppress(csv.Error):
        rows = list(itertools.islice(csv.reader(lines, delimiter=delimiter), ROWS + 1))
    sheet = Sheet(
        "", tuple(tuple(cell or None for cell in row) for row in rows[:ROWS]), whole and len(rows) <= ROWS
    )
    return Look(file, "csv", (sheet,), told, sure, delimiter)


def _sure(sample: bytes, encoding: str) -> Sure:
    if sample.isascii() or encoding.startswith("utf"):
        return "certain"
    return "guess" if encoding == LATIN else "likely"


def _delimiter(lines: Sequence[str]) -> str:
    """The one that cuts most lines into the same number of cells, more cells before fewer."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: Sequence[str], delimiter: str) -> float:
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows = list(itertools.islice(csv.reader(lines, delimiter=delimiter), 200))
    widths = Counter(len(row) for row in rows if any(row))
    if not widths:
        return 0.0
    width, often = max(widths.items(), key=lambda entry: (entry[0] > 1, entry[1], entry[0]))
    return 0.0 if width < 2 else often / sum(widths.values()) + min(width, 50) / 1000


def _json(path: Path, file: str, encoding: str, sure: Sure) -> Look:
    """A document with a list of records somewhere, or one record a line."""
    text = path.read_text(encoding=encoding).lstrip("\ufeff")
    try:
        document = json.loads(text, parse_float=str, parse_int=str)
    except ValueError:
        lines = [line for line in io.StringIO(text, newline="") if line.strip()]
        parsed = [json.loads(line, parse_float=str, parse_int=str) for line in lines[: ROWS + 1]]
        return Look(file, "jsonl", (_records(parsed),), encoding, sure)
    place, found = _list_in(document)
    if found is None:
        raise FileRefused("records_missing", file=file, records="–")
    return Look(file, "json", (_records(found),), encoding, sure, records=place)


def _list_in(node: Any, place: str = "", depth: int = 0) -> tuple[str, list[Any] | None]:
    """The longest list of records, and the keys that lead to it."""
    if isinstance(node, list):
        return place, node if any(isinstance(one, dict) for one in node) else None
    best: tuple[str, list[Any] | None] = (place, None)
    if isinstance(node, dict) and depth < 4:
        for name, inner in node.items():
            at = f"{place}.{name}" if place else str(name)
            found = _list_in(inner, at, depth + 1)
            if found[1] is not None and len(found[1]) > len(best[1] or ()):
                best = found
    return best


def _records(records: Sequence[Any]) -> Sheet:
    flat = [dict(_flat(record)) for record in records[:ROWS] if isinstance(record, dict)]
    names = list(dict.fromkeys(name for record in flat for name in record))
    rows = [tuple(names), *(tuple(record.get(name) for name in names) for record in flat)]
    return Sheet("", tuple(rows), len(records) <= ROWS, named=True)


def _flat(record: dict[str, Any], prefix: str = "") -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for name, value in record.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{name}.")
        else:
            text = value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            found.append((f"{prefix}{name}", text))
    return found
