"""The refused rows of all deliveries, with what became of each: filtered, counted, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Label, Select, case, func, literal, select

from app.domain.errors import CockpitError
from app.store.moments import moment
from app.store.store import Store
from app.store.tables import batch, load_run, pushed_message, quarantine, repair

OPEN, DRAFTED, REPAIRED, SUPERSEDED = STATES = ("open", "drafted", "repaired", "superseded")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which rows are asked for; None: all. `sources`: those the asker may see."""

    sources: tuple[str, ...]
    reason: str | None = None
    state: str | None = None
    run: int | None = None


class Entry(NamedTuple):
    """One refused row (or one cell of a wide one) as the log keeps it."""

    id: int
    run_id: int
    source: str
    file: str
    sheet: str
    row: int
    column: str
    reason: str
    params: dict[str, Any]
    raw: dict[str, str | None]
    state: str
    at: Any  # the moment the delivery was loaded


class Refused:
    """The quarantine of one store, read-only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, wanted: Filter, *, limit: int, offset: int = 0) -> list[Entry]:
        """Entries, the newest delivery first, in order of the file."""
        with self._store.reading() as connection:
            q = quarantine.c
            query = _rows(connection, wanted).order_by(q.run_id.desc(), q.sheet, q.row, q.id)
            return [_entry(row) for row in connection.execute(query.limit(limit).offset(offset))]

    def counts(self, wanted: Filter) -> list[tuple[str, str, str, int]]:
        """(source, reason, state, rows) of everything that meets the filter."""
        with self._store.reading() as connection:
            c = _rows(connection, wanted).subquery().c
            query = select(c.source, c.reason, c.state, func.count()).group_by(c.source, c.reason, c.state)
            return [(s, r, state, int(n)) for s, r, state, n in connection.execute(query)]

    def entry(self, number: int) -> Entry:
        """One entry. Raises: CockpitError('unknown_row')."""
        with self._store.reading() as connection:
            row = connection.execute(_all(connection).where(quarantine.c.id == number)).first()
        if row is None:
            raise CockpitError("unknown_row", row=number)
        return _entry(row)

    def same_row(self, entry: Entry) -> list[Entry]:
        """Every entry of the same raw row: a wide row may be refused in several cells."""
        with self._store.reading() as connection:
            q = quarantine.c
            query = _all(connection).where(q.run_id == entry.run_id, q.row == entry.row).order_by(q.id)
            found = [_entry(row) for row in connection.execute(query)]
        return [other for other in found if other.sheet == entry.sheet]

    def of_run(self, run: int) -> list[Entry]:
        """Every entry of one delivery."""
        with self._store.reading() as connection:
            query = _all(connection).where(quarantine.c.run_id == run).order_by(quarantine.c.id)
            return [_entry(row) for row in connection.execute(query)]


def _all(connection: Connection) -> Select[Any]:
    return (
        select(quarantine, load_run.c.source, load_run.c.finished_at, _state(_superseded(connection)))
        .join(load_run, load_run.c.id == quarantine.c.run_id)
        .where(load_run.c.state == "committed")
    )


def _rows(connection: Connection, wanted: Filter) -> Select[Any]:
    query = _all(connection).where(load_run.c.source.in_(wanted.sources))
    if wanted.reason:
        query = query.where(quarantine.c.reason == wanted.reason)
    if wanted.run:
        query = query.where(quarantine.c.run_id == wanted.run)
    if wanted.state:
        query = query.where(_state(_superseded(connection)) == wanted.state)
    return query


def _state(superseded: Sequence[int]) -> Label[str]:
    """What became of an entry. A repair outlives a later delivery of the file; a draft does not."""
    mine = select(literal(1)).where(
        repair.c.quarantine_id == quarantine.c.id, repair.c.withdrawn_at.is_(None)
    )
    done: ColumnElement[bool] = mine.where(repair.c.run_id.is_not(None)).exists()
    return case(
        (done, REPAIRED),
        (quarantine.c.run_id.in_(superseded), SUPERSEDED),
        (mine.exists(), DRAFTED),
        else_=OPEN,
    ).label("state")


def _superseded(connection: Connection) -> list[int]:
    """Runs with refused rows whose file has come again since, under the same name.

    Pushed messages do not replace one another: their names say nothing.
    """
    later = batch.alias("later")
    run = load_run.alias("later_run")
    query = (
        select(batch.c.run_id)
        .join(load_run, load_run.c.id == batch.c.run_id)
        .join(later, (later.c.source == batch.c.source) & (later.c.name == batch.c.name))
        .join(run, run.c.id == later.c.run_id)
        .where(later.c.run_id > batch.c.run_id, load_run.c.quarantined > 0, run.c.state == load_run.c.state)
        .where(batch.c.run_id.not_in(select(pushed_message.c.run_id)))
        .distinct()
    )
    return list(connection.scalars(query))


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id,
        run_id=row.run_id,
        source=row.source,
        file=row.file,
        sheet=row.sheet or "",
        row=row.row,
        column=row.column or "",
        reason=row.reason,
        params=dict(row.params),
        raw=dict(row.raw),
        state=row.state,
        at=moment(row.finished_at),
    )
