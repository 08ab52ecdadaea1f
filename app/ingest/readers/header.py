"""Finding the header: the row that holds the columns asked for, whatever stands above it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.errors import FileRefused
from app.ingest.readers.table import RESERVED

SEARCHED_ROWS = 60  # a header lower than this is not looked for

Row = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns a source asks for: each by any of its names; and patterns that must match some column."""

    columns: tuple[tuple[str, ...], ...]
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file's header is described: a row number, 'auto', or 'none' with the names given."""

    header: int | str = "auto"
    header_rows: int = 1
    names: tuple[str, ...] = ()
    wanted: Wanted = field(default_factory=lambda: Wanted(()))


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns (unique) and the index of the first row below them."""

    names: tuple[str, ...]
    body: int


def name_key(name: str) -> str:
    """What two spellings of a column name have in common: width, case and blanks do not count."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(ch for ch in folded if not ch.isspace() and ch not in "\ufeff\u200b")


def find_header(rows: Sequence[Row], layout: Layout, *, file: str, sheet: str = "") -> Header:
    """The first row that holds every column asked for.

    Raises: FileRefused('file_empty') without rows; FileRefused('header_missing') with the missing
    columns and the nearest names found.
    """
    if not any(any(_filled(cell) for cell in row) for row in rows):
        raise FileRefused("file_empty", file=file, sheet=sheet)
    if layout.header == "none":
        width = max(len(row) for row in rows)
        if width < len(layout.names):
            raise FileRefused("columns_too_few", file=file, sheet=sheet, found=width, asked=len(layout.names))
        return Header(unique_names(layout.names, width), 0)
    starts = [layout.header - 1] if isinstance(layout.header, int) else range(min(len(rows), SEARCHED_ROWS))
    best: tuple[int, tuple[str, ...]] | None = None
    for start in starts:
        names = joined_names(rows[start : start + layout.header_rows])
        hits = len(layout.wanted.columns) + len(layout.wanted.patterns) - len(_missing(names, layout.wanted))
        if not _missing(names, layout.wanted) and names:
            return Header(unique_names(names, len(names)), start + layout.header_rows)
        if best is None or hits > best[0]:
            best = (hits, names)
    found = best[1] if best else ()
    raise _refusal(found, layout.wanted, file=file, sheet=sheet)


def matches_any(rows: Sequence[Row], layout: Layout) -> bool:
    """Whether at least one wanted column stands in some row: tells a wrong header from a sheet of notes."""
    sought = {name_key(name) for names in layout.wanted.columns for name in names}
    return any(name_key(cell) in sought for row in rows[:SEARCHED_ROWS] for cell in row if cell)


def column_for(names: Sequence[str], columns: Sequence[str]) -> str | None:
    """The column that bears the first of `names` present."""
    by_key: dict[str, str] = {}
    for column in columns:
        by_key.setdefault(name_key(column), column)
    return next((by_key[name_key(name)] for name in names if name_key(name) in by_key), None)


def unique_names(names: Sequence[str], width: int) -> tuple[str, ...]:
    """Names for every column: blank ones numbered, repeated ones counted (受理量, 受理量_2)."""
    taken = {name.casefold() for name in RESERVED}
    result: list[str] = []
    for index in range(max(width, len(names))):
        stem = names[index].strip() if index < len(names) else ""
        stem = stem or f"column_{index + 1}"
        name, count = stem, 2
        while name.casefold() in taken:
            name, count = f"{stem}_{count}", count + 1
        taken.add(name.casefold())
        result.append(name)
    return tuple(result)


def joined_names(rows: Sequence[Row]) -> tuple[str, ...]:
    """One name a column; the parts of a merged header joined with '/', blanks filled from the left."""
    width = max((len(row) for row in rows), default=0)
    filled: list[list[str]] = []
    for depth, row in enumerate(rows):
        cells = [_tidy(row[index]) if index < len(row) else "" for index in range(width)]
        if depth < len(rows) - 1:
            for index in range(1, width):
                cells[index] = cells[index] or cells[index - 1]
        filled.append(cells)
    names = []
    for index in range(width):
        parts: list[str] = []
        for cells in filled:
            if cells[index] and cells[index] not in parts:
                parts.append(cells[index])
        names.append("/".join(parts))
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _missing(names: Sequence[str], wanted: Wanted) -> list[str]:
    keys = {name_key(name) for name in names}
    missing = [options[0] for options in wanted.columns if not keys & {name_key(name) for name in options}]
    missing += [pattern for pattern in wanted.patterns if not any(re.search(pattern, name) for name in names)]
    return missing


def _refusal(found: Sequence[str], wanted: Wanted, *, file: str, sheet: str) -> FileRefused:
    missing = _missing(found, wanted)
    nearest = [close for name in missing for close in difflib.get_close_matches(name, found, n=1, cutoff=0.4)]
    return FileRefused(
        "header_missing",
        file=file,
        sheet=sheet,
        columns=", ".join(missing),
        nearest=", ".join(dict.fromkeys(nearest)) or "–",
        found=", ".join(name for name in found if name)[:300] or "–",
    )


def _tidy(cell: str | None) -> str:
    return re.sub(r"\s+", " ", (cell or "").replace("\ufeff", "")).strip()


def _filled(cell: str | None) -> bool:
    return cell is not None and cell.strip() != ""
