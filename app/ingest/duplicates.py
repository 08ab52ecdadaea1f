"""Rows that say the same thing twice, or two things of the same."""

from __future__ import annotations

from functools import reduce
from typing import Any

import ibis
import numpy as np
import numpy.typing as npt

from app.ingest.gather import ID, SHEET, candidates, code_column
from app.ingest.plan import Plan
from app.ingest.readers.table import POSITION
from app.ingest.standardise.rows import CONTENT, KEY
from app.ingest.workspace import Workspace

COPY = "copy"
_SEPARATOR = "\x1f"
_NOTHING = "\x00"
_AT_ONCE = 1 << 24


def verdicts(workspace: Workspace, rows: Any, plan: Plan, total: int) -> Any | None:
    """Rows that must not count: ID, SHEET, POSITION and COPY (true: a true copy, left out by rule;
    false: a conflict). None when there are none. `total`: how many rows there are at most.

    Records: of rows with one key the first stays. Ready figures (one row an area, period and text): of
    equal rows the first stays; when they differ none does.
    """
    if plan.records and not plan.source.unique:
        return None
    right = candidates(rows)
    found = _of_records(workspace, right, total) if plan.records else _of_figures(workspace, right, plan)
    if found is None:
        return None
    table = workspace.keep("verdicts", found)
    return table if table.count().execute() else None


def _of_records(workspace: Workspace, right: Any, total: int) -> Any | None:
    keys = _repeated(workspace, right, total)
    if not len(keys):
        return None
    doubtful = workspace.keep("doubtful", ibis.memtable({KEY: keys}))
    members = right.select(KEY, CONTENT, ID, SHEET, POSITION).semi_join(doubtful, KEY)
    members = workspace.keep("members", members)
    first = members.group_by(KEY).agg(first=members[ID].min())
    firsts = members.inner_join(first, [KEY, members[ID] == first.first])
    firsts = firsts.select(KEY, first=firsts.first, original=firsts[CONTENT])
    others = members.inner_join(firsts, KEY)
    others = others.filter(others[ID] != others.first)
    return others.select(ID, SHEET, POSITION, **{COPY: others[CONTENT] == others.original})


def _repeated(workspace: Workspace, right: Any, total: int) -> npt.NDArray[np.int64]:
    """The keys that more than one row has.

    Sorting plain numbers is several times as quick as grouping them; a part of them at a time bounds memory.
    """
    parts = 1
    while parts * _AT_ONCE < total:
        parts *= 2
    found = []
    for part in range(parts):
        rows = right if parts == 1 else right.filter((right[KEY] & (parts - 1)) == part)
        keys = np.array(workspace.con.to_pyarrow(rows.select(KEY))[KEY], dtype=np.int64)
        if not keys.flags.writeable:  # one chunk is handed over as it is, not copied
            keys = keys.copy()
        keys.sort()
        found.append(np.unique(keys[1:][keys[1:] == keys[:-1]]))
    return np.concatenate(found)


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
