"""What a reader yields, as plain rows."""

from __future__ import annotations

from collections.abc import Sequence

from app.ingest.readers.header import Layout, Wanted
from app.ingest.readers.table import RESERVED, RawTable
from app.ingest.workspace import Workspace, identifier


def wanting(*columns: str, patterns: Sequence[str] = (), **options: object) -> Layout:
    return Layout(wanted=Wanted(tuple((name,) for name in columns), tuple(patterns)), **options)  # type: ignore[arg-type]


def contents(workspace: Workspace, raw: RawTable) -> list[dict[str, str | None]]:
    cursor = workspace.duck.execute(f"SELECT * FROM {identifier(raw.relation)}")
    names = [column[0] for column in cursor.description]
    return [
        {name: cell for name, cell in zip(names, row, strict=True) if name not in RESERVED}
        for row in cursor.fetchall()
    ]


def row_numbers(workspace: Workspace, raw: RawTable) -> list[int]:
    total = len(contents(workspace, raw))
    if raw.ordinal:
        positions = list(range(total))
    else:
        cursor = workspace.duck.execute(f"SELECT _pos FROM {identifier(raw.relation)}")
        positions = [row[0] for row in cursor.fetchall()]
    found = raw.locate(positions, total)
    return [found[position].row for position in positions]
