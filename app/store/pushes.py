"""Pushed figures: who may push, which pushes are known, and the records that were pushed one by one."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app.domain.errors import CockpitError
from app.store.load import Load, LoadRun
from app.store.moments import micros, moment
from app.store.store import Store
from app.store.tables import area, cell, load_run, measure, push, push_token, pushed_message, pushed_record

_CHUNK = 500  # keys in one question: SQLite takes no more than about a thousand conditions


@dataclass(frozen=True, slots=True)
class Token:
    """Leave to push to one source; the secret itself is not kept."""

    id: int
    source: str
    sha256: str
    made_by: str
    made_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of pushed rows beside their figures.

    `rows`: the rows of ready figures. `records`: (identity, raw row); `days`: the first and last day of every
    period they touched; `after`: the source's newest run when the figures were added up (None: it does not
    matter).
    """

    rows: Sequence[Mapping[str, Any]] | None = None
    records: Sequence[tuple[str, dict[str, Any]]] = ()
    days: tuple[int, int] = (0, 0)
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A message known by its key, and what is kept of it."""

    idempotency: str
    sha256: str
    kept: Kept


class Overtaken(CockpitError):
    """Another run of the source came between reading and writing: add up again."""

    def __init__(self, source: str) -> None:
        super().__init__("push_overtaken", source=source)


class Pushes:
    """Tokens, receipts and pushed records of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add_token(self, source: str, sha256: str, made_by: str) -> int:
        """Keep the hash of a new token; returns its number."""
        row = {"source": source, "sha256": sha256, "made_by": made_by, "made_at": _now()}
        with self._store.writing() as connection:
            made = connection.execute(insert(push_token).values(**row).returning(push_token.c.id))
            return int(made.scalar_one())

    def tokens(self, source: str | None = None) -> list[Token]:
        """Every token (of a source), oldest first, the revoked ones included."""
        asked = select(push_token).order_by(push_token.c.id)
        if source is not None:
            asked = asked.where(push_token.c.source == source)
        with self._store.reading() as connection:
            return [_token(row._mapping) for row in connection.execute(asked)]

    def token(self, sha256: str) -> Token | None:
        """The token with this hash, unless it is revoked."""
        asked = select(push_token).where(push_token.c.sha256 == sha256, push_token.c.revoked_at.is_(None))
        with self._store.reading() as connection:
            row = connection.execute(asked).one_or_none()
        return None if row is None else _token(row._mapping)

    def revoke(self, source: str, token: int | None = None) -> int:
        """End every token of a source, or one of them; returns how many ended."""
        which = [push_token.c.source == source, push_token.c.revoked_at.is_(None)]
        if token is not None:
            which.append(push_token.c.id == token)
        with self._store.writing() as connection:
            return connection.execute(update(push_token).where(*which).values(revoked_at=_now())).rowcount

    def known(self, source: str, idempotency: str) -> tuple[str, LoadRun] | None:
        """The hash of the body that came with this key, and its run."""
        asked = (
            select(push.c.sha256, *load_run.c)
            .join(load_run, load_run.c.id == push.c.run_id)
            .where(push.c.source == source, push.c.idempotency == idempotency)
        )
        with self._store.reading() as connection:
            row = connection.execute(asked).one_or_none()
        if row is None:
            return None
        values = dict(row._mapping)
        return values.pop("sha256"), _run(values)

    def commit(self, load: Load, receipt: Receipt) -> LoadRun:
        """Commit the run of a push with its receipt and records, whole or not at all.

        Raises: CockpitError('push_key_reused') when the key came with another body; Overtaken.
        """

        def also(connection: Connection, run: int) -> None:
            key = {"source": load.source, "idempotency": receipt.idempotency}
            connection.execute(insert(push).values(**key, sha256=receipt.sha256, run_id=run, at=_now()))
            keep(connection, load.source, run, receipt.kept)

        try:
            return self._store.commit(load, also)
        except IntegrityError as error:
            known = self.known(load.source, receipt.idempotency)
            if known is None:
                raise
            if known[0] != receipt.sha256:
                raise CockpitError("push_key_reused", idempotency=receipt.idempotency) from error
            return known[1]

    def newest_run(self, source: str) -> int:
        """The number of the source's newest run; 0 without any."""
        with self._store.reading() as connection:
            return _newest(connection, source)

    def came_by_push(self, run: int) -> bool:
        """Whether a run is a push, or put right what was one."""
        with self._store.reading() as connection:
            asked = select(pushed_message.c.run_id).where(pushed_message.c.run_id == run)
            return connection.execute(asked).first() is not None

    def rows(self, run: int) -> list[dict[str, Any]] | None:
        """The rows of ready figures that a run pushed; None when none were kept."""
        with self._store.reading() as connection:
            kept = connection.scalar(select(pushed_message.c.rows).where(pushed_message.c.run_id == run))
        return None if kept is None else list(json.loads(zlib.decompress(kept)))

    def records(self, source: str, identities: Iterable[str]) -> dict[str, tuple[dict[str, Any], int]]:
        """Raw row and run of the records with these identities."""
        wanted, found = list(identities), {}
        with self._store.reading() as connection:
            for start in range(0, len(wanted), _CHUNK):
                part = wanted[start : start + _CHUNK]
                asked = select(pushed_record).where(
                    pushed_record.c.source == source, pushed_record.c.record.in_(part)
                )
                for row in connection.execute(asked):
                    found[row.record] = (row.raw, row.run_id)
        return found

    def records_between(self, source: str, first_day: int, last_day: int) -> dict[str, dict[str, Any]]:
        """Raw rows whose periods overlap these days, by identity."""
        asked = (
            select(pushed_record.c.record, pushed_record.c.raw)
            .where(pushed_record.c.source == source)
            .where(pushed_record.c.last_day >= first_day, pushed_record.c.first_day <= last_day)
            .order_by(pushed_record.c.run_id)
        )
        with self._store.reading() as connection:
            return {row.record: row.raw for row in connection.execute(asked)}

    def delivered_otherwise(self, cells: pd.DataFrame) -> pd.DataFrame:
        """Those of the cells (measure, area, grain, period_start) whose value came with a file."""
        rows = list(cells[["measure", "area", "grain", "period_start"]].itertuples(index=False))
        found: list[dict[str, Any]] = []
        with self._store.reading() as connection:
            for start in range(0, len(rows), _CHUNK // 4):
                found += _foreign(connection, rows[start : start + _CHUNK // 4])
        return pd.DataFrame(found, columns=["measure", "area", "grain", "period_start"])


def _foreign(connection: Connection, rows: Sequence[Any]) -> list[dict[str, Any]]:
    places = [
        and_(
            measure.c.code == row.measure,
            area.c.code == row.area,
            cell.c.grain == row.grain,
            cell.c.period_start == int(row.period_start),
        )
        for row in rows
    ]
    asked = (
        select(measure.c.code.label("measure"), area.c.code.label("area"), cell.c.grain, cell.c.period_start)
        .select_from(cell)
        .join(measure, measure.c.id == cell.c.measure_id)
        .join(area, area.c.id == cell.c.area_id)
        .where(or_(*places), cell.c.run_id.not_in(select(pushed_message.c.run_id)))
    )
    return [dict(row._mapping) for row in connection.execute(asked)]


def keep(connection: Connection, source: str, run: int, kept: Kept) -> None:
    """Keep pushed rows with their run, in its transaction. Raises: Overtaken."""
    if kept.after is not None and _newest(connection, source, before=run) != kept.after:
        raise Overtaken(source)
    text = None if kept.rows is None else json.dumps([*map(dict, kept.rows)], ensure_ascii=False)
    rows = None if text is None else zlib.compress(text.encode())
    connection.execute(insert(pushed_message).values(run_id=run, rows=rows))
    _keep_records(connection, source, run, kept)


def _keep_records(connection: Connection, source: str, run: int, kept: Kept) -> None:
    identities = [identity for identity, _ in kept.records]
    for start in range(0, len(identities), _CHUNK):
        part = identities[start : start + _CHUNK]
        connection.execute(
            delete(pushed_record).where(pushed_record.c.source == source, pushed_record.c.record.in_(part))
        )
    first, last = kept.days
    if kept.records:
        connection.execute(
            insert(pushed_record),
            [
                {
                    "source": source,
                    "record": identity,
                    "raw": raw,
                    "first_day": first,
                    "last_day": last,
                    "run_id": run,
                }
                for identity, raw in kept.records
            ],
        )


def _newest(connection: Connection, source: str, before: int | None = None) -> int:
    asked = select(func.coalesce(func.max(load_run.c.id), 0)).where(
        load_run.c.source == source, load_run.c.state == "committed"
    )
    if before is not None:
        asked = asked.where(load_run.c.id < before)
    return int(connection.execute(asked).scalar_one())


def _token(row: Any) -> Token:
    values = dict(row)
    ended = values["revoked_at"]
    values["made_at"] = moment(values["made_at"])
    values["revoked_at"] = None if ended is None else moment(ended)
    return Token(**values)


def _run(values: dict[str, Any]) -> LoadRun:
    for name in ("started_at", "finished_at"):
        values[name] = moment(values[name])
    return LoadRun(**values)


def _now() -> int:
    return micros(datetime.now(UTC))
