"""Reading: current cells, base cells as of a moment, logs. Frames carry codes, never the store's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from app.store.registry import numbers
from app.store.tables import area, audit, batch, cell, load_run, measure, observation, quarantine
from app.store.writing import micros

CELL_COLUMNS = ["measure", "area", "period_start", "value", "n", "areas", "fp", "flags", "known_at"]
BASE_COLUMNS = ["measure", "area", "period_start", "value", "flags", "known_at"]
_FLAG_OF_STATUS = {"P": 1, "E": 2, "R": 4, "B": 8}


def moment(number: int) -> datetime:
    """Microseconds since 1970 as a UTC moment."""
    return datetime.fromtimestamp(number / 1_000_000, UTC)


def _frame(connection: Connection, query: Select[Any], columns: Sequence[str]) -> pd.DataFrame:
    rows = connection.execute(query).fetchall()
    return pd.DataFrame(rows, columns=list(columns)) if rows else pd.DataFrame(columns=list(columns))


def _coded(
    connection: Connection, frame: pd.DataFrame, measures: dict[str, int], areas: dict[str, int]
) -> pd.DataFrame:
    del connection
    frame["measure"] = frame["measure"].map({number: code for code, number in measures.items()})
    frame["area"] = frame["area"].map({number: code for code, number in areas.items()})
    return frame.astype({"value": "float64"})


def _known(
    connection: Connection, measures: Sequence[str], areas: Sequence[str]
) -> tuple[dict[str, int], dict[str, int]]:
    all_measures, all_areas = numbers(connection, measure), numbers(connection, area)
    return (
        {code: all_measures[code] for code in measures if code in all_measures},
        {code: all_areas[code] for code in areas if code in all_areas},
    )


def cells(
    connection: Connection,
    measures: Sequence[str],
    areas: Sequence[str],
    grain: str,
    first_day: int,
    last_day: int,
) -> pd.DataFrame:
    """Current cells of one grain whose period starts in [first_day, last_day]."""
    wanted, places = _known(connection, measures, areas)
    query = select(
        cell.c.measure_id, cell.c.area_id, cell.c.period_start, cell.c.value, cell.c.n, cell.c.areas,
        cell.c.fp, cell.c.flags, cell.c.known_at,
    ).where(
        cell.c.measure_id.in_(wanted.values()),
        cell.c.grain == str(grain),
        cell.c.area_id.in_(places.values()),
        cell.c.period_start.between(first_day, last_day),
    )  # fmt: skip
    return _coded(connection, _frame(connection, query, CELL_COLUMNS), wanted, places)


def base_cells(
    connection: Connection,
    measures: Sequence[str],
    areas: Sequence[str],
    first_day: int,
    last_day: int,
    as_of: datetime | None,
) -> pd.DataFrame:
    """Base cells at each measure's own grain; with `as_of`, as they were known at that moment."""
    wanted, places = _known(connection, measures, areas)
    if as_of is None:
        query = (
            select(
                cell.c.measure_id,
                cell.c.area_id,
                cell.c.period_start,
                cell.c.value,
                cell.c.flags,
                cell.c.known_at,
            )
            .join(measure, (measure.c.id == cell.c.measure_id) & (measure.c.grain == cell.c.grain))
            .where(
                cell.c.measure_id.in_(wanted.values()),
                cell.c.area_id.in_(places.values()),
                cell.c.period_start.between(first_day, last_day),
            )
        )
        return _coded(connection, _frame(connection, query, BASE_COLUMNS), wanted, places)
    o = observation.c
    key = (o.measure_id, o.grain, o.area_id, o.period_start)
    ranked = (
        select(
            o.measure_id, o.area_id, o.period_start, o.value, o.status, o.known_at,
            func.row_number().over(partition_by=key, order_by=o.known_at.desc()).label("place"),
        )
        .where(
            o.measure_id.in_(wanted.values()),
            o.area_id.in_(places.values()),
            o.period_start.between(first_day, last_day),
            o.known_at <= micros(as_of),
        )
        .subquery()
    )  # fmt: skip
    r = ranked.c
    query = select(r.measure_id, r.area_id, r.period_start, r.value, r.status, r.known_at).where(r.place == 1)
    frame = _frame(connection, query, BASE_COLUMNS)
    frame["flags"] = frame["flags"].map(_FLAG_OF_STATUS).fillna(0).astype("int64")
    return _coded(connection, frame, wanted, places)


def latest(connection: Connection, measures: Sequence[str]) -> pd.DataFrame:
    """First and last base period with a value of each measure, and when it was last learnt."""
    wanted, _ = _known(connection, measures, [])
    query = (
        select(
            measure.c.code,
            func.min(cell.c.period_start),
            func.max(cell.c.period_start),
            func.max(cell.c.known_at),
        )
        .join(cell, (measure.c.id == cell.c.measure_id) & (measure.c.grain == cell.c.grain))
        .where(measure.c.id.in_(wanted.values()), cell.c.n > 0)
        .group_by(measure.c.code)
    )
    return _frame(connection, query, ["measure", "first_start", "last_start", "known_at"])


def runs(connection: Connection, source: str | None, limit: int) -> pd.DataFrame:
    """The newest load runs first; times as UTC moments; `files` the names of the batches."""
    query = select(load_run).order_by(load_run.c.id.desc()).limit(limit)
    if source is not None:
        query = query.where(load_run.c.source == source)
    frame = _frame(connection, query, [c.name for c in load_run.c])
    for column in ("started_at", "finished_at"):
        frame[column] = frame[column].map(moment)
    names: dict[int, list[str]] = {}
    for run, name in connection.execute(
        select(batch.c.run_id, batch.c.name).where(batch.c.run_id.in_(frame["id"].tolist()))
    ):
        names.setdefault(run, []).append(name)
    frame["files"] = [names.get(run, []) for run in frame["id"]]
    return frame


def quarantined(connection: Connection, run_id: int | None, source: str | None) -> pd.DataFrame:
    """Refused rows with the source they came from."""
    query = select(quarantine, load_run.c.source).join(load_run, load_run.c.id == quarantine.c.run_id)
    if run_id is not None:
        query = query.where(quarantine.c.run_id == run_id)
    if source is not None:
        query = query.where(load_run.c.source == source)
    return _frame(connection, query.order_by(quarantine.c.id), [*(c.name for c in quarantine.c), "source"])


def audit_log(connection: Connection, limit: int) -> pd.DataFrame:
    """The newest audit records first."""
    frame = _frame(
        connection, select(audit).order_by(audit.c.id.desc()).limit(limit), [c.name for c in audit.c]
    )
    frame["at"] = frame["at"].map(moment)
    return frame
