"""All typed rows of a delivery together, each with an identity, its area's codes and its final verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import ibis
import pandas as pd

from app.catalogue import Catalogue
from app.domain.area import Level
from app.domain.observation import Reason
from app.ingest.plan import MeasurePlan, Plan
from app.ingest.readers.table import POSITION, RawTable
from app.ingest.standardise.areas import ALWAYS, AreaFinder, lookup
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


@dataclass(frozen=True, slots=True)
class Gathered:
    """Every row that is not blank: the typed columns, ID, SHEET and POSITION; `placed`: with area codes too.

    Both are views: what is marked in the sheets afterwards shows in them. Looking codes up costs each pass over
    the rows, so only those who need them read `placed`.
    """

    rows: Any
    placed: Any


def gather(
    workspace: Workspace, sheets: Sequence[Sheet], plan: Plan, catalogue: Catalogue, problems: Problems
) -> Gathered:
    """The rows of all sheets together; those that no area can be found for are marked with their problem."""
    everything = workspace.view("all", _together(sheets))
    rows = workspace.view("rows", everything.filter(everything[STATE] != BLANK))
    placed = rows
    for field in plan.area_fields:
        texts = everything.select(field).distinct().to_pandas()[field]
        frame = _areas(texts.dropna(), field, plan, catalogue)
        areas = workspace.keep(f"areas_{field}", ibis.memtable(frame))
        column = column_of(plan.source.fields[field], sheets[0].raw.columns)
        empty = bool(texts.isna().any())
        for sheet in sheets:
            right = sheet.typed.mutate(_row=sheet.typed.rowid())
            right = right.filter(right[PROBLEM].isnull())
            for reason, lost in _unplaced(right, field, plan, frame, empty=empty).items():
                number = problems.number(Problem(reason, column, field))
                workspace.mark(sheet.typed, PROBLEM, number, lost.select("_row"))
        placed = placed.left_join(areas, placed[field] == areas[f"{field}__text"])
    return Gathered(rows, workspace.view("placed", placed))


def _unplaced(rows: Any, field: str, plan: Plan, frame: pd.DataFrame, *, empty: bool) -> dict[Reason, Any]:
    """Those of the rows that no area can be found for, by reason; few deliveries hold any.

    `frame`: as `_areas`; `empty`: some rows name no area.
    """
    code = next(code_column(field, level) for name, level in plan.area_levels if name == field)
    start = _placing(plan, field).period.column
    text, first, last = (f"{field}__{part}" for part in ("text", "from_day", "to_day"))
    found: dict[Reason, Any] = {}
    unknown = frame[frame[code].isna()]
    if empty or len(unknown):
        named = ibis.memtable(unknown[[text]])
        found[Reason.UNKNOWN_AREA] = rows.filter(rows[field].isnull() | rows[field].isin(named[text]))
    bounded = frame[(frame[first] > ALWAYS[0]) | (frame[last] < ALWAYS[1])]
    if len(bounded):
        lasting = ibis.memtable(bounded[[text, first, last]])
        beside = rows.inner_join(lasting, rows[field] == lasting[text])
        outside = (beside[start] < beside[first]) | (beside[start] > beside[last])
        found[Reason.OUTSIDE_PERIOD] = beside.filter(outside)
    return found


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


def _areas(texts: Iterable[str], field: str, plan: Plan, catalogue: Catalogue) -> pd.DataFrame:
    level = plan.source.fields[field].level or Level.CITY
    levels = [wanted for name, wanted in plan.area_levels if name == field]
    grain = _placing(plan, field).period.grain
    frame = lookup(AreaFinder(catalogue, level), texts, levels, grain=grain, calendar=plan.calendar)
    types: dict[str, str] = {
        **dict.fromkeys(["text", *levels], "str"),
        "from_day": "int32",
        "to_day": "int32",
    }
    return frame.astype(types).rename(columns=lambda name: f"{field}__{name}")


def _placing(plan: Plan, field: str) -> MeasurePlan:
    """The measure whose period says when an area must have existed: the finest that the field places."""
    measures = [measure for measure in plan.measures if measure.area_field == field]
    return min(measures, key=lambda measure: measure.period.grain.rank)
