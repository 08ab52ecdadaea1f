"""Counts that data quality is judged by: rows by reason, files, figures there, and when they came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.store.moments import micros, moment
from app.store.store import Store
from app.store.tables import area, batch, cell, load_run, measure, observation, quarantine


class QualityCounts:
    """Counts of one store, read-only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def runs(
        self, sources: Sequence[str], first: datetime, end: datetime
    ) -> list[tuple[str, datetime, str, int, int]]:
        """(source, moment, state, rows read, rows ignored) of every delivery from `first` until before `end`.

        Replays are no deliveries: a repair by the data officer says nothing of the department's quality.
        """
        c = load_run.c
        query = (
            select(c.source, c.started_at, c.state, c.rows_read, c.ignored)
            .where(c.source.in_(sources), c.started_at >= micros(first), c.started_at < micros(end))
            .where(c.id.not_in(select(batch.c.run_id).where(batch.c.name.contains("#"))))
        )
        with self._store.reading() as connection:
            return [
                (s, moment(at), state, int(r), int(i)) for s, at, state, r, i in connection.execute(query)
            ]

    def refused(
        self, sources: Sequence[str], first: datetime, end: datetime
    ) -> list[tuple[str, datetime, str, int]]:
        """(source, moment of the delivery, reason, rows) of the rows refused in that time."""
        c = load_run.c
        query = (
            select(c.source, c.started_at, quarantine.c.reason, func.count())
            .join(load_run, load_run.c.id == quarantine.c.run_id)
            .where(c.source.in_(sources), c.started_at >= micros(first), c.started_at < micros(end))
            .group_by(c.source, c.started_at, quarantine.c.reason)
        )
        with self._store.reading() as connection:
            return [(s, moment(at), reason, int(n)) for s, at, reason, n in connection.execute(query)]

    def figures(self, measures: Sequence[str], first: int, last: int) -> list[tuple[str, int, int]]:
        """(measure, period's first day, areas with a value) of base cells between two epoch days."""
        c = cell.c
        query = (
            select(measure.c.code, c.period_start, func.count())
            .select_from(measure)
            .join(area, ~measure.c.additive | (area.c.level == measure.c.level))
            .join(
                cell,
                (c.measure_id == measure.c.id)
                & (c.grain == measure.c.grain)
                & (c.area_id == area.c.id)
                & c.period_start.between(first, last),
            )
            .where(measure.c.code.in_(measures), area.c.level == measure.c.level, c.n > 0)
            .group_by(measure.c.code, c.period_start)
        )
        with self._store.reading() as connection:
            return [(m, int(start), int(n)) for m, start, n in connection.execute(query)]

    def arrivals(self, name: str, first: int, last: int) -> dict[int, datetime]:
        """Period's first day → when a figure of one measure first became known, in any area."""
        o = observation.c
        query = (
            select(o.period_start, func.min(o.known_at))
            .join(measure, (measure.c.id == o.measure_id) & (measure.c.grain == o.grain))
            .where(measure.c.code == name, o.period_start.between(first, last))
            .group_by(o.period_start)
        )
        with self._store.reading() as connection:
            return {int(start): moment(at) for start, at in connection.execute(query)}
