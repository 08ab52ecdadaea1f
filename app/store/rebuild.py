"""Current cells anew from the observations, when the way they add up has changed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import Connection, delete, select

from app.store import staging
from app.store.reading import latest_observations, newest
from app.store.tables import cell, measure, observation
from app.store.writing import write_cells

_COLUMNS = ["measure_id", "grain", "area_id", "period_start", "value", "status", "known_at", "run_id"]
# Bounds the memory a rebuild takes.
_AT_ONCE = 20


def rebuild(connection: Connection, measure_ids: Iterable[int] | None = None) -> None:
    """Write the cells of these measures (all when None) anew, a few measures at a time.

    Observations that are not at their measure's present grain and level stay in the log but have no cell.
    """
    numbers = list(connection.scalars(select(measure.c.id)) if measure_ids is None else measure_ids)
    for first in range(0, len(numbers), _AT_ONCE):
        _rebuild(connection, numbers[first : first + _AT_ONCE])


def _rebuild(connection: Connection, numbers: list[int]) -> None:
    connection.execute(delete(cell).where(cell.c.measure_id.in_(numbers)))
    o = newest(latest_observations().where(observation.c.measure_id.in_(numbers)))
    key = (o.measure_id, o.grain, o.area_id, o.period_start)
    query = select(*(o[name] for name in _COLUMNS)).where(o.place == 1).order_by(*key)
    rows = connection.execute(query).fetchall()
    if rows:
        frame = pd.DataFrame(rows, columns=_COLUMNS).astype({"value": "float64"})
        staging.create_tables(connection)
        staging.fill(connection, staging.complete(frame))
        write_cells(connection, len(frame))
        staging.drop_tables(connection)
