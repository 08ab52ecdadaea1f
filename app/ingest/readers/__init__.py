"""Readers: a delivery in any format becomes a relation of text with row numbers. One file a format."""

from __future__ import annotations

from pathlib import Path

import duckdb

from app.catalogue.source import Source
from app.ingest.faults import of_engine, of_system
from app.ingest.readers.columnar import read_parquet
from app.ingest.readers.delimited import read_delimited
from app.ingest.readers.documents import read_document, read_json_lines
from app.ingest.readers.excel import is_workbook, read_workbook
from app.ingest.readers.header import Layout, Wanted
from app.ingest.readers.table import RawTable
from app.ingest.workspace import Workspace

__all__ = ["RawTable", "layout_of", "read_file"]


def layout_of(source: Source) -> Layout:
    """The columns a source cannot do without, and where it says they stand."""
    made = {*source.unpivot.name, source.unpivot.value} if source.unpivot else set()
    asked = [rule for rule in source.fields.values() if not rule.optional]
    columns = tuple(rule.columns for rule in asked if rule.columns and not set(rule.columns) & made)
    columns += tuple((part,) for rule in asked for part in rule.join if part not in made)
    patterns = (source.unpivot.columns,) if source.unpivot else ()
    read = source.read
    return Layout(read.header, read.header_rows, read.names, Wanted(columns, patterns))


def read_file(
    workspace: Workspace,
    source: Source,
    path: Path,
    *,
    file: str,
) -> list[RawTable]:
    """The file as one relation a sheet. `file` is the name told to people.

    Raises: FileRefused when the file is wrong as a whole.
    """
    read, layout = source.read, layout_of(source)
    form = read.format
    try:
        if form == "excel" and is_workbook(path):
            return read_workbook(workspace, path, layout, file=file, sheets=read.sheets or "all")
        if form == "parquet":
            return [read_parquet(workspace, path, layout, file=file)]
        if form == "json":
            return [
                read_document(
                    workspace, path, layout, file=file, records=read.records, encoding=read.encoding
                )
            ]
        if form == "jsonl":
            return [read_json_lines(workspace, path, layout, file=file, encoding=read.encoding)]
        # old systems export text named .xls: read as the text it is
        return [
            read_delimited(
                workspace,
                path,
                layout,
                file=file,
                encoding=read.encoding,
                delimiter=read.delimiter,
            )
        ]
    except (OSError, MemoryError) as error:
        raise of_system(error, file) from error
    except duckdb.Error as error:
        raise of_engine(error, file) from error
