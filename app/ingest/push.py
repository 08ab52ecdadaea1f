"""Pushed rows: the same way as a file, from the mapping of the source to observations and quarantine.

Ready figures replace the cells they speak of, as a file's do. Records are kept when they are pushed, and the
cells they touch are added up anew from every record pushed so far; a cell that came with a file holds rows
we do not have, so records cannot be added to it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from app.catalogue import Catalogue
from app.catalogue.source import Source
from app.domain.errors import CockpitError, FileRefused
from app.domain.observation import ObservationStatus
from app.ingest.aggregate import COLUMNS
from app.ingest.message import Row, as_json, message_file
from app.ingest.plan import Plan, make_plan
from app.ingest.run import Outcome, read_delivery
from app.store.pushes import Kept, Pushes

_CELL = ["measure", "area", "grain", "period_start"]


@dataclass(frozen=True)
class Judged:
    """What became of pushed rows, and what is to be kept of them."""

    outcome: Outcome
    kept: Kept


def rows_of_json(body: bytes) -> list[Row]:
    """The rows of a JSON body: a list of objects, or {"rows": […]}; numbers keep their digits as text.

    Raises: CockpitError('push_not_rows').
    """
    try:
        found = json.loads(body, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise CockpitError("push_not_rows", detail=str(error)[:200]) from error
    rows = found.get("rows") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CockpitError("push_not_rows", detail="[{…}, …]")
    return rows


def rows_of_csv(body: bytes) -> list[Row]:
    """The rows of a CSV body in UTF-8, by the names of its first line.

    Raises: CockpitError('push_not_rows') when it is no text or a row has more cells than the header.
    """
    try:
        lines = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), restkey="", strict=True)
        rows: list[Row] = list(lines)
    except (UnicodeDecodeError, csv.Error) as error:
        raise CockpitError("push_not_rows", detail=str(error)[:200]) from error
    for number, row in enumerate(rows, 1):
        if "" in row:
            raise CockpitError("push_not_rows", detail=f"{number}: {row['']}"[:200])
    return rows


def judge(
    catalogue: Catalogue,
    pushes: Pushes,
    source: Source,
    rows: Sequence[Row],
    *,
    name: str,
    numbers: Sequence[int] = (),
) -> Judged:
    """What becomes of the rows. `name`: how quarantine calls the push; fields taken from a file's name read it.

    `numbers`: which rows of their message they are (default: all, from 1).

    Raises: FileRefused when the push is wrong as a whole; CockpitError('push_period_delivered').
    """
    plan = make_plan(catalogue, as_json(source))

    def read(some: Iterable[Row]) -> Outcome:
        return _read(catalogue, plan, list(some), name)

    outcome = read(rows)
    if not plan.records:
        return Judged(outcome, Kept(rows=rows))
    return _records(pushes, plan, _accepted(source, rows, outcome, numbers), outcome, read)


def _read(catalogue: Catalogue, plan: Plan, rows: Sequence[Row], name: str) -> Outcome:
    with message_file(rows, name) as delivered:
        return read_delivery(catalogue, plan, delivered)


def _records(
    pushes: Pushes,
    plan: Plan,
    fresh: Mapping[str, Row],
    outcome: Outcome,
    read: Callable[[Iterable[Row]], Outcome],
) -> Judged:
    source = plan.source
    after = pushes.newest_run(source.id)
    older = pushes.records(source.id, fresh)
    touched = outcome.observations[_CELL]
    if older:
        before = read(raw for raw, _ in older.values()).observations[_CELL]
        touched = pd.concat([touched, before]).drop_duplicates()
    if touched.empty:
        return Judged(outcome, Kept(after=after))
    elsewhere = pushes.delivered_otherwise(touched)
    if not elsewhere.empty:
        first = elsewhere.iloc[0]
        raise CockpitError(
            "push_period_delivered", measure=first["measure"], area=first["area"], n=len(elsewhere)
        )
    starts = touched["period_start"]
    days = int(starts.min()), int(starts.max())
    kept = pushes.records_between(source.id, *days)
    if kept:
        together = read({**kept, **fresh}.values()).observations
        outcome = replace(outcome, observations=_only(together, touched, source))
    records = tuple((name, dict(row)) for name, row in fresh.items())
    return Judged(outcome, Kept(records=records, days=days, after=after))


def _accepted(
    source: Source, rows: Sequence[Row], outcome: Outcome, numbers: Sequence[int]
) -> dict[str, Row]:
    """Rows to keep by identity: the first of one key stays. Cells of a wide row are judged each time anew."""
    refused = set() if source.unpivot else {int(row) for row in outcome.quarantine["row"]}
    found: dict[str, Row] = {}
    for place, row in enumerate(rows, 1):
        if place not in refused:
            number = numbers[place - 1] if numbers else place
            found.setdefault(identity(source, row, number), row)
    return found


def identity(source: Source, row: Row, number: int) -> str:
    """What makes a record the same one when it is pushed again: its key; without one, all its content.

    `number` tells equal records without a key in one push apart.
    """
    values = [_first(row, source.fields[name].columns or source.fields[name].join) for name in source.unique]
    if not values or None in values:
        values = [json.dumps(row, ensure_ascii=False, sort_keys=True), str(number)]
    return hashlib.sha256("\x1f".join(str(value).strip() for value in values).encode()).hexdigest()


def _first(row: Row, columns: Sequence[str]) -> Any:
    return next((row[column] for column in columns if row.get(column) not in (None, "")), None)


def _only(together: pd.DataFrame, touched: pd.DataFrame, source: Source) -> pd.DataFrame:
    """The cells touched, each with its new value. A cell all of whose records moved away is empty."""
    found = touched.merge(together, on=_CELL, how="left")
    gone = found["status"].isna()
    counted = found["measure"].map(lambda name: source.measures[name].how in ("count", "sum"))
    found.loc[gone & counted, "value"] = 0.0
    normal = ObservationStatus.PROVISIONAL if source.provisional else ObservationStatus.NORMAL
    found.loc[gone, "status"] = counted[gone].map(
        {True: normal.value, False: ObservationStatus.MISSING.value}
    )
    return found[COLUMNS]


__all__ = ["FileRefused", "Judged", "identity", "judge", "rows_of_csv", "rows_of_json"]
