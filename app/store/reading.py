"""Reading: current cells, base cells as of a moment, logs. Frames carry codes, never the store's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, ScalarSelect, Select, Table, func, select

from app.store.moments import micros, moment
from app.store.staging import FLAG_OF_STATUS
from app.store.tables import area, audit, batch, cell, load_run, measure, observation, quarantine

CELL_COLUMNS = ["measure", "area", "period_start", "value", "n", "areas", "fp", "flags", "known_at"]
BASE_COLUMNS = ["measure", "area", "period_start", "value", "flags", "known_at"]


def _frame(connection: Connection, query: Select[Any], columns: Sequence[str]) -> pd.DataFrame:
    rows = connection.execute(query).fetchall()
    found = zip(*rows, strict=True) if rows else ([] for _ in columns)
    return pd.DataFrame(dict(zip(columns, map(list, found), strict=True)))


def _coded(
    connection: Connection,
    query: Select[Any],
    columns: Sequence[str],
    measures: dict[int, str],
    areas: dict[int, str],
) -> pd.DataFrame:
    """A frame of cells: numbers become codes; every column has its type even when there is no row."""
    rows = connection.execute(query).fetchall()
    found = dict(zip(columns, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(columns, ())
    arrays: dict[str, Any] = {
        name: np.array(values, dtype="float64" if name == "value" else "int64")
        for name, values in found.items()
        if name not in ("measure", "area", "status")
    }
    texts = {
        "measure": [measures[number] for number in found["measure"]],
        "area": [areas[number] for number in found["area"]],
    }
    if "status" in found:
        arrays["flags"] = np.array([FLAG_OF_STATUS.get(s, 0) for s in found["status"]], dtype="int64")
    order = ["flags" if name == "status" else name for name in columns]
    return pd.DataFrame({**{name: pd.Series(t, dtype="str") for name, t in texts.items()}, **arrays})[order]


def _codes(connection: Connection, table: Table, wanted: Sequence[str]) -> dict[int, str]:
    query = select(table.c.id, table.c.code).where(table.c.code.in_(list(wanted)))
    return {row.id: row.code for row in connection.execute(query)}


def cells(
    connection: Connection,
    measures: Sequence[str],
    areas: Sequence[str],
    grain: str,
    first_day: int,
    last_day: int,
) -> pd.DataFrame:
    """Current cells of one grain whose period starts in [first_day, last_day]."""
    wanted, places = _codes(connection, measure, measures), _codes(connection, area, areas)
    c = cell.c
    query = select(
        c.measure_id, c.area_id, c.period_start, c.value, c.n, c.areas, c.fp, c.flags, c.known_at
    ).where(
        c.measure_id.in_(wanted),
        c.grain == str(grain),
        c.area_id.in_(places),
        c.period_start.between(first_day, last_day),
    )
    return _coded(connection, query, CELL_COLUMNS, wanted, places)


def base_cells(
    connection: Connection,
    measures: Sequence[str],
    areas: Sequence[str],
    first_day: int,
    last_day: int,
    as_of: datetime | None,
) -> pd.DataFrame:
    """Base cells at each measure's own grain and level; with `as_of`, as they were known at that moment.

    A measure that does not add up over areas may be reported at any level.
    """
    wanted, places = _codes(connection, measure, measures), _codes(connection, area, areas)
    if as_of is None:
        c = cell.c
        query = _at_base(
            select(c.measure_id, c.area_id, c.period_start, c.value, c.flags, c.known_at), cell
        ).where(
            c.measure_id.in_(wanted),
            c.area_id.in_(places),
            c.period_start.between(first_day, last_day),
        )
        return _coded(connection, query, BASE_COLUMNS, wanted, places)
    query = latest_observations(as_of).where(
        observation.c.measure_id.in_(wanted),
        observation.c.area_id.in_(places),
        observation.c.period_start.between(first_day, last_day),
    )
    o = newest(query)
    columns = select(o.measure_id, o.area_id, o.period_start, o.value, o.status, o.known_at)
    as_columns = ["status" if name == "flags" else name for name in BASE_COLUMNS]
    return _coded(connection, columns.where(o.place == 1), as_columns, wanted, places)


def _at_base(query: Select[Any], table: Table) -> Select[Any]:
    """Only rows at their measure's own grain and, when it adds up over areas, its own level."""
    return (
        query.select_from(table)
        .join(measure, (measure.c.id == table.c.measure_id) & (measure.c.grain == table.c.grain))
        .join(area, area.c.id == table.c.area_id)
        .where(~measure.c.additive | (area.c.level == measure.c.level))
    )


def latest_observations(as_of: datetime | None = None) -> Select[Any]:
    """Base observations, each cell's newest (known by `as_of`) at `place` 1; narrow it with `where`."""
    o = observation.c
    key = (o.measure_id, o.grain, o.area_id, o.period_start)
    place = func.row_number().over(partition_by=key, order_by=o.known_at.desc()).label("place")
    query = _at_base(select(*o, place), observation)
    return query if as_of is None else query.where(o.known_at <= micros(as_of))


def newest(query: Select[Any]) -> Any:
    """The columns of such a query, as a table to select from."""
    return query.subquery().c


def latest_then(connection: Connection, measures: Sequence[str], as_of: datetime) -> pd.DataFrame:
    """measure, last_start: the last base period of each measure with a value known at that moment."""
    m, a, o = measure.c, area.c, observation.c
    last = (
        select(o.period_start)
        .where(
            o.measure_id == m.id,
            o.grain == m.grain,
            o.area_id == a.id,
            o.known_at <= micros(as_of),
            o.value.is_not(None),
        )
        .correlate(measure, area)
        .order_by(o.period_start.desc())
        .limit(1)
        .scalar_subquery()
    )
    ends = (
        select(m.code, last.label("last"))
        .select_from(measure.join(area, ~m.additive | (a.level == m.level)))
        .where(m.code.in_(list(measures)))
        .subquery()
        .c
    )
    query = select(ends.code, func.max(ends.last)).where(ends.last.is_not(None)).group_by(ends.code)
    return _frame(connection, query.order_by(ends.code), ["measure", "last_start"])


def latest(connection: Connection, measures: Sequence[str]) -> pd.DataFrame:
    """First and last base period with a value of each measure, and when the last was learnt.

    Looks at both ends of a series instead of reading it: a few index seeks. What adds up over areas has one
    series that covers them all, that of the topmost area; of other measures each area's is looked at.
    """
    m, a = measure.c, area.c
    ends = (
        select(m.code, _end("first").label("first"), _end("last").label("last"), _known_last().label("known"))
        .select_from(measure.join(area, ~m.additive | a.parent_id.is_(None)))
        .where(m.code.in_(list(measures)))
        .subquery()
        .c
    )
    query = (
        select(ends.code, func.min(ends.first), func.max(ends.last), func.max(ends.known))
        .where(ends.last.is_not(None))
        .group_by(ends.code)
        .order_by(ends.code)
    )
    frame = _frame(connection, query, ["measure", "first_start", "last_start", "known_at"])
    return frame.astype({"first_start": "int64", "last_start": "int64", "known_at": "int64"})


def _end(which: str) -> ScalarSelect[Any]:
    """The first or last period start with a value of one measure in one area."""
    start = cell.c.period_start
    return _own_series(start).order_by(start if which == "first" else start.desc()).limit(1).scalar_subquery()


def _known_last() -> ScalarSelect[Any]:
    return _own_series(cell.c.known_at).order_by(cell.c.period_start.desc()).limit(1).scalar_subquery()


def _own_series(column: Any) -> Select[Any]:
    return (
        select(column)
        .where(
            cell.c.measure_id == measure.c.id,
            cell.c.grain == measure.c.grain,
            cell.c.area_id == area.c.id,
            cell.c.n > 0,
        )
        .correlate(measure, area)
    )


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
