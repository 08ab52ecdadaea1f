"""JSON: one document that holds a list of records, or one record a line."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.domain.errors import FileRefused
from app.ingest.readers.encoding import candidates, sample_of
from app.ingest.readers.header import Layout, find_header
from app.ingest.readers.table import Line, RawTable, store_lines
from app.ingest.workspace import Workspace

MOST_BYTES = 200 << 20  # a document is held in memory as a whole
_LOOKED_AT = 1000  # records whose keys make the header of a file of lines


def read_document(
    workspace: Workspace, path: Path, layout: Layout, *, file: str, records: str = "", encoding: str = "auto"
) -> RawTable:
    """The list found at `records` (a path of keys joined with points; '' is the document itself).

    Row numbers count records from 1. Nested keys are joined with '.'.
    Raises: FileRefused('delivery_unreadable', 'records_missing', 'header_missing', 'file_empty',
    'document_too_large').
    """
    try:
        node: Any = json.loads(_text(path, encoding, file), parse_float=str, parse_int=str)
    except ValueError as error:
        raise FileRefused("delivery_unreadable", file=file, detail=str(error)[:200]) from error
    for key in filter(None, records.split(".")):
        node = node.get(key) if isinstance(node, dict) else None
    if not isinstance(node, list):
        raise FileRefused("records_missing", file=file, records=records or "–")
    flat = [_flat(record) for record in node]
    return _store(workspace, layout, file, ((index, row) for index, row in enumerate(flat, 1)), flat)


def read_json_lines(
    workspace: Workspace, path: Path, layout: Layout, *, file: str, encoding: str = "auto"
) -> RawTable:
    """One record a line; a line that is no record is handed on as such, to be quarantined."""
    sample = sample_of(path)
    if not sample.strip():
        raise FileRefused("file_empty", file=file, sheet="")
    for guess in candidates(sample, encoding, fits=_begins_like_json):
        try:
            with path.open(encoding=guess) as stream:
                head = [_line(text) for text in itertools.islice(stream, _LOOKED_AT) if text.strip()]
            with path.open(encoding=guess) as stream:
                numbered = ((number, _line(text)) for number, text in enumerate(stream, 1) if text.strip())
                return _store(workspace, layout, file, numbered, head)
        except (UnicodeError, LookupError):
            continue
    raise FileRefused("undecodable", file=file, encoding=encoding)


Record = dict[str, str | None] | str  # str: the text of what is not a record


def _store(
    workspace: Workspace,
    layout: Layout,
    file: str,
    records: Iterator[tuple[int, Record]],
    head: Sequence[Record],
) -> RawTable:
    names = list(dict.fromkeys(key for record in head if isinstance(record, dict) for key in record))
    columns = find_header([names], layout, file=file).names
    if layout.header == "none":
        columns = tuple(names)

    def lines() -> Iterator[Line]:
        for row, record in records:
            if isinstance(record, str):
                yield Line(row, [], record)
            else:
                yield Line(row, [record.get(name) for name in names])

    return store_lines(workspace, columns, lines())


def _line(text: str) -> Record:
    text = text.lstrip("\ufeff").rstrip("\r\n")
    try:
        return _flat(json.loads(text, parse_float=str, parse_int=str))
    except ValueError:
        return text


def _flat(record: Any, prefix: str = "") -> Record:
    """A record with text values; what is not a record comes back as its text."""
    if not isinstance(record, dict):
        return json.dumps(record, ensure_ascii=False)
    flat: dict[str, str | None] = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            inner = _flat(value, f"{name}.")
            if isinstance(inner, dict):
                flat.update(inner)
        elif value is None or isinstance(value, str):
            flat[name] = value
        else:
            flat[name] = json.dumps(value, ensure_ascii=False)
    return flat


def _begins_like_json(text: str) -> bool:
    return text.lstrip()[:1] in {"{", "["}


def _text(path: Path, encoding: str, file: str) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise FileRefused("document_too_large", file=file, most=MOST_BYTES >> 20)
    content = path.read_bytes()
    if not content.strip():
        raise FileRefused("file_empty", file=file, sheet="")
    for guess in candidates(sample_of(path), encoding, fits=_begins_like_json):
        try:
            return content.decode(guess).lstrip("\ufeff")
        except (UnicodeError, LookupError):
            continue
    raise FileRefused("undecodable", file=file, encoding=encoding)
