"""Committing a load: only what differs becomes an observation, and only what it touches is rolled up."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, insert, select, text

from app.domain.errors import CockpitError
from app.store import staging
from app.store.engine import analyze
from app.store.load import Batch, Load
from app.store.moments import micros
from app.store.rollup import roll_up
from app.store.tables import batch, load_run, quarantine

_SAME_KEY = """
    c.measure_id = stage.measure_id AND c.grain = stage.grain AND c.area_id = stage.area_id
    AND c.period_start = stage.period_start
"""
# What equals the current cell says nothing new. Provisional, estimated and break (1, 2, 8) are part of what
# is said: a provisional value that is confirmed is news; revised (4) is our own mark.
_DROP_UNCHANGED = f"""
DELETE FROM stage WHERE EXISTS (
    SELECT 1 FROM cell c
    WHERE {_SAME_KEY} AND c.value IS NOT DISTINCT FROM stage.value AND (c.flags & 11) = (stage.flags & 11)
)
"""  # noqa: S608 - constants of this module only
# A later, different value for a known cell is a revision; the moments of one cell grow strictly.
_MARK_REVISED = f"""
UPDATE stage SET (status, flags, known_at) = (
    SELECT
        CASE WHEN stage.status = 'A' AND c.value <> stage.value THEN 'R' ELSE stage.status END,
        CASE WHEN stage.status = 'A' AND c.value <> stage.value THEN 4 ELSE stage.flags END,
        CASE WHEN c.known_at >= stage.known_at THEN c.known_at + 1 ELSE stage.known_at END
    FROM cell c WHERE {_SAME_KEY}
)
WHERE EXISTS (SELECT 1 FROM cell c WHERE {_SAME_KEY})
"""  # noqa: S608 - constants of this module only
_OBSERVE = """
INSERT INTO observation (measure_id, grain, area_id, period_start, known_at, value, status, run_id)
SELECT measure_id, grain, area_id, period_start, known_at, value, status, run_id FROM stage
ORDER BY measure_id, grain, area_id, period_start
"""
_CELLS = """
INSERT INTO cell (measure_id, grain, area_id, period_start, value, n, areas, fp, flags, known_at, run_id)
SELECT measure_id, grain, area_id, period_start, value,
    CASE WHEN value IS NULL THEN 0 ELSE 1 END, CASE WHEN value IS NULL THEN 0 ELSE 1 END,
    CASE WHEN value IS NULL THEN 0 ELSE fp END, flags, known_at, run_id
FROM stage WHERE 1 = 1
ORDER BY measure_id, grain, area_id, period_start
ON CONFLICT (measure_id, grain, area_id, period_start) DO UPDATE SET
    value = excluded.value, n = excluded.n, areas = excluded.areas, fp = excluded.fp,
    flags = excluded.flags, known_at = excluded.known_at, run_id = excluded.run_id
"""
_TOUCH = "INSERT INTO touched SELECT measure_id, grain, area_id, period_start FROM stage"
# From so many new cells on, the database should look anew at how they are spread.
_MANY = 10_000
_BUMP = "UPDATE data_version SET version = version + 1 WHERE id = 1"


def committed_run(connection: Connection, source: str, sha256s: Iterable[str]) -> int | None:
    """The run that committed exactly these files of the source."""
    wanted = sorted(sha256s)
    if not wanted:
        return None
    known = (
        select(batch.c.run_id)
        .join(load_run, load_run.c.id == batch.c.run_id)
        .where(batch.c.source == source, batch.c.sha256 == wanted[0], load_run.c.state == "committed")
    )
    found: dict[int, list[str]] = {}
    for run, sha in connection.execute(
        select(batch.c.run_id, batch.c.sha256).where(batch.c.run_id.in_(known))
    ):
        found.setdefault(run, []).append(sha)
    return next((run for run, shas in found.items() if sorted(shas) == wanted), None)


def size_known(connection: Connection, source: str, size: int) -> bool:
    """Whether some batch of the source has this many bytes."""
    same = select(batch.c.id).where(batch.c.source == source, batch.c.bytes == size).limit(1)
    return connection.execute(same).first() is not None


def last_refusal(connection: Connection, source: str, delivered: Batch) -> int | None:
    """The newest run of what bears this name, when it refused this very content."""
    newest = (
        select(load_run.c.id, load_run.c.state, batch.c.sha256)
        .join(batch, batch.c.run_id == load_run.c.id)
        .where(batch.c.source == source, batch.c.name == delivered.name)
        .order_by(load_run.c.id.desc())
        .limit(1)
    )
    found = connection.execute(newest).first()
    same = found is not None and found.state == "refused" and found.sha256 == delivered.sha256
    return int(found.id) if found is not None and same else None


def same_error(connection: Connection, run: int, error: CockpitError) -> bool:
    """Whether a run ended with this error."""
    known = connection.execute(
        select(load_run.c.error_code, load_run.c.error_params).where(load_run.c.id == run)
    ).one()
    return bool(known.error_code == error.code and known.error_params == _params(error))


def _params(error: CockpitError) -> dict[str, str]:
    return {name: str(value) for name, value in error.params.items()}


def write_load(connection: Connection, load: Load) -> int:
    """A committed load: its run, refused rows and observations; returns the run's number."""
    began = time.monotonic()
    run = write_run(connection, "committed", load)
    write_quarantine(connection, run, load.quarantine)
    observations = write_observations(connection, run, load)
    finished = load_run.c.started_at + round((time.monotonic() - began) * 1_000_000)
    done = {"observations": observations, "finished_at": finished}
    connection.execute(load_run.update().where(load_run.c.id == run).values(**done))
    return run


def write_run(connection: Connection, state: str, load: Load, error: CockpitError | None = None) -> int:
    """The run's row and its batches; returns the run's number. Its times are by the clock of the load."""
    began = min(micros(load.known_at), micros(datetime.now(UTC)))
    row = {
        "source": load.source,
        "state": state,
        "started_at": began,
        "finished_at": began,
        "rows_read": load.rows_read,
        "accepted": load.accepted,
        "quarantined": load.quarantined,
        "ignored": load.ignored,
        "observations": 0,
        "error_code": error.code if error else None,
        "error_params": _params(error) if error else {},
    }
    run = connection.execute(insert(load_run).values(**row).returning(load_run.c.id)).scalar_one()
    if load.batches:
        connection.execute(
            insert(batch),
            [
                {"run_id": run, "source": load.source, "name": b.name, "sha256": b.sha256, "bytes": b.bytes}
                for b in load.batches
            ],
        )
    return int(run)


def write_quarantine(connection: Connection, run: int, rows: pd.DataFrame) -> None:
    """Refused rows as they were read."""
    if not rows.empty:
        connection.execute(insert(quarantine), [_refused(run, row) for row in rows.to_dict("records")])


def _refused(run: int, row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "run_id": run,
        "file": _plain(row["file"]),
        "sheet": _plain(row["sheet"]),
        "row": int(row["row"]),
        "column": _plain(row["column"]),
        "reason": str(row["reason"]),
        "params": _json(row["params"]),
        "raw": _json(row["raw"]),
    }


def _json(value: Any) -> dict[str, Any]:
    return {str(key): _plain(part, keep=(bool, int, float)) for key, part in (value or {}).items()}


def _plain(value: Any, keep: tuple[type, ...] = ()) -> Any:
    """Text (or a kept type) that either database can hold: no NaN, no zero bytes; None for nothing."""
    if value is None or pd.isna(value):
        return None
    return value if isinstance(value, keep) else str(value).replace("\x00", "\ufffd")


def write_observations(connection: Connection, run: int, load: Load) -> int:
    """Stage, keep what differs, append, replace current cells, roll up; returns observations written."""
    if load.observations.empty:
        return 0
    frame = staging.staged(connection, load, run)
    staging.create_tables(connection)
    staging.fill(connection, frame)
    connection.execute(text(_DROP_UNCHANGED))
    connection.execute(text(_MARK_REVISED))
    written = connection.execute(text("SELECT COUNT(*) FROM stage")).scalar_one()
    if written:
        connection.execute(text(_OBSERVE))
        write_cells(connection, written)
    staging.drop_tables(connection)
    return int(written)


def write_cells(connection: Connection, rows: int) -> None:
    """Make the staged rows (so many) the current base cells and roll up what they touch."""
    connection.execute(text(_CELLS))
    if rows >= _MANY:
        analyze(connection, "cell")
    connection.execute(text(_TOUCH))
    analyze(connection, "touched")
    roll_up(connection)


def bump(connection: Connection) -> None:
    """Tell every reader that the data changed; those who listen hear of it when the transaction commits."""
    connection.execute(text(_BUMP))
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_notify('cockpit_data', '')"))
