"""The store: observations for ever, current cells for speed, logs for trust."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, func, insert, select, text

from app.domain.area import Area
from app.domain.errors import CockpitError
from app.domain.indicator import Measure
from app.domain.period import Calendar
from app.store import reading, registry, writing
from app.store.engine import build_engine
from app.store.load import Batch, Load, LoadRun
from app.store.tables import audit, batch, data_version, load_run

_MIGRATIONS = Path(__file__).parent / "migrations"


class Store:
    """One database. `url` is an SQLAlchemy address; SQLite and PostgreSQL are supported."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = build_engine(url)

    def dispose(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction; loaders wait for one another, readers do not."""
        with self._engine.connect().execution_options(writing=True) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                # Serialises writers until the end of the transaction.
                connection.execute(text("SELECT pg_advisory_xact_lock(708501)"))
            yield connection

    def migrate(self) -> None:
        """Bring the tables to the newest version; safe to call from several workers at once."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self._writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def register(self, measures: Iterable[Measure], areas: Iterable[Area], calendar: Calendar) -> None:
        """Make measures, areas and the calendar known. Idempotent."""
        with self._writing() as connection:
            registry.register(connection, measures, areas, calendar)

    def has_batches(self, source: str, sha256s: Iterable[str]) -> bool:
        """Whether one committed load of the source held exactly these files."""
        wanted = sorted(sha256s)
        query = (
            select(batch.c.run_id, batch.c.sha256)
            .join(load_run, load_run.c.id == batch.c.run_id)
            .where(batch.c.source == source, load_run.c.state == "committed")
        )
        found: dict[int, list[str]] = {}
        with self._reading() as connection:
            for run, sha in connection.execute(query):
                found.setdefault(run, []).append(sha)
        return any(sorted(shas) == wanted for shas in found.values())

    def commit(self, load: Load) -> LoadRun:
        """Commit a load whole, or not at all.

        Only cells whose value differs from the current one become observations; a later one gets the
        status R. Roll-ups above them are recomputed. Raises: CockpitError when rows do not add up, when
        a measure or area is unknown, or when one cell is given twice.
        """
        if load.rows_read != load.accepted + load.quarantined + load.ignored:
            raise CockpitError(
                "rows_do_not_add_up",
                source=load.source,
                read=load.rows_read,
                accepted=load.accepted,
                quarantined=load.quarantined,
                ignored=load.ignored,
            )
        with self._writing() as connection:
            run = writing.write_run(connection, "committed", load)
            writing.write_quarantine(connection, run, load.quarantine)
            written = writing.write_observations(connection, run, load)
            connection.execute(load_run.update().where(load_run.c.id == run).values(observations=written))
            writing.bump(connection)
            return self._run(connection, run)

    def refuse(self, source: str, batches: list[Batch], error: CockpitError) -> LoadRun:
        """Log a delivery refused as a whole: nothing of it is loaded."""
        load = Load(source, batches, datetime.now(UTC), 0, 0, 0, 0)
        with self._writing() as connection:
            return self._run(connection, writing.write_run(connection, "refused", load, error))

    def _run(self, connection: Connection, run: int) -> LoadRun:
        row = connection.execute(select(load_run).where(load_run.c.id == run)).one()._mapping
        values = dict(row)
        values["started_at"] = reading.moment(values["started_at"])
        values["finished_at"] = reading.moment(values["finished_at"])
        return LoadRun(**values)

    def cells(
        self, measures: Sequence[str], areas: Sequence[str], grain: str, first_day: int, last_day: int
    ) -> pd.DataFrame:
        """Current cells: measure, area, period_start, value, n, areas, fp, flags, known_at."""
        with self._reading() as connection:
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
        with self._reading() as connection:
            return reading.base_cells(connection, measures, areas, first_day, last_day, as_of)

    def latest(self, measures: Sequence[str]) -> pd.DataFrame:
        """measure, first_start, last_start, known_at of the base cells with a value."""
        with self._reading() as connection:
            return reading.latest(connection, measures)

    def runs(self, source: str | None = None, limit: int = 100) -> pd.DataFrame:
        """Load runs, newest first."""
        with self._reading() as connection:
            return reading.runs(connection, source, limit)

    def quarantine(self, run_id: int | None = None, source: str | None = None) -> pd.DataFrame:
        """Refused rows."""
        with self._reading() as connection:
            return reading.quarantined(connection, run_id, source)

    def data_version(self) -> int:
        """Grows with every committed load."""
        with self._reading() as connection:
            return int(connection.execute(select(func.max(data_version.c.version))).scalar_one())

    def audit(self, actor: str, action: str, what: str, detail: dict[str, Any]) -> None:
        """Write down who did what. Records are never changed."""
        row = {
            "at": writing.micros(datetime.now(UTC)),
            "actor": actor,
            "action": action,
            "object": what,
            "detail": detail,
        }
        with self._writing() as connection:
            connection.execute(insert(audit).values(**row))

    def audit_log(self, limit: int = 100) -> pd.DataFrame:
        """Audit records, newest first."""
        with self._reading() as connection:
            return reading.audit_log(connection, limit)
