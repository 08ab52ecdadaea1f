"""Staging: a load in the store's numbers, proved against what the store knows, in a temporary table.

The staged frame has one row a cell: measure_id, grain, area_id, period_start, value (NaN: missing),
status, flags, fp, known_at (microseconds), run_id; sorted by key, so that tables grow at their end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
from sqlalchemy import Connection, select, text

from app.domain.errors import CockpitError
from app.domain.observation import STATUS_FLAG
from app.store.engine import analyze
from app.store.load import Load
from app.store.moments import micros
from app.store.tables import area, calendar, measure

FLAG_OF_STATUS = {str(letter): int(flag) for letter, flag in STATUS_FLAG.items()}

_KEY = "measure_id INTEGER NOT NULL, grain VARCHAR(8) NOT NULL, area_id INTEGER NOT NULL, period_start INTEGER NOT NULL"
_PRIMARY = "PRIMARY KEY (measure_id, grain, area_id, period_start)"
_STAGE = f"""
CREATE TEMPORARY TABLE stage ({_KEY}, value DOUBLE PRECISION, status VARCHAR(1) NOT NULL, flags INTEGER NOT NULL,
    fp BIGINT NOT NULL, known_at BIGINT NOT NULL, run_id INTEGER NOT NULL, {_PRIMARY})
"""
_TOUCHED = f"CREATE TEMPORARY TABLE touched ({_KEY}, {_PRIMARY})"
_SPAN = (
    "CREATE TEMPORARY TABLE span (start INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL)"
)
_COLUMNS = [
    "measure_id",
    "grain",
    "area_id",
    "period_start",
    "value",
    "status",
    "flags",
    "fp",
    "known_at",
    "run_id",
]

FP_BITS = 40
FP_MASK = (1 << FP_BITS) - 1

Ints = npt.NDArray[np.int64]


def fingerprints(area_id: Ints, period_start: Ints) -> Ints:
    """A 40-bit hash of (area, period). Roll-ups keep sums of them modulo 2^40, so none ever grows beyond."""
    mixed = area_id.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= period_start.astype(np.int64).astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    # The finaliser of splitmix64: every input bit reaches every output bit.
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(64 - FP_BITS)).astype(np.int64)


def staged(connection: Connection, load: Load, run: int) -> pd.DataFrame:
    """The load as a staged frame.

    Raises: CockpitError for a measure or area the store does not know, for a row that is not at its
    measure's grain and level, for a day on which no period of that grain begins, for a cell given twice.
    """
    rows = load.observations
    measures = _known(connection, rows["measure"], measure, "unregistered_measure")
    areas = _known(connection, rows["area"], area, "unregistered_area")
    _refuse(measures["grain"] != rows["grain"].astype(str).to_numpy(), "wrong_grain", rows, measures["grain"])
    elsewhere = measures["additive"].astype(bool) & (measures["level"] != areas["level"])
    _refuse(elsewhere, "wrong_level", rows, measures["level"])
    start = rows["period_start"].to_numpy(dtype=np.int64)
    _refuse_odd_starts(connection, rows, start)
    measure_id, area_id = (frame["id"].to_numpy(dtype=np.int64) for frame in (measures, areas))
    order = np.lexsort((start, area_id, measure_id))
    keys = np.stack([measure_id, area_id, start])[:, order]
    if (keys[:, 1:] == keys[:, :-1]).all(axis=0).any():
        raise CockpitError("duplicate_observation", source=load.source)
    found = pd.DataFrame(
        {
            "measure_id": measure_id,
            "grain": measures["grain"].to_numpy(),
            "area_id": area_id,
            "period_start": start,
            "value": rows["value"].to_numpy(dtype="float64", na_value=np.nan),
            "status": rows["status"].astype(str).to_numpy(),
            "known_at": _known_at(load),
        }
    ).iloc[order]
    return complete(found, run_id=run)


def _known_at(load: Load) -> Ints | int:
    """Since when each observation is known: as it says itself, or as the load says for all."""
    if "known_at" not in load.observations.columns:
        return micros(load.known_at)
    at, moments = pd.factorize(load.observations["known_at"])
    return np.array([micros(moment) for moment in moments], dtype=np.int64)[at]


def complete(frame: pd.DataFrame, **constants: int) -> pd.DataFrame:
    """Adds flags, fingerprints and the constants."""
    return frame.assign(
        flags=frame["status"].map(FLAG_OF_STATUS).fillna(0).astype("int64"),
        fp=fingerprints(frame["area_id"].to_numpy(), frame["period_start"].to_numpy()),
        **constants,
    )[_COLUMNS]


def create_tables(connection: Connection) -> None:
    """The temporary tables `stage`, `touched` and `span`."""
    clustered = " WITHOUT ROWID" if connection.dialect.name == "sqlite" else ""
    for statement in (_STAGE, _TOUCHED):
        connection.execute(text(statement + clustered))
    connection.execute(text(_SPAN))


def drop_tables(connection: Connection) -> None:
    """Away with the temporary tables."""
    for name in ("stage", "touched", "span"):
        connection.execute(text(f"DROP TABLE {name}"))


def fill(connection: Connection, frame: pd.DataFrame) -> None:
    """Bulk insert into `stage`: COPY on PostgreSQL, one prepared statement on SQLite."""
    driver: Any = connection.connection.driver_connection
    columns = ", ".join(_COLUMNS)
    if connection.dialect.name == "postgresql":
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY stage ({columns}) FROM STDIN (FORMAT csv)") as copy,
        ):
            copy.write(_csv(frame))
    else:
        value = frame["value"].astype(object).where(frame["value"].notna(), None)
        lists = [(value if name == "value" else frame[name]).tolist() for name in _COLUMNS]
        marks = ", ".join("?" for _ in _COLUMNS)
        insert = f"INSERT INTO stage ({columns}) VALUES ({marks})"  # noqa: S608 - constants of this module
        driver.executemany(insert, zip(*lists, strict=True))
    analyze(connection, "stage")


def _csv(frame: pd.DataFrame) -> memoryview:
    # A missing value is written as nothing, which COPY reads as NULL.
    table = pa.Table.from_pandas(frame, preserve_index=False)
    sink = pa.BufferOutputStream()
    pa_csv.write_csv(table, sink, pa_csv.WriteOptions(include_header=False))
    return memoryview(sink.getvalue())


def _known(connection: Connection, codes: pd.Series, table: Any, error: str) -> pd.DataFrame:
    """The table's row for every code. Raises: CockpitError(error) for a code it does not hold."""
    at, distinct = pd.factorize(codes.astype(object))
    rows = connection.execute(select(table).where(table.c.code.in_([str(code) for code in distinct])))
    known = pd.DataFrame(rows.mappings().all(), columns=[c.name for c in table.c]).set_index("code")
    missing = [str(code) for code in distinct if code not in known.index]
    if missing:
        raise CockpitError(error, name=missing[0])
    return known.loc[distinct].iloc[at].reset_index()


def _refuse(wrong: Iterable[bool], error: str, rows: pd.DataFrame, expected: pd.Series) -> None:
    places = np.flatnonzero(np.asarray(wrong, dtype=bool))
    if places.size:
        first = int(places[0])
        row = rows.iloc[first]
        raise CockpitError(
            error, measure=row["measure"], area=row["area"], expected=str(expected.iloc[first])
        )


def _refuse_odd_starts(connection: Connection, rows: pd.DataFrame, start: Ints) -> None:
    for grain, days in pd.Series(start).groupby(rows["grain"].astype(str).to_numpy()):
        wanted = days.unique().tolist()
        odd = sorted(set(wanted) - _starts(connection, str(grain), min(wanted), max(wanted)))
        if odd:
            day = np.datetime64(odd[0], "D")
            raise CockpitError("bad_period_start", grain=str(grain), day=str(day))


def _starts(connection: Connection, grain: str, first: int, last: int) -> set[int]:
    """The days between two days on which the calendar has a period of this grain begin."""
    c = calendar.c
    # Years have no parent, so they stand only as the parents of quarters.
    kind, start = (c.parent_grain, c.parent_start) if grain == "year" else (c.grain, c.start)
    return set(connection.scalars(select(start).where(kind == grain, start.between(first, last))))
