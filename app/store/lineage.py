"""Where values came from: which load runs brought the base cells below a figure, and with which files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.domain.period import from_epoch_day
from app.store.moments import moment
from app.store.reading import latest_observations, newest
from app.store.store import Store
from app.store.tables import area, batch, load_run, measure, observation


@dataclass(frozen=True, slots=True)
class Brought:
    """What one run brought of one measure: how many base cells hold its value, over which periods."""

    measure: str
    run: int
    cells: int
    areas: int
    missing: int  # cells the run reported as missing
    total: float | None  # sum of the values
    first: date  # start of the first and last base period
    last: date
    known_at: datetime  # of the newest


@dataclass(frozen=True, slots=True)
class Delivery:
    """A load run with its file. `sha256` is empty for what was pushed or read without a file."""

    run: int
    source: str
    file: str
    sha256: str
    bytes: int
    finished_at: datetime
    rows_read: int
    accepted: int
    quarantined: int
    ignored: int


@dataclass(frozen=True, slots=True)
class BaseCell:
    """One base cell as it holds: what an area reported for its own period."""

    measure: str
    area: str
    period_start: date
    value: float | None
    status: str
    known_at: datetime
    run: int


class Lineage:
    """Reads the log of observations backwards, from cells to deliveries."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def brought(
        self,
        measures: Sequence[str],
        areas: Sequence[str],
        first_day: int,
        last_day: int,
        *,
        as_of: datetime | None = None,
    ) -> list[Brought]:
        """Runs whose values hold (or held, `as_of`) in base cells that start in the days given (epoch days).

        The newest run first.
        """
        c = newest(self._holding(measures, areas, first_day, last_day, as_of))
        query = (
            select(
                measure.c.code,
                c.run_id,
                func.count().label("cells"),
                func.count(func.distinct(c.area_id)).label("areas"),
                (func.count() - func.count(c.value)).label("missing"),
                func.sum(c.value).label("total"),
                func.min(c.period_start).label("first"),
                func.max(c.period_start).label("last"),
                func.max(c.known_at).label("known"),
            )
            .join(measure, measure.c.id == c.measure_id)
            .where(c.place == 1)
            .group_by(measure.c.code, c.run_id)
            .order_by(c.run_id.desc(), measure.c.code)
        )
        with self._store.reading() as connection:
            return [
                Brought(
                    measure=row.code,
                    run=row.run_id,
                    cells=row.cells,
                    areas=row.areas,
                    missing=row.missing,
                    total=row.total,
                    first=from_epoch_day(row.first),
                    last=from_epoch_day(row.last),
                    known_at=moment(row.known),
                )
                for row in connection.execute(query)
            ]

    def cells(
        self,
        measure_id: str,
        areas: Sequence[str],
        first_day: int,
        last_day: int,
        *,
        as_of: datetime | None = None,
        limit: int = 500,
    ) -> list[BaseCell]:
        """The base cells themselves, by period and area."""
        c = newest(self._holding([measure_id], areas, first_day, last_day, as_of))
        query = (
            select(area.c.code, c.period_start, c.value, c.status, c.known_at, c.run_id)
            .join(area, area.c.id == c.area_id)
            .where(c.place == 1)
            .order_by(c.period_start.desc(), area.c.code)
            .limit(limit)
        )
        with self._store.reading() as connection:
            return [
                BaseCell(
                    measure=measure_id,
                    area=row.code,
                    period_start=from_epoch_day(row.period_start),
                    value=row.value,
                    status=row.status,
                    known_at=moment(row.known_at),
                    run=row.run_id,
                )
                for row in connection.execute(query)
            ]

    def deliveries(self, runs: Iterable[int]) -> dict[int, Delivery]:
        """Each run with its first file."""
        query = (
            select(load_run, batch.c.name, batch.c.sha256, batch.c.bytes)
            .outerjoin(batch, batch.c.run_id == load_run.c.id)
            .where(load_run.c.id.in_(sorted(set(runs))))
            .order_by(load_run.c.id, batch.c.name)
        )
        found: dict[int, Delivery] = {}
        with self._store.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(
                    row.id,
                    Delivery(
                        run=row.id,
                        source=row.source,
                        file=row.name or "",
                        sha256=row.sha256 or "",
                        bytes=row.bytes or 0,
                        finished_at=moment(row.finished_at),
                        rows_read=row.rows_read,
                        accepted=row.accepted,
                        quarantined=row.quarantined,
                        ignored=row.ignored,
                    ),
                )
        return found

    def _holding(
        self,
        measures: Sequence[str],
        areas: Sequence[str],
        first_day: int,
        last_day: int,
        as_of: datetime | None,
    ) -> Select[Any]:
        return latest_observations(as_of).where(
            measure.c.code.in_(list(measures)),
            area.c.code.in_(list(areas)),
            observation.c.period_start.between(first_day, last_day),
        )
