"""Hearing of new data: by any process that writes to the store, within hundredths of a second.

PostgreSQL tells those who listen when a transaction commits. SQLite tells a connection, for a few
microseconds' work, whether another one has committed since it last looked; so it is asked every 20 ms.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
from sqlalchemy import make_url, text

from app.domain.errors import CockpitError
from app.store.store import Store

CHANNEL = "cockpit_data"
_LOOK = 0.02  # seconds between two looks at SQLite
_VERSION = "SELECT version FROM data_version WHERE id = 1"
_LAST = "SELECT COALESCE(MAX(id), 0) FROM load_run"
_RUNS = "SELECT id, source FROM load_run WHERE state = 'committed' AND id > "
_SINCE = """
SELECT v.version, r.source, MAX(r.id) AS newest, COUNT(r.id) AS loads
FROM data_version v LEFT JOIN load_run r ON r.state = 'committed' AND r.id > :last
WHERE v.id = 1 GROUP BY v.version, r.source
"""


@dataclass(frozen=True, slots=True)
class Change:
    """New data. `sources`: whose loads it came with; None: anything may be different."""

    version: int
    sources: frozenset[str] | None


class Tally:
    """The newest committed load of each source, and how many changes came with no load; for one process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._newest: dict[str, int] = {}
        self._last = self._loads = 0

    def now(self) -> tuple[int, dict[str, int]]:
        """(changes without a load, newest load by source), both of one moment."""
        with self._lock, self._store.reading() as connection:
            # One statement: what it tells belongs together on either database.
            rows = connection.execute(text(_SINCE), {"last": self._last}).all()
            for row in rows:
                if row.source is not None:
                    self._newest[row.source] = row.newest
                    self._last = max(self._last, row.newest)
                    self._loads += row.loads
            return int(rows[0].version) - self._loads, dict(self._newest)


class _Line(Protocol):
    """A connection of its own that can wait."""

    def ask(self, question: str) -> list[Any]:
        """The rows of a question of this module."""

    def moved(self, seconds: float) -> bool:
        """Whether somebody may have committed; waits no longer than so many seconds."""

    def close(self) -> None:
        """Let go."""


class Listener:
    """Waits for the data version to grow."""

    def __init__(self, line: _Line) -> None:
        self._line = line
        self.version = self._version()
        self._run = int(line.ask(_LAST)[0][0])

    def _version(self) -> int:
        return int(self._line.ask(_VERSION)[0][0])

    def wait(self, seconds: float) -> Change | None:
        """The next change, or None when there is none for so many seconds.

        Raises: CockpitError('store_unavailable').
        """
        end = time.monotonic() + seconds
        try:
            while (left := end - time.monotonic()) > 0:
                if self._line.moved(left) and (version := self._version()) > self.version:
                    return self._change(version)
            version = self._version()
            return self._change(version) if version > self.version else None
        except (sqlite3.Error, psycopg.Error) as error:
            raise CockpitError("store_unavailable", store="", detail=str(error)[:200]) from error

    def _change(self, version: int) -> Change:
        """A version that is no load's (a target, a hold, a rebuild) may concern anything."""
        runs = self._line.ask(_RUNS + str(self._run))
        loads_only = len(runs) == version - self.version
        self.version = version
        self._run = max([self._run, *(int(number) for number, _ in runs)])
        return Change(version, frozenset(source for _, source in runs) if loads_only else None)


@contextmanager
def listening(store: Store) -> Iterator[Listener]:
    """A listener on a connection of its own. Raises: CockpitError('store_unavailable')."""
    url = make_url(store.url)
    try:
        line: _Line = (
            _SQLite(str(url.database)) if url.get_backend_name() == "sqlite" else _PostgreSQL(store.url)
        )
    except (sqlite3.Error, psycopg.Error) as error:
        raise CockpitError("store_unavailable", store="", detail=str(error)[:200]) from error
    try:
        yield Listener(line)
    finally:
        line.close()


class _SQLite:
    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=60)
        self._seen: Any = None

    def ask(self, question: str) -> list[Any]:
        return self._connection.execute(question).fetchall()

    def moved(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while True:
            now = self.ask("PRAGMA data_version")
            if now != self._seen:
                self._seen = now
                return True
            left = end - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(_LOOK, left))

    def close(self) -> None:
        self._connection.close()


class _PostgreSQL:
    def __init__(self, url: str) -> None:
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(address, autocommit=True)
        self._connection.execute(f"LISTEN {CHANNEL}")

    def ask(self, question: str) -> list[Any]:
        return self._connection.execute(question.encode()).fetchall()

    def moved(self, seconds: float) -> bool:
        return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))

    def close(self) -> None:
        self._connection.close()
