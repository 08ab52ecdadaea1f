"""Revisions: every later value of a cell beside the one it replaced, and what brought it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.domain.period import from_epoch_day
from app.store.moments import moment
from app.store.store import Store
from app.store.tables import area, batch, load_run, measure, observation, repair


@dataclass(frozen=True, slots=True)
class Revision:
    """One measure, area and base period whose value was replaced. Values in the measure's unit; None: missing.

    `reason` is that of the repair when a person put the row right, else None: then `file` of `run` says why.
    """

    measure: str
    area: str
    grain: str
    period_start: date
    old_value: float | None
    new_value: float | None
    status: str
    known_before: datetime
    known_at: datetime
    run: int
    source: str
    file: str
    reason: str | None = None


class Revisions:
    """Reads the log of observations for cells that have more than one value."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def between(
        self,
        measures: Sequence[str],
        areas: Sequence[str],
        first_day: int,
        last_day: int,
        *,
        as_of: int | None = None,
        limit: int = 500,
    ) -> list[Revision]:
        """Revisions of base cells whose period starts in the days given (epoch days), newest first.

        `as_of`: only those known by then (microseconds since 1970).
        """
        o = observation.c
        cell = (o.measure_id, o.grain, o.area_id, o.period_start)
        wanted = (
            select(
                measure.c.code.label("measure"),
                area.c.code.label("area"),
                o.grain,
                o.period_start,
                o.value,
                o.status,
                o.known_at,
                o.run_id,
                func.lag(o.value).over(partition_by=cell, order_by=o.known_at).label("old_value"),
                func.lag(o.known_at).over(partition_by=cell, order_by=o.known_at).label("known_before"),
            )
            .join(measure, (measure.c.id == o.measure_id) & (measure.c.grain == o.grain))
            .join(area, area.c.id == o.area_id)
            .where(
                measure.c.code.in_(list(measures)),
                area.c.code.in_(list(areas)),
                o.period_start.between(first_day, last_day),
            )
        )
        if as_of is not None:
            wanted = wanted.where(o.known_at <= as_of)
        w = wanted.subquery().c
        query = (
            select(
                *w,
                load_run.c.source,
                select(func.min(batch.c.name))
                .where(batch.c.run_id == w.run_id)
                .correlate(w.run_id.table)
                .scalar_subquery()
                .label("file"),
                select(func.max(repair.c.reason))
                .where(repair.c.run_id == w.run_id)
                .correlate(w.run_id.table)
                .scalar_subquery()
                .label("reason"),
            )
            .join(load_run, load_run.c.id == w.run_id)
            .where(w.known_before.is_not(None))
            .order_by(w.known_at.desc(), w.measure, w.area, w.period_start)
            .limit(limit)
        )
        with self._store.reading() as connection:
            return [
                Revision(
                    measure=row.measure,
                    area=row.area,
                    grain=row.grain,
                    period_start=from_epoch_day(row.period_start),
                    old_value=row.old_value,
                    new_value=row.value,
                    status=row.status,
                    known_before=moment(row.known_before),
                    known_at=moment(row.known_at),
                    run=row.run_id,
                    source=row.source,
                    file=row.file or "",
                    reason=row.reason,
                )
                for row in connection.execute(query)
            ]
