"""Refused rows and what became of them: drafted, repaired by a replay, or still open.

A repair belongs to quarantine entries; several entries may stand in one raw row (a wide table). A draft
waits for its replay; the replay commits a load run of its own and writes it into the repair. Nothing is
ever deleted: a draft taken back carries the moment it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, insert, select, update

from app.domain.errors import CockpitError
from app.store import pushes, writing
from app.store.load import Batch, Load
from app.store.moments import micros, moment
from app.store.pushes import Kept
from app.store.store import Store
from app.store.tables import area, audit, batch, cell, load_run, measure, quarantine, repair

Raw = Mapping[str, str | None] | None
_REMEMBERED = 500  # repairs looked through for the same wrong text


@dataclass(frozen=True, slots=True)
class Repair:
    """One raw row as it should read; `raw` None: left out. `run_id` None: not yet replayed."""

    id: int
    quarantine_id: int
    sheet: str
    row: int
    raw: Raw
    reason: str
    made_by: str
    made_at: datetime
    run_id: int | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay commits: the load, the drafts it carries out, and every entry it settles with its repair."""

    load: Load
    drafts: frozenset[int]
    settled: Mapping[int, int]  # quarantine entry → the draft that settles it
    by: str  # who carries it out
    kept: Kept | None = None  # of what came by push


class Repairs:
    """The repairs of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_run(self, run: int) -> list[Repair]:
        """Every repair of a delivery that is not taken back, oldest first."""
        with self._store.reading() as connection:
            return _repairs(connection, run)

    def draft(self, entries: Iterable[int], raw: Raw, reason: str, actor: str) -> None:
        """Keep a draft for these entries, in place of drafts they had."""
        now = micros(datetime.now(UTC))
        numbers = list(entries)
        rows = [
            {
                "quarantine_id": entry,
                "raw": None if raw is None else dict(raw),
                "reason": reason,
                "made_by": actor,
                "made_at": now,
            }
            for entry in numbers
        ]
        with self._store.writing() as connection:
            _withdraw(connection, numbers, now)
            connection.execute(insert(repair), rows)

    def withdraw(self, entries: Iterable[int]) -> int:
        """Take the drafts of these entries back; returns how many there were."""
        with self._store.writing() as connection:
            return _withdraw(connection, list(entries), micros(datetime.now(UTC)))

    def commit(self, run: int, replayed: Replayed, seen: Iterable[Repair]) -> int:
        """Commit a replay of the delivery that `run` loaded, whole or not at all; returns its own run.

        `seen`: the delivery's repairs as they were when the replay was worked out. The same replay again
        changes nothing. Raises: CockpitError('repairs_changed') when somebody repaired meanwhile; Overtaken.
        """
        load = replayed.load
        with self._store.writing() as connection:
            known = writing.committed_run(connection, load.source, [b.sha256 for b in load.batches])
            if known is not None:
                return known
            if {(r.id, r.run_id) for r in _repairs(connection, run)} != {(r.id, r.run_id) for r in seen}:
                raise CockpitError("repairs_changed")
            load.check()
            made = writing.write_load(connection, load)
            if replayed.kept is not None:
                pushes.keep(connection, load.source, made, replayed.kept)
            self._settle(connection, made, replayed)
            detail = {"run": made, "of_run": run, "rows": load.rows_read, "figures": len(load.observations)}
            _write_down(connection, replayed.by, f"{load.source}:{load.batches[0].name}", detail)
            writing.bump(connection)
        return made

    def _settle(self, connection: Connection, run: int, replayed: Replayed) -> None:
        connection.execute(update(repair).where(repair.c.id.in_(replayed.drafts)).values(run_id=run))
        drafts = {r.id: r for r in connection.execute(select(repair).where(repair.c.id.in_(replayed.drafts)))}
        own = {row.quarantine_id for row in drafts.values()}
        raw = dict(
            connection.execute(
                select(quarantine.c.id, quarantine.c.raw).where(
                    quarantine.c.id.in_(set(replayed.settled) - own)
                )
            ).all()
        )
        others = [
            {
                "quarantine_id": entry,
                "raw": raw[entry],  # right as it stands, now that its neighbour is
                "reason": drafts[draft].reason,
                "made_by": drafts[draft].made_by,
                "made_at": drafts[draft].made_at,
                "run_id": run,
            }
            for entry, draft in replayed.settled.items()
            if entry not in own
        ]
        if others:
            connection.execute(insert(repair), others)

    def put_right(self, source: str, wrong: Mapping[str, str | None]) -> dict[str, str]:
        """Column → what the same wrong text of the same source was last put right to."""
        query = (
            select(quarantine.c.raw, repair.c.raw.label("right"))
            .join(quarantine, quarantine.c.id == repair.c.quarantine_id)
            .join(load_run, load_run.c.id == quarantine.c.run_id)
            .where(load_run.c.source == source, repair.c.run_id.is_not(None))
            .order_by(repair.c.id.desc())
            .limit(_REMEMBERED)
        )
        found: dict[str, str] = {}
        with self._store.reading() as connection:
            for raw, right in connection.execute(query):
                for column, text in wrong.items():
                    put = (right or {}).get(column)
                    if put and text and put != text and raw.get(column) == text:
                        found.setdefault(column, put)
        return found

    def newer(self, run: int, cells: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which of these cells (measure, area, grain, period_start) a later delivery of another file holds."""
        if cells.empty:
            return np.zeros(0, dtype=bool)
        with self._store.reading() as connection:
            own = {r.run_id for r in _repairs(connection, run) if r.run_id is not None}
            found = _written_after(connection, run, own, cells)
        places = zip(cells["measure"], cells["area"], cells["period_start"], strict=True)
        return np.array([(m, a, int(p)) in found for m, a, p in places], dtype=bool)


def batch_of(store: Store, run: int) -> tuple[str, Batch]:
    """The source and the file of a committed load run. Raises: CockpitError('unknown_run')."""
    query = (
        select(batch)
        .join(load_run, load_run.c.id == batch.c.run_id)
        .where(load_run.c.id == run, load_run.c.state == "committed")
    )
    with store.reading() as connection:
        row = connection.execute(query).first()
    if row is None:
        raise CockpitError("unknown_run", run=run)
    return row.source, Batch(row.name, row.sha256, row.bytes)


def _repairs(connection: Connection, run: int) -> list[Repair]:
    query = (
        select(repair, quarantine.c.sheet, quarantine.c.row)
        .join(quarantine, quarantine.c.id == repair.c.quarantine_id)
        .where(quarantine.c.run_id == run, repair.c.withdrawn_at.is_(None))
        .order_by(repair.c.id)
    )
    return [
        Repair(
            r.id,
            r.quarantine_id,
            r.sheet or "",
            r.row,
            r.raw,
            r.reason,
            r.made_by,
            moment(r.made_at),
            r.run_id,
        )
        for r in connection.execute(query)
    ]


def _write_down(connection: Connection, actor: str, what: str, detail: Mapping[str, int]) -> None:
    record = {"at": micros(datetime.now(UTC)), "actor": actor, "action": "replay", "object": what}
    connection.execute(insert(audit).values(**record, detail=dict(detail)))


def _withdraw(connection: Connection, entries: list[int], now: int) -> int:
    open_ones = repair.c.quarantine_id.in_(entries) & repair.c.run_id.is_(None)
    query = update(repair).where(open_ones, repair.c.withdrawn_at.is_(None)).values(withdrawn_at=now)
    return connection.execute(query).rowcount


def _written_after(
    connection: Connection, run: int, own: set[int], cells: pd.DataFrame
) -> set[tuple[str, str, int]]:
    c = cell.c
    query = (
        select(measure.c.code, area.c.code, c.period_start)
        .select_from(cell)
        .join(measure, measure.c.id == c.measure_id)
        .join(area, area.c.id == c.area_id)
        .where(
            c.run_id > run,
            c.run_id.not_in(own),
            c.grain == measure.c.grain,
            measure.c.code.in_(cells["measure"].unique().tolist()),
            area.c.code.in_(cells["area"].unique().tolist()),
            c.period_start.between(int(cells["period_start"].min()), int(cells["period_start"].max())),
        )
    )
    return {(m, a, int(p)) for m, a, p in connection.execute(query)}
