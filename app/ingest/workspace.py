"""The engine of one load: a DuckDB inside the process, a folder for its leftovers, and names for tables.

Everything behind the readers is written as ibis expressions; only this file and the readers know
that the engine is DuckDB.
"""

# ruff: noqa: S608  names are quoted

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import shutil
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import ibis

MEMORY_LIMIT = "640MB"
_SCRATCH = "cockpit-load-"
_SETTLED = 60.0  # seconds


class Workspace:
    """A DuckDB that is thrown away after the load. Use it as a context manager."""

    def __init__(self, time_zone: str = "UTC", memory_limit: str = MEMORY_LIMIT) -> None:
        self.folder, self._lock = scratch()
        self.con = ibis.duckdb.connect(
            threads=max(2, os.cpu_count() or 2),
            memory_limit=memory_limit,
            temp_directory=str(self.folder / "spill"),
        )
        # Times with an offset are turned into the city's own clock by the session's time zone.
        self.duck.execute(f"SET TimeZone = {quote(time_zone)}")
        # A list of words in a condition stays a condition: as a join it would be computed for every row,
        # also for those that an earlier branch has settled (measured: 15 times slower).
        self.duck.execute("SET disabled_optimizers = 'in_clause'")
        self._numbers = itertools.count(1)
        self._made: list[str] = []
        self._folders: list[Path] = []

    @property
    def duck(self) -> Any:
        """The plain DuckDB connection, for the readers."""
        return self.con.con

    def fresh(self, stem: str) -> str:
        """A name that no other table of this load has; dropped by `clear`."""
        name = f"{stem}_{next(self._numbers)}"
        self._made.append(name)
        return name

    def file(self, stem: str) -> Path:
        """A path in the temporary folder."""
        return self.folder / f"{stem}_{next(self._numbers)}"

    def folder_for(self, stem: str, parent: Path | None = None) -> Path:
        """A new folder inside the temporary one, or inside `parent`; gone when the workspace closes."""
        made = Path(tempfile.mkdtemp(prefix=f"{self.folder.name}-{stem}-", dir=parent or self.folder))
        self._folders.append(made)
        return made

    def keep(self, stem: str, expression: Any) -> Any:
        """Compute an expression once; returns the table that holds its rows, in order."""
        return self.con.create_table(self.fresh(stem), expression, temp=True)

    def keep_sql(self, stem: str, statement: str) -> Any:
        """As `keep`, for a statement that is text already."""
        name = self.fresh(stem)
        self.duck.execute(f"CREATE TEMP TABLE {identifier(name)} AS {statement}")
        return self.con.table(name)

    def mark(self, table: Any, column: str, value: int, rows: Any) -> None:
        """Write a value into some rows of a kept table. `rows`: an expression whose one column is their rowid."""
        chosen = self.keep("marked", rows)
        self.duck.execute(
            f"UPDATE {identifier(table.op().name)} SET {identifier(column)} = {value} "
            f"WHERE rowid IN (SELECT * FROM {identifier(chosen.op().name)})"
        )

    def view(self, stem: str, expression: Any) -> Any:
        """Give an expression a name without computing it.

        A step between views is computed once a row, however often the next step uses it.
        """
        return self.con.create_view(self.fresh(stem), expression)

    def clear(self) -> None:
        """Forget every table and file made so far."""
        for name in reversed(self._made):
            kind = self.duck.execute(
                "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [name]
            ).fetchone()
            if kind:
                word = "VIEW" if kind[0] == "VIEW" else "TABLE"
                self.duck.execute(f"DROP {word} IF EXISTS {identifier(name)}")
        self._made.clear()
        for path in self.folder.glob("*"):
            if path.is_file():
                path.unlink()

    def close(self) -> None:
        """Let go of the engine and everything it wrote."""
        self.con.disconnect()
        for folder in (*self._folders, self.folder):
            shutil.rmtree(folder, ignore_errors=True)
        os.close(self._lock)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def scratch() -> tuple[Path, int]:
    """A temporary folder and the lock that shows it is in use; those of loaders that died are removed."""
    parent = Path(tempfile.gettempdir())
    for left in parent.glob(f"{_SCRATCH}*"):
        _remove_if_left(left)
    folder = Path(tempfile.mkdtemp(prefix=_SCRATCH))
    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return folder, lock


def _remove_if_left(folder: Path) -> None:
    """The lock of a process ends with it, however it ends."""
    with contextlib.suppress(OSError):
        if time.time() - folder.stat().st_mtime < _SETTLED:
            return  # between being made and being locked
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)


def quote(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def path_literal(path: Path) -> str:
    """A file's path as a SQL literal that the engine does not take for a pattern."""
    return quote("".join(f"[{ch}]" if ch in "*?[" else ch for ch in str(path)))
