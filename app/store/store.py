"""The store: observations for ever, current cells for speed, logs for trust."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, insert, select, text

from app.domain.area import Area
from app.domain.errors import CockpitError
from app.domain.indicator import Measure
from app.domain.period import Calendar
from app.store import faults, reading, registry, versions, writing
from app.store.engine import build_engine
from app.store.load import Batch, Load, LoadRun
from app.store.moments import micros, moment
from app.store.rebuild import rebuild
from app.store.tables import audit, data_version, load_run


class Store:
    """One database. `url` is an SQLAlchemy address; SQLite and PostgreSQL are supported.

    Raises: CockpitError('store_unavailable') from any method when the database does not answer,
    CockpitError('store_full') when there is no room for what is to be written.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = build_engine(url)

    def dispose(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _connect(self, *, writing: bool) -> Connection:
        connection = self._engine.connect().execution_options(writing=writing)
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with, for the repositories of this package."""
        with faults.told(self._engine.url), self._connect(writing=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; loaders wait for one another, readers do not."""
        with faults.told(self._engine.url), self._connect(writing=True) as connection:
            if connection.dialect.name == "postgresql":
                # Serialises writers until the end of the transaction.
                connection.execute(text("SELECT pg_advisory_xact_lock(708501)"))
            yield connection
            connection.commit()

    def migrate(self) -> None:
        """Bring the tables to the newest version; safe to call from several workers at once."""
        with self.reading() as connection:
            if versions.is_newest(connection):
                return
        with self.writing() as connection:
            versions.upgrade(connection)

    def register(self, measures: Iterable[Measure], areas: Iterable[Area], calendar: Calendar) -> None:
        """Make measures, areas and the calendar known. Idempotent; writes only when something is new.

        When a measure adds up in another way than before, an area has another parent or years begin in
        another month, the cells concerned are rebuilt from the observations.
        """
        words = (list(measures), list(areas), calendar)
        with self.reading() as connection:
            if not registry.changes(connection, *words):
                return
        with self.writing() as connection:
            # Once more: another worker may have been quicker.
            stale = registry.apply(connection, registry.changes(connection, *words))
            if stale:
                rebuild(connection, stale)
                writing.bump(connection)

    def rebuild(self) -> None:
        """Compute every current cell anew from the observations."""
        with self.writing() as connection:
            rebuild(connection)
            writing.bump(connection)

    def has_batches(self, source: str, sha256s: Iterable[str]) -> bool:
        """Whether one committed load of the source held exactly these files."""
        with self.reading() as connection:
            return writing.committed_run(connection, source, sha256s) is not None

    def has_size(self, source: str, size: int) -> bool:
        """Whether some delivery of the source, loaded or refused, had this many bytes."""
        with self.reading() as connection:
            return writing.size_known(connection, source, size)

    def commit(self, load: Load, also: Callable[[Connection, int], None] | None = None) -> LoadRun:
        """Commit a load whole, or not at all.

        `also` writes what must stand with it, in the same transaction, given the run's number.

        Only cells that say something new become observations; a value other than the one known gets the
        status R (but P, E and B stay what they are). Roll-ups above them are recomputed. A delivery that is
        already committed changes nothing and gives the run that committed it.
        Raises: CockpitError when rows do not add up, when an observation contradicts itself, the registered
        measures and areas or the calendar, and when one cell is given twice.
        """
        load.check()
        with self.writing() as connection:
            known = writing.committed_run(connection, load.source, [batch.sha256 for batch in load.batches])
            if known is not None:
                return self._run(connection, known)
            run = writing.write_load(connection, load)
            if also is not None:
                also(connection, run)
            writing.bump(connection)
            return self._run(connection, run)

    def refuse(
        self, source: str, batches: list[Batch], error: CockpitError, at: datetime | None = None
    ) -> LoadRun:
        """Log a delivery refused as a whole (`at`: default now): nothing of it is loaded.

        Refused again for the same reason, it gives the run that is already in the log.
        """
        load = Load(source, batches, at or datetime.now(UTC), 0, 0, 0, 0)
        with self.writing() as connection:
            for batch in batches:
                known = writing.last_refusal(connection, source, batch)
                if known is not None and writing.same_error(connection, known, error):
                    return self._run(connection, known)
            return self._run(connection, writing.write_run(connection, "refused", load, error))

    def refusal(self, source: str, batch: Batch) -> LoadRun | None:
        """The run that refused this delivery last; None when it was never refused, or loaded since."""
        with self.reading() as connection:
            known = writing.last_refusal(connection, source, batch)
            return None if known is None else self._run(connection, known)

    def _run(self, connection: Connection, run: int) -> LoadRun:
        values = dict(connection.execute(select(load_run).where(load_run.c.id == run)).one()._mapping)
        for name in ("started_at", "finished_at"):
            values[name] = moment(values[name])
        return LoadRun(**values)

    def cells(
        self, measures: Sequence[str], areas: Sequence[str], grain: str, first_day: int, last_day: int
    ) -> pd.DataFrame:
        """Current cells: measure, area, period_start, value, n, areas, fp, flags, known_at."""
        with self.reading() as connection:
            return reading.cells(connection, measures, areas, grain, first_day, last_day)

    def base_cells(
        self,
        measures: Sequence[str],
        areas: Sequence[str],
        first_day: int,
        last_day: int,
        as_of: datetime | None = None,
    ) -> pd.DataFrame:
        """Base cells at each measure's own grain: measure, area, period_start, value, flags, known_at."""
        with self.reading() as connection:
            return reading.base_cells(connection, measures, areas, first_day, last_day, as_of)

    def latest(self, measures: Sequence[str]) -> pd.DataFrame:
        """measure, first_start, last_start, known_at (of the last) of the base cells with a value."""
        with self.reading() as connection:
            return reading.latest(connection, measures)

    def latest_then(self, measures: Sequence[str], as_of: datetime) -> pd.DataFrame:
        """measure, last_start of the base cells with a value known at that moment."""
        with self.reading() as connection:
            return reading.latest_then(connection, measures, as_of)

    def runs(self, source: str | None = None, limit: int = 100) -> pd.DataFrame:
        """Load runs, newest first."""
        with self.reading() as connection:
            return reading.runs(connection, source, limit)

    def quarantine(self, run_id: int | None = None, source: str | None = None) -> pd.DataFrame:
        """Refused rows."""
        with self.reading() as connection:
            return reading.quarantined(connection, run_id, source)

    def data_version(self) -> int:
        """Grows with every committed load."""
        with self.reading() as connection:
            return int(connection.execute(select(func.max(data_version.c.version))).scalar_one())

    def audit(self, actor: str, action: str, what: str, detail: dict[str, Any]) -> None:
        """Write down who did what. The database refuses to change or delete a record."""
        row = {
            "at": micros(datetime.now(UTC)),
            "actor": actor,
            "action": action,
            "object": what,
            "detail": detail,
        }
        with self.writing() as connection:
            connection.execute(insert(audit).values(**row))

    def audit_log(self, limit: int = 100) -> pd.DataFrame:
        """Audit records, newest first."""
        with self.reading() as connection:
            return reading.audit_log(connection, limit)
