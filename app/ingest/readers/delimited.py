"""CSV and its kin: any encoding, any delimiter, a header anywhere near the top.

Two ways through one file. A regular file (every line a record as wide as the header) is left where
it is and streamed by DuckDB. Whatever DuckDB's strict reader objects to (short or long rows, stray
quotes, mixed line ends) is read by Python's csv module, slower and exactly, row by row.
"""

# ruff: noqa: S608  names and paths are quoted by the workspace

from __future__ import annotations

import contextlib
import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.errors import FileRefused
from app.ingest.readers.encoding import candidates, decoded, sample_of, to_utf8
from app.ingest.readers.header import SEARCHED_ROWS, Header, Layout, find_header
from app.ingest.readers.lines import rows_at, scan
from app.ingest.readers.table import Line, RawRow, RawTable, store_lines
from app.ingest.workspace import Workspace, identifier, path_literal, quote

DELIMITERS = (",", "\t", ";", "|", "，")
csv.field_size_limit(16 << 20)  # characters: an open quote does not swallow the file


def read_delimited(
    workspace: Workspace,
    path: Path,
    layout: Layout,
    *,
    file: str,
    encoding: str = "auto",
    delimiter: str = "auto",
    stream: bool = True,
) -> RawTable:
    """The file as a relation of text; `stream=False` goes straight to the exact way.

    Raises: FileRefused('file_empty', 'undecodable', 'header_missing', 'columns_too_few').
    """
    sample = sample_of(path, thorough=not stream)
    if not sample.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise FileRefused("file_empty", file=file, sheet="")

    def fits(text: str) -> bool:
        with contextlib.suppress(FileRefused):
            _head(text, layout, delimiter, file)
            return True
        return False

    def exactly() -> RawTable:
        return read_delimited(
            workspace, path, layout, file=file, encoding=encoding, delimiter=delimiter, stream=False
        )

    refused: FileRefused | None = None
    for guess in candidates(sample, encoding, fits):
        text = decoded(sample, guess)
        if text is None:
            continue
        try:
            found, separator, first_line = _head(text, layout, delimiter, file)
            text_file = path
            if guess not in {"utf-8", "utf-8-sig"}:
                text_file = to_utf8(path, guess, workspace.file("utf8"))
            if stream and first_line is not None:
                streamed = _streamed(workspace, text_file, found, separator, first_line)
                return replace(streamed, again=exactly)
            return store_lines(workspace, found.names, _exact(text_file, found, separator, file))
        except UnicodeDecodeError:
            continue
        except FileRefused as error:
            refused = refused or error
    raise refused or FileRefused("undecodable", file=file, encoding=encoding)


def _head(text: str, layout: Layout, delimiter: str, file: str) -> tuple[Header, str, int | None]:
    """The header, the delimiter and the number of lines down to the first row.

    The number is None when a record above the first row spans lines, or its lines end in several ways.
    """
    # Lines as readers of such files see them: `splitlines` would also cut at vertical tabs and U+2028.
    lines = list(io.StringIO(text.lstrip("\ufeff"), newline=""))
    if len(text) and len(lines) > 1 and not lines[-1].endswith(("\n", "\r")):
        lines = lines[: max(1, len(lines) - 1)] if len(lines) > SEARCHED_ROWS else lines
    best: tuple[int, Header, str, int | None] | None = None
    refused: FileRefused | None = None
    for separator in DELIMITERS if delimiter == "auto" else (delimiter,):
        reader = csv.reader(lines, delimiter=separator)
        rows: list[list[str]] = []
        ends: list[int] = []
        with contextlib.suppress(csv.Error):
            for row in itertools.islice(reader, SEARCHED_ROWS * 2):
                rows.append(row)
                ends.append(reader.line_num)
        try:
            header = find_header(rows, layout, file=file)
        except FileRefused as error:
            refused = refused or error
            continue
        one_a_line = header.body == 0 or ends[header.body - 1] == header.body
        above = lines[: header.body]
        one_end = len({line[len(line.rstrip("\r\n")) :] for line in above}) <= 1
        plain = one_a_line and one_end and _strictly_read(above, separator)
        if best is None or len(header.names) > best[0]:
            best = (len(header.names), header, separator, header.body if plain else None)
    if best is None:
        raise refused or FileRefused("file_empty", file=file, sheet="")
    return best[1:]


def _strictly_read(lines: list[str], separator: str) -> bool:
    """Whether every quote in these lines stands where a strict reader allows it."""
    try:
        return len(list(csv.reader(lines, delimiter=separator, strict=True))) == len(lines)
    except csv.Error:
        return False


def _streamed(
    workspace: Workspace,
    path: Path,
    header: Header,
    separator: str,
    first_line: int,
) -> RawTable:
    """A view on the file. Whoever scans it gets duckdb.Error when a row is irregular."""
    name = workspace.fresh("raw")
    columns = ", ".join(f"{quote(column)}: 'VARCHAR'" for column in header.names)
    workspace.duck.execute(
        f"CREATE TEMP VIEW {identifier(name)} AS SELECT * FROM read_csv({path_literal(path)}, "
        f"auto_detect = false, header = false, skip = {first_line}, delim = {quote(separator)}, "
        f"quote = '\"', escape = '\"', columns = {{{columns}}})"
    )

    def locate(positions: Sequence[int], total: int) -> dict[int, RawRow]:
        found = rows_at(scan(path), positions, total, header_lines=first_line, separator=separator)
        return {
            position: RawRow(line, dict(zip(header.names, (cell or None for cell in cells), strict=False)))
            for position, (line, cells) in found.items()
        }

    return RawTable(name, header.names, "", ordinal=True, locate=locate)


def _exact(path: Path, header: Header, separator: str, name: str) -> Iterator[Line]:
    """Every record with the line it begins on; cells beyond the header are its surplus."""
    width = len(header.names)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        begins = 1
        try:
            for index, cells in enumerate(reader):
                line, begins = begins, reader.line_num + 1
                if index < header.body:
                    continue
                beyond = [cell for cell in cells[width:] if cell.strip()]
                yield Line(line, cells[:width], separator.join(beyond) or None)
        except csv.Error as error:
            raise FileRefused("delivery_unreadable", file=name, detail=f"{begins}: {error}") from error
