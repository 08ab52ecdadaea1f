"""Refused rows as people need them: where they stand, what is wrong, what stood there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import pandas as pd

from app.catalogue import Catalogue
from app.domain.area import Level
from app.domain.errors import FileRefused
from app.domain.observation import Reason
from app.ingest.duplicates import COPY
from app.ingest.gather import SHEET, Sheet
from app.ingest.plan import Plan
from app.ingest.readers.table import POSITION, RawRow
from app.ingest.standardise.areas import AreaFinder
from app.ingest.standardise.problems import Problem, Problems
from app.ingest.standardise.rows import KEPT, PROBLEM, STATE
from app.ingest.standardise.wide import ORIGIN
from app.store import QUARANTINE_COLUMNS

MOST_ROWS = 200_000  # beyond it the file as a whole is wrong, and one row more tells nobody anything


def quarantined(
    rows: Any,
    verdicts: Any | None,
    sheets: Sequence[Sheet],
    plan: Plan,
    problems: Problems,
    *,
    catalogue: Catalogue,
    file: str,
) -> pd.DataFrame:
    """Every refused row once, in order of sheet and row. Shape: QUARANTINE_COLUMNS.

    Raises: FileRefused('too_many_refused') beyond MOST_ROWS.
    """
    found = _refused(rows, verdicts, plan)
    table = found.limit(MOST_ROWS + 1).to_pandas()
    if len(table) > MOST_ROWS:
        raise _too_many(found, problems, file)
    table = table.sort_values([SHEET, POSITION], ignore_index=True)
    finders = {
        name: AreaFinder(catalogue, rule.level or Level.CITY)
        for name, rule in plan.source.fields.items()
        if rule.type == "area"
    }
    entries = []
    for number, sheet in enumerate(sheets):
        part = table[table[SHEET] == number]
        raw = sheet.raw.locate([int(p) for p in part[POSITION].unique()], sheet.total)
        for row in part.itertuples(index=False):
            problem = _conflict(plan) if row.number == 0 else problems[int(row.number)]
            origin = row.origin if isinstance(row.origin, str) else None
            entries.append(
                _entry(problem, raw[int(row.position)], origin, finders, file=file, sheet=sheet.raw.sheet)
            )
    return pd.DataFrame(entries, columns=QUARANTINE_COLUMNS)


def _refused(rows: Any, verdicts: Any | None, plan: Plan) -> Any:
    wrong = rows.filter((rows[STATE] == KEPT) & rows[PROBLEM].notnull())
    origin = wrong[ORIGIN] if plan.source.unpivot else ibis.null("string")
    found = wrong.select(SHEET, position=wrong[POSITION], number=wrong[PROBLEM].cast("int64"), origin=origin)
    if verdicts is not None:
        conflicts = verdicts.filter(~verdicts[COPY])
        found = found.union(
            conflicts.select(
                SHEET,
                position=conflicts[POSITION],
                number=ibis.literal(0).cast("int64"),
                origin=ibis.null("string"),
            )
        )
    return found.mutate(**{POSITION: found.position})


def _entry(
    problem: Problem,
    raw: RawRow,
    origin: str | None,
    finders: dict[str, AreaFinder],
    *,
    file: str,
    sheet: str,
) -> dict[str, Any]:
    column = origin if origin and problem.column not in raw.cells else problem.column
    value = raw.cells.get(column)
    params = {"value": value or "", "column": column, **problem.params}
    if problem.reason is Reason.UNKNOWN_AREA:
        params["nearest"] = finders[problem.name].nearest(value) or "–"
    return {
        "file": file,
        "sheet": sheet,
        "row": raw.row,
        "column": column,
        "reason": problem.reason.value,
        "params": params,
        "raw": raw.cells,
    }


def _conflict(plan: Plan) -> Problem:
    names = plan.source.unique or plan.area_fields
    columns = [plan.source.fields[name].columns for name in names]
    return Problem(Reason.CONFLICT, next((names[0] for names in columns if names), ""))


def _too_many(found: Any, problems: Problems, file: str) -> FileRefused:
    counts = found.number.value_counts(name="rows").order_by(ibis.desc("rows")).to_pandas()
    most = int(counts["number"].iloc[0])
    reason = Reason.CONFLICT if most == 0 else problems[most].reason
    column = "" if most == 0 else problems[most].column
    return FileRefused(
        "too_many_refused", file=file, rows=int(counts["rows"].sum()), reason=reason.value, column=column
    )
