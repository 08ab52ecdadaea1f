"""The log of load runs: by day, by source, page by page, and whether rows add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.store.load import LoadRun
from app.store.moments import micros, moment
from app.store.store import Store
from app.store.tables import batch, load_run


@dataclass(frozen=True, slots=True)
class Loaded:
    """One run with its file."""

    run: LoadRun
    file: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Rows of several committed runs, and how many runs were committed or refused."""

    runs: int
    refused: int
    read: int
    accepted: int
    quarantined: int
    ignored: int
    observations: int

    @property
    def adds_up(self) -> bool:
        """Whether every row read is accounted for."""
        return self.read == self.accepted + self.quarantined + self.ignored


class Loads:
    """The load runs of one store, read-only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def last(self, sources: Sequence[str]) -> datetime | None:
        """When the newest run of these sources was, by the city's clock."""
        query = select(func.max(load_run.c.started_at)).where(load_run.c.source.in_(sources))
        with self._store.reading() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else moment(found)

    def page(
        self,
        sources: Sequence[str],
        *,
        first: datetime | None = None,
        end: datetime | None = None,
        state: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> list[Loaded]:
        """Runs begun from `first` until before `end`, newest first."""
        query = _runs(select(load_run), sources, first, end, state)
        query = query.order_by(load_run.c.id.desc()).limit(limit).offset(offset)
        with self._store.reading() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
            ids = [row["id"] for row in rows]
            files = {
                b.run_id: (b.name, int(b.bytes))
                for b in connection.execute(select(batch).where(batch.c.run_id.in_(ids)))
            }
        return [_loaded(row, *files.get(row["id"], ("", 0))) for row in rows]

    def totals(
        self, sources: Sequence[str], *, first: datetime | None = None, end: datetime | None = None
    ) -> dict[str, Totals]:
        """Source → what its runs of that time come to; sources without a run are left out."""
        c = load_run.c
        sums = [func.sum(c[n]) for n in ("rows_read", "accepted", "quarantined", "ignored", "observations")]
        query = _runs(select(c.source, c.state, func.count(), *sums), sources, first, end, None)
        found: dict[str, dict[str, Any]] = {}
        with self._store.reading() as connection:
            for source, state, *numbers in connection.execute(query.group_by(c.source, c.state)):
                found.setdefault(source, {})[state] = [int(n) for n in numbers]
        return {
            source: Totals(
                states.get("committed", [0])[0],
                states.get("refused", [0])[0],
                *states.get("committed", [0] * 6)[1:],
            )
            for source, states in found.items()
        }

    def newest(self, sources: Sequence[str]) -> dict[str, Loaded]:
        """Source → its newest run."""
        newest = (
            select(func.max(load_run.c.id)).where(load_run.c.source.in_(sources)).group_by(load_run.c.source)
        )
        with self._store.reading() as connection:
            ids = list(connection.scalars(newest))
            rows = connection.execute(select(load_run).where(load_run.c.id.in_(ids))).mappings().all()
            files = {
                b.run_id: (b.name, int(b.bytes))
                for b in connection.execute(select(batch).where(batch.c.run_id.in_(ids)))
            }
        return {row["source"]: _loaded(dict(row), *files.get(row["id"], ("", 0))) for row in rows}

    def begun(self, sources: Sequence[str]) -> dict[str, datetime]:
        """Source → since when its figures are known: the start of its first committed run."""
        query = (
            select(load_run.c.source, func.min(load_run.c.started_at))
            .where(load_run.c.source.in_(sources), load_run.c.state == "committed")
            .group_by(load_run.c.source)
        )
        with self._store.reading() as connection:
            return {source: moment(at) for source, at in connection.execute(query)}


def together(parts: Sequence[Totals]) -> Totals:
    """The sum of several."""
    names = ("runs", "refused", "read", "accepted", "quarantined", "ignored", "observations")
    return Totals(*(sum(getattr(part, name) for part in parts) for name in names))


def _runs(
    query: Select[Any],
    sources: Sequence[str],
    first: datetime | None,
    end: datetime | None,
    state: str | None,
) -> Select[Any]:
    query = query.where(load_run.c.source.in_(sources))
    if first is not None:
        query = query.where(load_run.c.started_at >= micros(first))
    if end is not None:
        query = query.where(load_run.c.started_at < micros(end))
    if state:
        query = query.where(load_run.c.state == state)
    return query


def _loaded(row: dict[str, Any], file: str, size: int) -> Loaded:
    times = {name: moment(row[name]) for name in ("started_at", "finished_at")}
    return Loaded(LoadRun(**{**row, **times}), file, size)
