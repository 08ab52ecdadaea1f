"""Rows that say the same thing twice, or two things of the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import ibis
import numpy as np
import numpy.typing as npt

from app.ingest.gather import ID, SHEET, Gathered, Sheet, candidates, code_column
from app.ingest.plan import Plan
from app.ingest.readers.table import POSITION
from app.ingest.standardise.rows import CONTENT, DOUBTFUL, KEY, STATE
from app.ingest.workspace import Workspace

COPY = "copy"
_SEPARATOR = "\x1f"
_NOTHING = "\x00"
_AT_ONCE = 1 << 24


def settle(workspace: Workspace, gathered: Gathered, sheets: Sequence[Sheet], plan: Plan) -> Any | None:
    """Take rows that must not count out of those that do.

    Returns them: ID, SHEET, POSITION and COPY (true: a true copy, left out by rule; false: a conflict); None
    when there are none.

    Records: of rows with one key the first stays. Ready figures (one row an area, period and text): of
    equal rows the first stays; when they differ none does.
    """
    if plan.records and not plan.source.unique:
        return None
    if plan.records:
        found = _of_records(workspace, candidates(gathered.rows), sum(sheet.total for sheet in sheets))
    else:
        found = _of_figures(workspace, candidates(gathered.placed), plan)
    table = None if found is None else workspace.keep("doubtful_rows", found)
    if table is None or not table.count().execute():
        return None
    before = 0
    for sheet in sheets:
        workspace.mark(sheet.typed, STATE, DOUBTFUL, table.select(row=table[ID] - before))
        before += sheet.total
    return table


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
