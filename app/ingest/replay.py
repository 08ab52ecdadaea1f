"""A delivery read again with some of its rows put right or left out: what would become of it.

The file itself is never changed. The same rows go through the same mapping twice, as they stand and as
they would stand, and only the cells that come out differently are handed on.
"""

# ruff: noqa: S608  names are quoted by the workspace

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from app.catalogue import Catalogue
from app.domain.errors import CockpitError, FileRefused
from app.ingest.delivery import Delivered, identify
from app.ingest.message import Row, as_json, message_file
from app.ingest.plan import Plan, make_plan
from app.ingest.readers import RawTable, layout_of, read_file
from app.ingest.readers.database import Digest, read_query
from app.ingest.readers.table import POSITION, SURPLUS, Line, store_lines, table_of
from app.ingest.run import Outcome, outcome_of
from app.ingest.workspace import Workspace, identifier
from app.store import Batch

Cells = Mapping[str, str | None]
CELL = ["measure", "area", "grain", "period_start"]
_SAME = 1e-12  # sums of the same rows may differ in their last digit


@dataclass(frozen=True, slots=True)
class Patch:
    """One raw row (`row` as a person counts) as it should read; `cells` None: left out."""

    sheet: str
    row: int
    cells: Cells | None

    @property
    def place(self) -> tuple[str, int]:
        """Where the row stands."""
        return self.sheet, self.row


@dataclass(frozen=True)
class Rehearsal:
    """A delivery before and after.

    changed: measure, area, grain, period_start, value, status and `old` (NaN: none before), a row each
    cell that comes out differently. refused: quarantine entries that stand in patched rows. pushed_out:
    entries of rows that were right before. lost: how many observations the delivery would no longer hold.
    """

    before: Outcome
    after: Outcome
    changed: pd.DataFrame
    refused: pd.DataFrame
    pushed_out: pd.DataFrame
    lost: int


def try_row(catalogue: Catalogue, source: str, file: str, patch: Patch) -> Outcome:
    """What becomes of one row alone, without its neighbours: quick, and blind to repeated rows.

    Raises: FileRefused('file_empty') for a row without content.
    """
    plan = make_plan(catalogue, catalogue.sources[source])
    cells = {name: text for name, text in (patch.cells or {}).items() if name != "+"}
    with Workspace(plan.time_zone) as workspace:
        line = Line(patch.row, list(cells.values()))
        table = store_lines(workspace, list(cells), [line], sheet=patch.sheet)
        return outcome_of(workspace, [table], catalogue, plan, file=file)


def rehearse(
    catalogue: Catalogue,
    source: str,
    batch: Batch,
    *,
    applied: Iterable[Patch],
    new: Iterable[Patch],
    rows: Sequence[Row] | None = None,
) -> Rehearsal:
    """The delivery as it counts now (`applied`), and with `new` patches as well. Nothing is written.

    `rows`: of a pushed message, which stands in no file.
    Raises: CockpitError('delivery_gone', 'delivery_changed') when the file is no longer what was loaded,
    ('row_not_there') for a patch of a row the file does not hold; FileRefused.
    """
    rules = catalogue.sources[source]
    plan = make_plan(catalogue, rules if rows is None else as_json(rules))
    new = list(new)
    with ExitStack() as opened:
        workspace = opened.enter_context(Workspace(plan.time_zone))
        message = None if rows is None else opened.enter_context(message_file(rows, batch.name))
        delivered, raw = _open(workspace, catalogue, plan, batch, message)
        tables = [_numbered(workspace, table) for table in raw]
        _patch(workspace, tables, applied, batch)
        before = outcome_of(workspace, tables, catalogue, plan, file=batch.name)
        _patch(workspace, tables, new, batch)
        after = outcome_of(workspace, tables, catalogue, plan, file=batch.name)
        if delivered is not None:
            delivered.check_unchanged()
    patched = {patch.place for patch in new}
    wrong = places(after.quarantine)
    told = pd.MultiIndex.from_frame(before.observations[CELL])
    known = set(places(before.quarantine))
    return Rehearsal(
        before=before,
        after=after,
        changed=difference(before.observations, after.observations),
        refused=after.quarantine[[place in patched for place in wrong]],
        pushed_out=after.quarantine[[place not in patched and place not in known for place in wrong]],
        lost=int((~told.isin(pd.MultiIndex.from_frame(after.observations[CELL]))).sum()),
    )


def with_patches(rows: Sequence[Row], patches: Iterable[Patch]) -> list[Row]:
    """The rows of a pushed message with patches in their places; one that is left out stands empty.

    Rows are known by their numbers, so none may go.
    """
    patched = list(rows)
    for patch in patches:
        patched[patch.row - 1] = {**rows[patch.row - 1], **patch.cells} if patch.cells else {}
    return patched


def places(quarantine: pd.DataFrame) -> list[tuple[str, int]]:
    """(sheet, row) of every entry."""
    return [
        (str(sheet or ""), int(row))
        for sheet, row in zip(quarantine["sheet"], quarantine["row"], strict=True)
    ]


def difference(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The observations of `after` that `before` does not say, with the value before as `old`."""
    both = after.merge(
        before[[*CELL, "value", "status"]], on=CELL, how="left", suffixes=("", "_old"), indicator=True
    ).rename(columns={"value_old": "old"})
    value, old = (both[name].to_numpy(dtype="float64", na_value=np.nan) for name in ("value", "old"))
    same = np.isclose(value, old, rtol=_SAME, atol=0.0, equal_nan=True)
    same &= (both["_merge"] == "both").to_numpy()
    same &= (both["status"] == both["status_old"]).to_numpy()
    return both.loc[~same, [*after.columns, "old"]].reset_index(drop=True)


def _open(
    workspace: Workspace, catalogue: Catalogue, plan: Plan, batch: Batch, message: Delivered | None
) -> tuple[Delivered | None, list[RawTable]]:
    """The delivery's raw tables, when it is still the one that was loaded."""
    read = plan.source.read
    if message is not None:
        return message, read_file(workspace, plan.source, message.path, file=batch.name)
    if read.format == "sql":
        digest = Digest()
        table = read_query(workspace, read.url, read.query, layout_of(plan.source), digest=digest)
        if digest.sha256 != batch.sha256:
            raise CockpitError("delivery_changed", file=batch.name)
        return None, [table]
    path = catalogue.city.deliveries / batch.name
    inside = path.resolve().is_relative_to(catalogue.city.deliveries.resolve())
    if not inside or not path.is_file():
        raise CockpitError("delivery_gone", file=batch.name)
    delivered = identify(path, catalogue.city.deliveries)
    if delivered.batch.sha256 != batch.sha256:
        raise CockpitError("delivery_changed", file=batch.name)
    return delivered, read_file(workspace, plan.source, path, file=batch.name)


def _numbered(workspace: Workspace, raw: RawTable) -> RawTable:
    """The same rows in a table of its own, addressed by their row number in the file."""
    try:
        if not raw.ordinal:
            return _copied(workspace, raw, POSITION, SURPLUS)
        counted = workspace.duck.execute(f"SELECT COUNT(*) FROM {identifier(raw.relation)}").fetchall()
        total = int(counted[0][0])
        if not total:
            return _copied(workspace, raw, "0", "NULL::VARCHAR")
        ends = raw.locate([0, total - 1], total)
        if raw.again is None or ends[total - 1].row - ends[0].row == total - 1:
            # Row numbers grow with the order, so equal ends mean that none is passed over.
            return _copied(workspace, raw, f"row_number() OVER () - 1 + {ends[0].row}", "NULL::VARCHAR")
    except duckdb.Error as error:
        if raw.again is None:
            raise FileRefused("delivery_unreadable", file=raw.sheet, detail=str(error)[:200]) from error
    # A record of several lines, or one the streaming reader objects to: the exact way knows the rows.
    again = raw if raw.again is None else raw.again()
    return _copied(workspace, again, POSITION, SURPLUS)


def _copied(workspace: Workspace, raw: RawTable, position: str, surplus: str) -> RawTable:
    name = workspace.fresh("numbered")
    columns = ", ".join(identifier(column) for column in raw.columns)
    workspace.duck.execute(
        f"CREATE TEMP TABLE {identifier(name)} AS SELECT ({position})::BIGINT AS {POSITION}, "
        f"{surplus} AS {SURPLUS}, {columns} FROM {identifier(raw.relation)}"
    )
    if raw.ordinal:  # rows without content are none, which only ordinal tables may hold
        blank = " AND ".join(f"COALESCE(TRIM({identifier(c)}), '') = ''" for c in raw.columns)
        workspace.duck.execute(f"DELETE FROM {identifier(name)} WHERE {blank}")
    return table_of(workspace, name, raw.columns, sheet=raw.sheet)


def _patch(workspace: Workspace, tables: list[RawTable], patches: Iterable[Patch], batch: Batch) -> None:
    by_sheet = {table.sheet: table for table in tables}
    for patch in patches:
        table = by_sheet.get(patch.sheet)
        if table is None or not _set(workspace, table, patch):
            raise CockpitError("row_not_there", file=batch.name, sheet=patch.sheet, row=patch.row)


def _set(workspace: Workspace, table: RawTable, patch: Patch) -> bool:
    """Whether the row was there. An updated row keeps its place in the order."""
    name = identifier(table.relation)
    if patch.cells is None:
        statement, values = f"DELETE FROM {name} WHERE {POSITION} = ?", []
    else:
        given = [column for column in table.columns if column in patch.cells]
        parts = ", ".join([f"{SURPLUS} = NULL", *(f"{identifier(column)} = ?" for column in given)])
        statement = f"UPDATE {name} SET {parts} WHERE {POSITION} = ?"
        values = [patch.cells[column] or None for column in given]
    count = workspace.duck.execute(statement, [*values, patch.row]).fetchall()
    return bool(count[0][0])
