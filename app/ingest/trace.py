"""The rows of a delivery that stand behind a measure: read again from the file, through the same mapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import ibis

from app.catalogue import Catalogue
from app.domain.errors import CockpitError
from app.domain.period import epoch_day
from app.ingest.delivery import identify
from app.ingest.duplicates import settle
from app.ingest.gather import SHEET, Sheet, candidates, code_column, gather, sheet_of
from app.ingest.message import Row, as_json, message_file
from app.ingest.plan import MeasurePlan, Plan, make_plan
from app.ingest.readers import RawTable, read_file
from app.ingest.readers.table import POSITION
from app.ingest.standardise.problems import Problems
from app.ingest.standardise.rows import standardise
from app.ingest.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TracedRow:
    """One row as the file has it; `row` as a person counts."""

    sheet: str
    row: int
    cells: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A measure in some areas of its own level, in base periods that start from `first` to `last`."""

    measure: str
    areas: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Traced:
    """Rows that count for a measure in some areas and days: how many, and the first of them.

    `records`: a row is an event, else a ready figure. `columns`: of the file, in its order.
    """

    records: bool
    total: int
    columns: tuple[str, ...]
    rows: tuple[TracedRow, ...]


def path_of(catalogue: Catalogue, file: str) -> Path | None:
    """Where a delivered file stands, None when it is gone (or never was one of ours)."""
    root = catalogue.city.deliveries
    path = (root / file).resolve()
    return path if file and path.is_relative_to(root) and path.is_file() else None


@dataclass(frozen=True, slots=True)
class Where:
    """What a load run read. `rows`: those that came by push (None: they stand in the file)."""

    source: str
    file: str
    sha256: str
    rows: Sequence[Row] | None = None


def rows_behind(
    catalogue: Catalogue, where: Where, wanted: Sequence[Wanted], *, limit: int = 10
) -> dict[str, Traced]:
    """By measure, the accepted rows of one file that count for it. The file is read once for all.

    Raises: CockpitError('source_file_gone') when the file is not there any more, ('source_file_changed')
    when another one took its place; FileRefused.
    """
    with reread(catalogue, where) as again:
        how = {one.measure.id: one for one in again.plan.measures}
        return {one.measure: _traced(again, how[one.measure], one, limit) for one in wanted}


@dataclass(frozen=True, slots=True)
class Again:
    """A delivered file read again: what it would bring today."""

    workspace: Workspace
    plan: Plan
    sheets: Sequence[Sheet]
    accepted: Any  # an ibis table: rows that count, with SHEET, POSITION and the typed columns
    columns: tuple[str, ...]  # of the file, in its order

    def rows(self, chosen: Any, first: int, limit: int) -> tuple[TracedRow, ...]:
        """Rows of a table that holds SHEET and POSITION, as the file has them, in its order."""
        top = chosen.order_by([SHEET, POSITION]).limit(limit, offset=first).to_pandas()
        return tuple(row for number, sheet in enumerate(self.sheets) for row in _located(sheet, top, number))


@contextmanager
def reread(catalogue: Catalogue, where: Where) -> Iterator[Again]:
    """What a load run read, through the same mapping as then.

    Raises: CockpitError('source_file_gone', 'source_file_changed'); FileRefused.
    """
    file, rules = where.file, catalogue.sources[where.source]
    with ExitStack() as opened:
        if where.rows is None:
            path = _unchanged(catalogue, where)
        else:
            path, rules = opened.enter_context(message_file(where.rows, file)).path, as_json(rules)
        plan = make_plan(catalogue, rules)
        workspace = opened.enter_context(Workspace(plan.time_zone))
        problems = Problems()
        tables = read_file(workspace, plan.source, path, file=file)
        sheets = [_typed(workspace, table, plan, problems, file) for table in tables]
        gathered = gather(workspace, sheets, plan, catalogue, problems)
        settle(workspace, gathered, sheets, plan)
        columns = tuple(dict.fromkeys(name for table in tables for name in table.columns))
        yield Again(workspace, plan, sheets, candidates(gathered.placed), columns)


def _unchanged(catalogue: Catalogue, where: Where) -> Path:
    path = path_of(catalogue, where.file)
    if path is None:
        raise CockpitError("source_file_gone", file=where.file)
    if identify(path, catalogue.city.deliveries).batch.sha256 != where.sha256:
        raise CockpitError("source_file_changed", file=where.file)
    return path


def _traced(again: Again, how: MeasurePlan, one: Wanted, limit: int) -> Traced:
    found = again.workspace.keep("behind", _behind(again.accepted, how, one))
    total = int(found.count().execute())
    return Traced(again.plan.records, total, again.columns, again.rows(found, 0, limit))


def _typed(workspace: Workspace, raw: RawTable, plan: Plan, problems: Problems, file: str) -> Sheet:
    """The typed rows; a file that the quick reader cannot scan is read in the slower way."""
    try:
        typed = standardise(workspace, raw, plan, problems, file)
    except duckdb.Error:
        if raw.again is None:
            raise
        return _typed(workspace, raw.again(), plan, problems, file)
    return sheet_of(raw, typed)


def _behind(accepted: Any, how: MeasurePlan, one: Wanted) -> Any:
    code = accepted[code_column(how.area_field, how.measure.level)]
    start = accepted[how.period.column]
    chosen = code.isin(list(one.areas)) & start.between(epoch_day(one.first), epoch_day(one.last))
    return accepted.filter(chosen & counted(accepted, how)).select(SHEET, POSITION)


def counted(accepted: Any, how: MeasurePlan) -> Any:
    """Whether a row counts for a measure, wherever and whenever."""
    if how.where_column:
        return accepted[how.where_column].fill_null(False)
    if how.rule.field:
        return accepted[how.rule.field].notnull()
    return ibis.literal(True)


def _located(sheet: Sheet, top: Any, number: int) -> list[TracedRow]:
    positions = [int(place) for place in top[top[SHEET] == number][POSITION].unique()]
    raw = sheet.raw.locate(positions, sheet.total) if positions else {}
    return [TracedRow(sheet.raw.sheet, raw[place].row, raw[place].cells) for place in positions]
