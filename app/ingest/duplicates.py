"""Rows that say the same thing twice, or two things of the same."""

from __future__ import annotations

from functools import reduce
from typing import Any

import ibis

from app.ingest.gather import ID, SHEET, candidates, code_column
from app.ingest.plan import Plan
from app.ingest.readers.table import POSITION
from app.ingest.standardise.rows import CONTENT, KEY
from app.ingest.workspace import Workspace

COPY = "copy"
_SEPARATOR = "\x1f"
_NOTHING = "\x00"


def verdicts(workspace: Workspace, rows: Any, plan: Plan) -> Any | None:
    """Rows that must not count: ID, SHEET, POSITION and COPY (true: a true copy, left out by rule;
    false: a conflict). None when there are none.

    Records: of rows with one key the first stays. Ready figures (one row an area, period and text): of
    equal rows the first stays; when they differ none does.
    """
    if plan.records and not plan.source.unique:
        return None
    right = candidates(rows)
    found = _of_records(workspace, right) if plan.records else _of_figures(workspace, right, plan)
    table = workspace.keep("verdicts", found)
    return table if table.count().execute() else None


def _of_records(workspace: Workspace, right: Any) -> Any:
    keys = right.group_by(KEY).having(right.count() > 1).agg(first=right[ID].min())
    keys = workspace.keep("repeated", keys)
    members = right.select(KEY, CONTENT, ID, SHEET, POSITION).inner_join(keys, KEY)
    members = workspace.keep("members", members)
    firsts = members.filter(members[ID] == members.first).select(KEY, original=members[CONTENT])
    others = members.filter(members[ID] != members.first).inner_join(firsts, KEY)
    return others.select(ID, SHEET, POSITION, **{COPY: others[CONTENT] == others.original})


def _of_figures(workspace: Workspace, right: Any, plan: Plan) -> Any:
    fields = plan.source.fields
    periods = {period.field for period in plan.periods}
    placed = [code_column(field, level) for field, level in plan.area_levels]
    keys = [*placed, *(n for n, rule in fields.items() if rule.type == "text" or n in periods)]
    values = [n for n, rule in fields.items() if n not in keys and n not in plan.area_fields]
    told = right.select(ID, SHEET, POSITION, **{KEY: _joined(right, keys), CONTENT: _joined(right, values)})
    told = workspace.keep("told", told)
    repeated = (
        told.group_by(KEY)
        .having(told.count() > 1)
        .agg(first=told[ID].min(), same=told[CONTENT].nunique() == 1)
    )
    members = told.inner_join(repeated, KEY)
    refused = members.filter((members[ID] != members.first) | ~members.same)
    return refused.select(ID, SHEET, POSITION, **{COPY: refused.same})


def _joined(rows: Any, names: list[str]) -> Any:
    texts = [rows[name].cast("string").fill_null(_NOTHING) for name in names]
    return reduce(lambda left, right: left + _SEPARATOR + right, texts) if texts else ibis.literal("")
