"""Parquet: read where it lies, every column as text."""

# ruff: noqa: S608  names and paths are quoted by the workspace

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from app.domain.errors import FileRefused
from app.ingest.readers.header import Layout, find_header
from app.ingest.readers.table import RawRow, RawTable
from app.ingest.workspace import Workspace, identifier, path_literal


def read_parquet(workspace: Workspace, path: Path, layout: Layout, *, file: str) -> RawTable:
    """The file as a view of text; row numbers count from 1.

    Raises: FileRefused('delivery_unreadable', 'header_missing').
    """
    try:
        described = workspace.duck.execute(f"DESCRIBE SELECT * FROM read_parquet({path_literal(path)})")
        found = [row[0] for row in described.fetchall()]
    except duckdb.Error as error:
        raise FileRefused("delivery_unreadable", file=file, detail=str(error)[:200]) from error
    names = find_header([found], layout, file=file).names
    texts = ", ".join(
        f"CAST({identifier(column)} AS VARCHAR) AS {identifier(name)}"
        for column, name in zip(found, names, strict=True)
    )
    view = workspace.fresh("raw")
    workspace.duck.execute(
        f"CREATE TEMP VIEW {identifier(view)} AS SELECT {texts} FROM read_parquet({path_literal(path)})"
    )

    def locate(positions: Sequence[int], _total: int) -> dict[int, RawRow]:
        workspace.duck.register("_wanted", pa.table({"p": pa.array(positions, pa.int64())}))
        rows = workspace.duck.execute(
            f"SELECT file_row_number, {texts} FROM read_parquet({path_literal(path)}, file_row_number = true) "
            "WHERE file_row_number IN (SELECT p FROM _wanted)"
        ).fetchall()
        workspace.duck.unregister("_wanted")
        return {
            position: RawRow(position + 1, dict(zip(names, cells, strict=True))) for position, *cells in rows
        }

    return RawTable(view, names, "", ordinal=True, locate=locate)
