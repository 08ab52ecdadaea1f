"""What every reader hands on: a relation of text columns in the workspace, and the way back to its rows."""

# ruff: noqa: S608  names and paths are quoted by the workspace

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from app.ingest.workspace import Workspace, identifier

POSITION = "_pos"  # where a row stands: its row number in the file, unless the table is `ordinal`
SURPLUS = "_surplus"  # cells beyond the header, or a record that could not be read; else NULL
RESERVED = (POSITION, SURPLUS)
CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands in the file. `row` counts from 1, as a person sees it."""

    row: int
    cells: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A sheet or file of text.

    `relation` names a table or view of text columns. When `ordinal` is false it also holds
    POSITION and SURPLUS; when it is true its rows are addressed by their order (from 0), and no
    row has surplus cells. `locate(positions, total)` gives the rows back as the file has them;
    `total` is the number of rows the relation yielded. When scanning the relation fails, `again`
    reads the file in a slower, exact way. All rows of a `hidden` sheet are left out by rule.
    """

    relation: str
    columns: tuple[str, ...]
    sheet: str
    ordinal: bool
    locate: Callable[[Sequence[int], int], dict[int, RawRow]]
    again: Callable[[], RawTable] | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row on its way into the workspace."""

    row: int
    cells: Sequence[str | None]
    surplus: str | None = None


def store_lines(
    workspace: Workspace, columns: Sequence[str], lines: Iterable[Line], *, sheet: str = ""
) -> RawTable:
    """Write rows into the workspace in chunks. Rows without any content are left out."""
    name = workspace.fresh("raw")
    schema = pa.schema(
        [(POSITION, pa.int64()), (SURPLUS, pa.string()), *((column, pa.string()) for column in columns)]
    )
    described = ", ".join(f"{identifier(column)} VARCHAR" for column in columns)
    workspace.duck.execute(
        f"CREATE TEMP TABLE {identifier(name)} ({POSITION} BIGINT, {SURPLUS} VARCHAR, {described})"
    )
    chunk: list[Line] = []
    for line in lines:
        if not line.surplus and all(cell is None or not cell.strip() for cell in line.cells):
            continue
        chunk.append(line)
        if len(chunk) >= CHUNK:
            _insert(workspace, name, schema, chunk)
            chunk = []
    if chunk:
        _insert(workspace, name, schema, chunk)
    return table_of(workspace, name, columns, sheet=sheet)


def table_of(workspace: Workspace, name: str, columns: Sequence[str], *, sheet: str = "") -> RawTable:
    """The RawTable of a relation that holds POSITION (the row number) and SURPLUS."""

    def locate(positions: Sequence[int], _total: int) -> dict[int, RawRow]:
        listed = ", ".join(identifier(column) for column in columns)
        workspace.duck.register("_wanted", pa.table({"p": pa.array(positions, pa.int64())}))
        cursor = workspace.duck.execute(
            f"SELECT {POSITION}, {SURPLUS}, {listed} FROM {identifier(name)} "
            f"WHERE {POSITION} IN (SELECT p FROM _wanted)"
        )
        found = {}
        for row, surplus, *cells in cursor.fetchall():
            content = dict(zip(columns, cells, strict=True))
            if surplus is not None:
                content["+"] = surplus
            found[row] = RawRow(row, content)
        workspace.duck.unregister("_wanted")
        return found

    return RawTable(name, tuple(columns), sheet, ordinal=False, locate=locate)


def _insert(workspace: Workspace, name: str, schema: pa.Schema, chunk: list[Line]) -> None:
    width = len(schema) - len(RESERVED)
    columns = [
        pa.array([line.row for line in chunk], pa.int64()),
        pa.array([line.surplus for line in chunk], pa.string()),
    ]
    columns += [pa.array([_cell(line.cells, index) for line in chunk], pa.string()) for index in range(width)]
    workspace.duck.register("_chunk", pa.table(columns, schema=schema))
    workspace.duck.execute(f"INSERT INTO {identifier(name)} SELECT * FROM _chunk")
    workspace.duck.unregister("_chunk")


def _cell(cells: Sequence[str | None], index: int) -> str | None:
    return cells[index] or None if index < len(cells) else None
