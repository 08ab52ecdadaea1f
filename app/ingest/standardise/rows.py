"""One raw table to typed rows: fields read, rules checked, and only what is added up later kept.

The typed table holds, a row each: POSITION or its order; `_state` (KEPT, IGNORED, BLANK, later DOUBTFUL); `_problem`
(a number of `Problems`, NULL when right); the texts of area fields; `start_…` (epoch days of periods);
the numbers and flags the measures add up; and for records `_key` and `_content`, hashes of the unique
key and of all fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from pathlib import PurePosixPath
from typing import Any

import ibis

from app.catalogue.source import FieldRule, Ignore
from app.domain.errors import FileRefused
from app.domain.period import Grain
from app.ingest.plan import PeriodColumn, Plan
from app.ingest.readers.header import column_for
from app.ingest.readers.table import POSITION, SURPLUS, RawTable
from app.ingest.standardise.conditions import all_hold, derived
from app.ingest.standardise.fields import DATES, read_fields
from app.ingest.standardise.problems import Problems
from app.ingest.standardise.refusals import problem_of
from app.ingest.standardise.steps import Steps
from app.ingest.standardise.text import clean, is_blank
from app.ingest.standardise.wide import ORIGIN, captured, to_long
from app.ingest.workspace import Workspace

STATE, PROBLEM, KEY, CONTENT = "_state", "_problem", "_key", "_content"
KEPT, IGNORED, BLANK, DOUBTFUL = 0, 1, 2, 3  # the last: said twice, settled once all rows are known


@dataclass(frozen=True, slots=True)
class _Shape:
    """All that decides how rows are read; `told` stands for the plan."""

    told: str
    plan: Plan = field(compare=False)
    columns: tuple[str, ...]
    ordinal: bool
    hidden: bool
    from_name: tuple[tuple[str, str], ...]  # fields that stand in the file's name


def standardise(workspace: Workspace, raw: RawTable, plan: Plan, problems: Problems, file: str = "") -> Any:
    """The typed rows of one raw table, computed once. `file` is its name, for fields that stand in it.

    Raises: duckdb.Error when the file cannot be scanned; FileRefused('file_name') when its name lacks a field.
    """
    relation, ordinal = raw.relation, raw.ordinal
    if plan.source.unpivot and ordinal:
        relation, ordinal = _numbered(workspace, relation), False
    from_name = tuple(_from_name(plan, file).items())
    steps, own = _compiled(_Shape(repr(plan), plan, tuple(raw.columns), ordinal, raw.hidden, from_name))
    numbers = [problems.number(problem) for problem in own]
    other = {PROBLEM: numbers} if numbers != list(range(1, len(numbers) + 1)) else {}
    return workspace.keep_sql("rows", steps.over(relation, other))


@lru_cache(maxsize=64)
def _compiled(shape: _Shape) -> tuple[Steps, Problems]:
    """The steps from text to typed rows, and the problems that their numbers mean."""
    plan, source, problems = shape.plan, shape.plan.source, Problems()
    extra = {} if shape.ordinal else {POSITION: "int64", SURPLUS: "string"}
    steps = Steps(dict.fromkeys(shape.columns, "string") | extra)
    table, columns = steps.given, shape.columns
    if source.unpivot:
        table = to_long(table, columns, source.unpivot)
        columns = tuple(name for name in table.columns if name not in {ORIGIN, POSITION, SURPLUS})
    texts = _texts(table, columns, shape)
    if shape.hidden:
        texts = texts.mutate(**{STATE: ibis.literal(IGNORED).cast("int8")})
    typed = read_fields(steps, steps.add("texts", texts), plan)
    if source.derive:
        for name, rule in source.derive.items():
            typed = typed.mutate(**{name: derived(typed, rule)})
        typed = steps.add("derived", typed)
    steps.add("slim", _slim(typed, columns, plan, problems, ordinal=shape.ordinal))
    return steps, problems


def _numbered(workspace: Workspace, relation: str) -> str:
    """A wide table with the place of each row, which its many long rows share."""
    kept = workspace.keep("wide", workspace.con.table(relation))
    view = workspace.view("numbered", kept.mutate(**{POSITION: kept.rowid(), SURPLUS: ibis.null("string")}))
    return str(view.op().name)


def _texts(table: Any, columns: Sequence[str], shape: _Shape) -> Any:
    """The fields' texts, and whether the row is ignored by rule or blank."""
    source, ordinal, from_name = shape.plan.source, shape.ordinal, dict(shape.from_name)
    chosen: dict[str, Any] = {
        f"{name}__text": ibis.literal(from_name[name]) if name in from_name else _text(table, columns, rule)
        for name, rule in source.fields.items()
    }
    ignored = _any([_ignored(table, columns, rule) for rule in source.ignore])
    blank = _all([is_blank(table[column]) for column in columns])
    state = ibis.cases((blank if ordinal else ibis.literal(False), BLANK), (ignored, IGNORED), else_=KEPT)
    chosen[STATE] = state.cast("int8")
    if not ordinal:
        chosen[POSITION], chosen[SURPLUS] = table[POSITION], table[SURPLUS]
    if source.unpivot:
        chosen[ORIGIN] = table[ORIGIN]
    return table.select(**chosen)


def _from_name(plan: Plan, file: str) -> dict[str, str]:
    """The texts of fields that are a part of the file's name. Raises: FileRefused('file_name')."""
    name, found = PurePosixPath(file).name, {}
    for field_name, rule in plan.source.fields.items():
        if rule.file is not None:
            if re.search(rule.file, name) is None:
                raise FileRefused("file_name", file=file, field=field_name, pattern=rule.file)
            found[field_name] = captured(rule.file, name)
    return found


def _text(table: Any, columns: Sequence[str], rule: FieldRule) -> Any:
    """What stands for a field: a fixed text, several columns joined, or a column."""
    if rule.const is not None:
        return ibis.literal(rule.const)
    if rule.join:
        parts = [column_for([part], columns) for part in rule.join]
        found = [table[part].strip().nullif("") for part in parts if part]
        whole = len(found) == len(parts)
        return reduce(lambda left, right: left + "-" + right, found) if whole else ibis.null("string")
    column = column_for(rule.columns, columns)
    return table[column] if column else ibis.null("string")


def _ignored(table: Any, columns: Sequence[str], rule: Ignore) -> Any:
    column = column_for([rule.column], columns)
    if column is None:
        return ibis.literal(False)
    text = clean(table[column])
    if rule.in_ is not None:
        return text.isin(rule.in_).fill_null(False)
    if rule.not_in is not None:
        return ~text.isin(rule.not_in).fill_null(False)
    if rule.matches is not None:
        return text.re_search(rule.matches).fill_null(False)
    return text.notnull()


def _slim(typed: Any, columns: Sequence[str], plan: Plan, problems: Problems, *, ordinal: bool) -> Any:
    """What later steps need of a row, and nothing else."""
    source = plan.source
    chosen: dict[str, Any] = {PROBLEM: problem_of(typed, columns, plan, problems, ordinal=ordinal)}
    chosen[STATE] = _state(typed, plan)
    kept = [*plan.area_fields, *plan.number_inputs, *plan.ordered_by]
    kept += [] if ordinal else [POSITION]
    kept += [ORIGIN] if source.unpivot else []
    kept += [] if plan.records else source.fields  # ready figures are compared field by field
    chosen |= {name: typed[name] for name in kept}
    for period in plan.periods:
        # A day of a measure's own (a due day) may lie ahead: it places the row when it has come.
        come = typed[period.field].date() <= ibis.literal(plan.today)
        start = period_start(typed[period.field], period, plan.calendar.year_start)
        chosen[period.column] = ibis.ifelse(come, start, None).cast("int32")
    for measure in plan.measures:
        if measure.where_column:
            chosen[measure.where_column] = all_hold(typed, measure.rule.where)
    if source.unique:
        chosen[KEY] = _hash(typed, source.unique)
        chosen[CONTENT] = _hash(typed, _said(plan))
    return typed.select(**chosen)


def _said(plan: Plan) -> list[str]:
    """What two rows with one key are compared in: everything but the key, numbers and dates by value."""
    fields = plan.source.fields
    return [
        name if rule.type in {*DATES, "number"} else f"{name}__text"
        for name, rule in fields.items()
        if name not in plan.source.unique
    ]


def _hash(typed: Any, columns: Iterable[str]) -> Any:
    """A 64-bit hash of some columns together."""
    return ibis.struct({f"c{number}": typed[column] for number, column in enumerate(columns)}).hash()


def _state(typed: Any, plan: Plan) -> Any:
    """The row's state; a blank cell of a wide table whose period has not come is left out by rule."""
    unpivot, period = plan.source.unpivot, plan.main_period
    if unpivot is None or period is None or plan.source.fields[period].type not in DATES:
        return typed[STATE]
    values = [n for n, rule in plan.source.fields.items() if unpivot.value in rule.columns]
    if not values:
        return typed[STATE]
    ahead = typed[period].date() > ibis.literal(plan.today)
    unborn = typed[f"{values[0]}__text"].isnull() & ahead
    return ibis.ifelse(unborn.fill_null(False), IGNORED, typed[STATE]).cast("int8")


def period_start(moment: Any, period: PeriodColumn, year_start: int) -> Any:
    """The epoch day on which the period holding a moment begins (as `Calendar.period` says)."""
    day = moment.date()
    if period.grain is Grain.DAY:
        start = day
    elif period.grain in {Grain.WEEK, Grain.MONTH}:
        start = day.truncate("W" if period.grain is Grain.WEEK else "M")
    else:
        shift = ibis.interval(months=year_start - 1)
        unit = "Q" if period.grain is Grain.QUARTER else "Y"
        start = ((day - shift).truncate(unit) + shift).cast("date")
    return start.epoch_days().cast("int32")


def _any(tests: list[Any]) -> Any:
    return reduce(lambda left, right: left | right, tests) if tests else ibis.literal(False)


def _all(tests: list[Any]) -> Any:
    return reduce(lambda left, right: left & right, tests) if tests else ibis.literal(False)
