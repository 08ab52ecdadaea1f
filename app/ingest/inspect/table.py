"""Where the header stands, how many rows it takes, what lies above and below the table."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from app.ingest.inspect.look import Row, Sheet
from app.ingest.inspect.values import is_label, is_number, is_period_name
from app.ingest.inspect.wide import Wide, two_level
from app.ingest.inspect.words import pattern
from app.ingest.readers.header import SEARCHED_ROWS, joined_names, unique_names
from app.ingest.standardise.wide import parts_of

_NOTE = pattern("note")
_MOST = 0.6  # of the cells must be labels, of the columns must be named


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet taken apart. `header`: number of the first header row (from 1), None without one."""

    sheet: str
    header: int | None
    header_rows: int
    names: tuple[str, ...]
    banner: tuple[str, ...]
    body: tuple[Row, ...]
    footer: tuple[str, ...]
    whole: bool


def table_of(sheet: Sheet) -> Table:
    """The table a sheet holds."""
    rows = sheet.rows
    start = 0 if sheet.named else _header(rows)
    if start is None:
        width = max((len(row) for row in rows), default=0)
        body, footer = _cut(rows, width, whole=sheet.whole)
        return Table(sheet.name, None, 0, unique_names((), width), (), body, footer, sheet.whole)
    depth = 1 if sheet.named else 2 if _paired(rows, start) else _depth(rows, start)
    named = joined_names(rows[start : start + depth])
    names = unique_names(named, len(named))
    body, footer = _cut(rows[start + depth :], len(names), whole=sheet.whole)
    banner = tuple(text for row in rows[:start] if (text := _line(row)))
    return Table(sheet.name, start + 1, depth, names, banner, body, footer, sheet.whole)


def long_rows(table: Table, wide: Wide) -> Table:
    """The table with a row a cell, as ingest will make it."""
    at = [index for index, name in enumerate(table.names) if name in set(wide.columns)]
    kept = [index for index in range(len(table.names)) if index not in set(at)]
    names = (*(table.names[index] for index in kept), *wide.names, wide.value)
    body = tuple(
        (
            *(_cell(row, index) for index in kept),
            *parts_of(wide.pattern, len(wide.names), table.names[place]),
            _cell(row, place),
        )
        for row in table.body
        for place in at
    )
    return Table(
        table.sheet, table.header, table.header_rows, names, table.banner, body, table.footer, table.whole
    )


def _header(rows: Sequence[Row]) -> int | None:
    """The first row that names most columns; None when the rows begin with data."""
    wide = _width(rows)
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        filled = [cell for cell in row if _full(cell)]
        if wide > 1 and len(set(filled)) == 1:
            continue  # a line across the table, in every cell that it was merged over
        if _paired(rows, index):
            return index
        if len(filled) < max(min(2, wide), _MOST * wide):
            continue
        return index if _names_columns(filled) else None
    return None


def _names_columns(filled: Sequence[str | None]) -> bool:
    labels = [cell for cell in filled if is_label(cell) or is_period_name(cell)]
    words = [cell for cell in filled if is_label(cell)]
    spans = len({cell for cell in filled if is_period_name(cell)})
    return (
        bool(words) and len(labels) >= 0.75 * len(filled) and (len(words) >= _MOST * len(filled) or spans > 2)
    )


def _paired(rows: Sequence[Row], start: int) -> bool:
    """Whether two rows name the columns together, periods among them, and numbers follow."""
    if start + 2 >= len(rows) or not _spanning(rows[start]):
        return False
    above, below, body = rows[start : start + 3]
    cells = [cell for cell in (*above, *below) if _full(cell)]
    if any(is_number(cell) and not is_period_name(cell) for cell in cells) or not any(map(is_number, body)):
        return False
    return two_level(joined_names([above, below]))


def _depth(rows: Sequence[Row], start: int) -> int:
    """2 or 3 when the header is merged: a name stands over several columns that are named below."""
    depth = 1
    while depth < 3 and start + depth + 1 < len(rows):
        above, below = rows[start + depth - 1], rows[start + depth]
        filled = [cell for cell in below if _full(cell)]
        spanning = _spanning(above)
        if not spanning or not filled or not all(is_label(c) or is_period_name(c) for c in filled):
            break
        if not any(_full(cell) and not is_label(cell) for cell in rows[start + depth + 1]):
            break
        depth += 1
    return depth


def _spanning(row: Row) -> bool:
    """Whether a cell covers its right neighbour: the same words again, or nothing."""
    pairs = itertools.pairwise(row)
    return any(_full(left) and (right == left or not _full(right)) for left, right in pairs)


def _cut(rows: Sequence[Row], width: int, *, whole: bool) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows of the table and the notes below it."""
    end = len(rows)
    while whole and end:
        filled = [cell for cell in rows[end - 1] if _full(cell)]
        told = len(set(filled)) == 1 and bool(_NOTE.match(filled[0] or "") or len(filled[0] or "") > 20)
        if filled and not (width > 2 and told):
            break
        end -= 1
    footer = tuple(text for row in rows[end:] if (text := _line(row)))
    return tuple(row for row in rows[:end] if any(_full(cell) for cell in row)), footer


def _width(rows: Sequence[Row]) -> int:
    counts = sorted(len([c for c in row if _full(c)]) for row in rows[: SEARCHED_ROWS * 2])
    counts = [count for count in counts if count > 1] or counts
    return counts[len(counts) // 2] if counts else 0


def _line(row: Row) -> str:
    return " ".join(dict.fromkeys(cell.strip() for cell in row if cell and cell.strip()))


def _full(cell: str | None) -> bool:
    return bool(cell and cell.strip())


def _cell(row: tuple[str | None, ...], index: int) -> str | None:
    return row[index] if index < len(row) else None
