"""Committing a load: only what differs becomes an observation, and only what it touches is rolled up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, insert, text

from app.domain.errors import CockpitError
from app.store.load import Load
from app.store.registry import numbers
from app.store.rollup import TOUCHED, roll_up
from app.store.tables import area, batch, load_run, measure, quarantine

_STAGE = """
CREATE TEMPORARY TABLE stage (
    measure_id INTEGER NOT NULL, grain VARCHAR(8) NOT NULL, area_id INTEGER NOT NULL,
    period_start INTEGER NOT NULL, value DOUBLE PRECISION, status VARCHAR(1) NOT NULL, fp BIGINT NOT NULL,
    known_at BIGINT NOT NULL, PRIMARY KEY (measure_id, grain, area_id, period_start)
)
"""
# What equals the current cell says nothing new: a delivery sent twice changes nothing.
_DROP_UNCHANGED = """
DELETE FROM stage WHERE EXISTS (
    SELECT 1 FROM cell c
    WHERE c.measure_id = stage.measure_id AND c.grain = stage.grain AND c.area_id = stage.area_id
        AND c.period_start = stage.period_start AND c.value IS NOT DISTINCT FROM stage.value
)
"""
# A later value for a known cell is a revision; moments known grow strictly per cell.
_MARK_REVISED = """
UPDATE stage SET (status, known_at) = (
    SELECT CASE WHEN stage.status = 'A' AND c.value IS NOT NULL THEN 'R' ELSE stage.status END,
        CASE WHEN c.known_at >= stage.known_at THEN c.known_at + 1 ELSE stage.known_at END
    FROM cell c
    WHERE c.measure_id = stage.measure_id AND c.grain = stage.grain AND c.area_id = stage.area_id
        AND c.period_start = stage.period_start
)
WHERE EXISTS (
    SELECT 1 FROM cell c
    WHERE c.measure_id = stage.measure_id AND c.grain = stage.grain AND c.area_id = stage.area_id
        AND c.period_start = stage.period_start
)
"""
_OBSERVE = """
INSERT INTO observation (measure_id, grain, area_id, period_start, known_at, value, status, run_id)
SELECT measure_id, grain, area_id, period_start, known_at, value, status, :run FROM stage
ORDER BY measure_id, grain, area_id, period_start
"""
_CELLS = """
INSERT INTO cell (measure_id, grain, area_id, period_start, value, n, areas, fp, flags, known_at, run_id)
SELECT measure_id, grain, area_id, period_start, value,
    CASE WHEN value IS NULL THEN 0 ELSE 1 END, CASE WHEN value IS NULL THEN 0 ELSE 1 END,
    CASE WHEN value IS NULL THEN 0 ELSE fp END,
    CASE status WHEN 'P' THEN 1 WHEN 'E' THEN 2 WHEN 'R' THEN 4 WHEN 'B' THEN 8 ELSE 0 END,
    known_at, :run
FROM stage WHERE 1 = 1
ORDER BY measure_id, grain, area_id, period_start
ON CONFLICT (measure_id, grain, area_id, period_start) DO UPDATE SET
    value = excluded.value, n = excluded.n, areas = excluded.areas, fp = excluded.fp,
    flags = excluded.flags, known_at = excluded.known_at, run_id = excluded.run_id
"""
_TOUCH = """
INSERT INTO touched SELECT measure_id, grain, area_id, period_start FROM stage
"""
_BUMP = "UPDATE data_version SET version = version + 1 WHERE id = 1"


def micros(moment: datetime) -> int:
    """Microseconds since 1970."""
    return round(moment.timestamp() * 1_000_000)


def fingerprints(area_id: np.ndarray, period_start: np.ndarray) -> np.ndarray:
    """A 40-bit hash of (area, period): sums of a million of them still fit 63 bits."""
    mixed = area_id.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= period_start.astype(np.int64).astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    # The finaliser of splitmix64: every input bit reaches every output bit.
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(24)).astype(np.int64)


def write_run(connection: Connection, state: str, load: Load, error: CockpitError | None = None) -> int:
    """The run's row and its batches; returns the run's number."""
    now = micros(datetime.now().astimezone())
    row = {
        "source": load.source,
        "state": state,
        "started_at": min(micros(load.known_at), now),
        "finished_at": now,
        "rows_read": load.rows_read,
        "accepted": load.accepted,
        "quarantined": load.quarantined,
        "ignored": load.ignored,
        "observations": 0,
        "error_code": error.code if error else None,
        "error_params": {k: str(v) for k, v in error.params.items()} if error else {},
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
    if rows.empty:
        return
    connection.execute(
        insert(quarantine),
        [{**_plain(row), "run_id": run} for row in rows.to_dict("records")],
    )


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    def clean(value: Any) -> Any:
        missing = value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NaT
        return None if missing else value

    return {
        "file": row["file"],
        "sheet": clean(row["sheet"]),
        "row": int(row["row"]),
        "column": clean(row["column"]),
        "reason": str(row["reason"]),
        "params": row["params"] or {},
        "raw": row["raw"] or {},
    }


def write_observations(connection: Connection, run: int, load: Load) -> int:
    """Stage, keep what differs, append, replace current cells, roll up; returns observations written."""
    staged = _staged(connection, load)
    if staged.empty:
        return 0
    connection.execute(text(_STAGE))
    connection.execute(text(TOUCHED))
    _bulk(connection, staged)
    connection.execute(text(_DROP_UNCHANGED))
    connection.execute(text(_MARK_REVISED))
    written = connection.execute(text("SELECT COUNT(*) FROM stage")).scalar_one()
    if written:
        connection.execute(text(_OBSERVE), {"run": run})
        connection.execute(text(_CELLS), {"run": run})
        connection.execute(text(_TOUCH))
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE touched"))
        roll_up(connection)
    connection.execute(text("DROP TABLE stage"))
    connection.execute(text("DROP TABLE touched"))
    return int(written)


def bump(connection: Connection) -> None:
    """Tell every reader that the data changed."""
    connection.execute(text(_BUMP))


def _staged(connection: Connection, load: Load) -> pd.DataFrame:
    """The load in the store's numbers, sorted by key. Raises for a measure or area it does not know."""
    frame = load.observations
    if frame.empty:
        return frame
    coded = pd.DataFrame(
        {
            "measure_id": _coded(frame["measure"], numbers(connection, measure), "measure"),
            "grain": frame["grain"].astype(str),
            "area_id": _coded(frame["area"], numbers(connection, area), "area"),
            "period_start": frame["period_start"].astype("int64"),
            "value": frame["value"].astype("float64"),
            "status": frame["status"].astype(str),
        }
    )
    coded["fp"] = fingerprints(coded["area_id"].to_numpy(), coded["period_start"].to_numpy())
    coded["known_at"] = micros(load.known_at)
    key = ["measure_id", "grain", "area_id", "period_start"]
    if coded.duplicated(key).any():
        raise CockpitError("duplicate_observation", source=load.source)
    return coded.sort_values(key)


def _coded(codes: pd.Series, known: dict[str, int], what: str) -> pd.Series:
    found = codes.astype(object).map(known)
    if found.isna().any():
        raise CockpitError(f"unregistered_{what}", name=str(codes[found.isna()].iloc[0]))
    return found.astype("int64")


def _bulk(connection: Connection, staged: pd.DataFrame) -> None:
    columns = list(staged.columns)
    values = staged["value"].astype(object).where(staged["value"].notna(), None)
    lists = [values.tolist() if c == "value" else staged[c].tolist() for c in columns]
    rows = zip(*lists, strict=True)
    driver = connection.connection.driver_connection
    if driver is None:
        raise CockpitError("store_closed")
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY stage ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" for _ in columns)
        driver.executemany(f"INSERT INTO stage ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608
