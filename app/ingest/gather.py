"""All typed rows of a delivery together, each with an identity, its area's codes and its final verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import ibis
import pandas as pd

from app.catalogue import Catalogue
from app.domain.area import Level
from app.domain.observation import Reason
from app.domain.period import Grain
from app.ingest.plan import Plan
from app.ingest.readers.table import POSITION, RawTable
from app.ingest.standardise.areas import AreaFinder, lookup
from app.ingest.standardise.problems import Problem, Problems
from app.ingest.standardise.refusals import column_of
from app.ingest.standardise.rows import BLANK, IGNORED, KEPT, PROBLEM, STATE
from app.ingest.workspace import Workspace

ID, SHEET = "_id", "_sheet"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A raw table, its typed rows, how many they are, and how many of them are blank or ignored by rule."""

    raw: RawTable
    typed: Any
    total: int
    blank: int
    ignored: int


def sheet_of(raw: RawTable, typed: Any) -> Sheet:
    """The sheet with its rows counted."""
    counts = typed.agg(
        total=typed.count(),
        blank=typed.count(where=typed[STATE] == BLANK),
        ignored=typed.count(where=typed[STATE] == IGNORED),
    )
    found = counts.execute().iloc[0]
    return Sheet(raw, typed, int(found["total"]), int(found["blank"]), int(found["ignored"]))


def code_column(field: str, level: Level) -> str:
    """Where the code of a row's area stands."""
    return f"{field}__{level}"


def gather(
    workspace: Workspace, sheets: Sequence[Sheet], plan: Plan, catalogue: Catalogue, problems: Problems
) -> Any:
    """A view of every row that is not blank: the typed columns, ID, SHEET, POSITION, area codes, PROBLEM."""
    rows = workspace.view("all", _together(sheets))
    joined = rows
    for field in plan.area_fields:
        areas = workspace.keep(f"areas_{field}", ibis.memtable(_areas(rows, field, plan, catalogue)))
        joined = joined.left_join(areas, joined[field] == areas[f"{field}__text"])
    placed = workspace.view("placed", joined)
    found = [placed[PROBLEM]]
    for field in plan.area_fields:
        column = column_of(plan.source.fields[field], sheets[0].raw.columns)
        code = next(code_column(field, level) for name, level in plan.area_levels if name == field)
        unknown = problems.number(Problem(Reason.UNKNOWN_AREA, column, field))
        outside = problems.number(Problem(Reason.OUTSIDE_PERIOD, column, field))
        found.append(ibis.cases((placed[code].isnull(), unknown), (_outside(placed, field, plan), outside)))
    judged = placed.mutate(**{PROBLEM: ibis.coalesce(*found).cast("int16")})
    return workspace.view("judged", judged.filter(judged[STATE] != BLANK))


def candidates(rows: Any) -> Any:
    """Rows that are right so far."""
    return rows.filter((rows[STATE] == KEPT) & rows[PROBLEM].isnull())


def _together(sheets: Sequence[Sheet]) -> Any:
    parts, before = [], 0
    for number, sheet in enumerate(sheets):
        table = sheet.typed
        marks = {ID: table.rowid() + before, SHEET: ibis.literal(number).cast("int32")}
        if POSITION not in table.columns:
            marks[POSITION] = table.rowid()
        parts.append(table.mutate(**marks))
        before += sheet.total
    return reduce(lambda left, right: left.union(right), parts)


def _areas(rows: Any, field: str, plan: Plan, catalogue: Catalogue) -> pd.DataFrame:
    texts = rows.select(field).distinct().to_pandas()[field].dropna()
    level = plan.source.fields[field].level or Level.CITY
    levels = [wanted for name, wanted in plan.area_levels if name == field]
    frame = lookup(
        AreaFinder(catalogue, level), texts, levels, grain=_grain(plan, field), calendar=plan.calendar
    )
    types: dict[str, str] = {
        **dict.fromkeys(["text", *levels], "str"),
        "from_day": "int32",
        "to_day": "int32",
    }
    return frame.astype(types).rename(columns=lambda name: f"{field}__{name}")


def _grain(plan: Plan, field: str) -> Grain:
    grains = [measure.period.grain for measure in plan.measures if measure.area_field == field]
    return min(grains, key=lambda grain: grain.rank)


def _outside(rows: Any, field: str, plan: Plan) -> Any:
    """Whether the area did not exist in the row's period."""
    measure = next(
        m for m in plan.measures if m.area_field == field and m.period.grain is _grain(plan, field)
    )
    start = rows[measure.period.column]
    return (start < rows[f"{field}__from_day"]) | (start > rows[f"{field}__to_day"])
