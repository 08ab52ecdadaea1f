"""A query on a department's database, fetched in chunks."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator

import sqlalchemy as sa
from dotenv import dotenv_values

from app.domain.errors import FileRefused
from app.ingest.readers.excel import as_text
from app.ingest.readers.header import Layout, find_header
from app.ingest.readers.table import CHUNK, Line, RawTable, store_lines
from app.ingest.workspace import Workspace


class Digest:
    """Hash and size of the rows that went by: the identity of a delivery without a file."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.bytes = 0

    def add(self, cells: list[str | None]) -> None:
        """Take one row into account."""
        text = "\x1f".join("\x00" if cell is None else cell for cell in cells).encode() + b"\x1e"
        self._hash.update(text)
        self.bytes += len(text)

    @property
    def sha256(self) -> str:
        """The digest so far."""
        return self._hash.hexdigest()


def address(setting: str) -> str:
    """The address the operator gave in the environment or `.env`. Raises FileRefused('setting_missing')."""
    value = os.environ.get(setting) or dotenv_values(".env").get(setting)
    if not value:
        raise FileRefused("setting_missing", setting=setting)
    return value


def read_query(workspace: Workspace, setting: str, query: str, layout: Layout, *, digest: Digest) -> RawTable:
    """The rows of one query as a relation of text; `digest` is fed on the way.

    Raises: FileRefused('setting_missing', 'database_unreachable', 'header_missing').
    """
    try:
        engine = sa.create_engine(address(setting))
        with engine.connect().execution_options(stream_results=True) as connection:
            result = connection.execute(sa.text(query))
            names = find_header([list(result.keys())], layout, file=setting).names

            def lines() -> Iterator[Line]:
                row = 0
                for chunk in result.partitions(CHUNK):
                    for values in chunk:
                        row += 1
                        cells = [as_text(value) for value in values]
                        digest.add(cells)
                        yield Line(row, cells)

            return store_lines(workspace, names, lines())
    except sa.exc.SQLAlchemyError as error:
        # the driver's own words may hold the password: only the kind of error is told
        raise FileRefused("database_unreachable", setting=setting, detail=type(error).__name__) from error
