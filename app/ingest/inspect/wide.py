"""Tables whose columns are periods: 2024-01, 2024-02 … each cell becomes a row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from app.ingest.inspect.table import Table
from app.ingest.inspect.values import date_sense, is_period_name

PERIOD, VALUE = "period_name", "amount"
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Wide:
    """`pattern` matches the names in `columns`; the rest of the columns stay."""

    pattern: str
    columns: tuple[str, ...]
    name: str = PERIOD
    value: str = VALUE


def wide_of(table: Table) -> Wide | None:
    """The period columns of a table, None when it is long already."""
    named = [name for name in table.names if is_period_name(name)]
    grains = Counter(sense.grain for name in named if (sense := date_sense(name)))
    if not grains or max(grains.values()) < _LEAST:
        return None
    grain = grains.most_common(1)[0][0]
    columns = tuple(name for name in named if (sense := date_sense(name)) and sense.grain is grain)
    return Wide(_pattern(columns), columns)


def long_rows(table: Table, wide: Wide) -> Table:
    """The table with a row a cell, as ingest will make it."""
    at = [index for index, name in enumerate(table.names) if name in set(wide.columns)]
    kept = [index for index in range(len(table.names)) if index not in set(at)]
    names = (*(table.names[index] for index in kept), wide.name, wide.value)
    body = tuple(
        (*(_cell(row, index) for index in kept), table.names[place], _cell(row, place))
        for row in table.body
        for place in at
    )
    return Table(
        table.sheet, table.header, table.header_rows, names, table.banner, body, table.footer, table.whole
    )


def _cell(row: tuple[str | None, ...], index: int) -> str | None:
    return row[index] if index < len(row) else None


def _pattern(names: tuple[str, ...]) -> str:
    """One regular expression for all: runs of digits by their lengths, the rest as it stands."""
    shapes: dict[str, list[list[int]]] = {}
    for name in names:
        parts = re.split(r"(\d+)", name)
        shape = "\0".join(re.escape(part) for part in parts[::2])
        shapes.setdefault(shape, []).append([len(part) for part in parts[1::2]])
    found = []
    for shape, lengths in shapes.items():
        pieces = shape.split("\0")
        text = pieces[0]
        for piece, sizes in zip(pieces[1:], zip(*lengths, strict=True), strict=True):
            low, high = min(sizes), max(sizes)
            text += rf"\d{{{low}}}" if low == high else rf"\d{{{low},{high}}}"
            text += piece
        found.append(text)
    return f"^({'|'.join(found)})$"
