"""The cases between two counts of records: in the larger one and not in the smaller, from the file itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import pandas as pd

from app.catalogue import Catalogue
from app.domain.indicator import Measure
from app.ingest.gather import SHEET, code_column
from app.ingest.plan import make_plan
from app.ingest.readers.table import POSITION
from app.ingest.trace import TracedRow, Where, counted, reread

Base = tuple[str, int]  # a base figure: area, epoch day of its period's start


@dataclass(frozen=True, slots=True)
class Listed:
    """Cases of one file. `strays`: rows of the smaller count that the larger one has not (should be none).

    `columns`: those the source names, in the order of the file; others may hold what nobody asked for.
    """

    total: int
    strays: int
    columns: tuple[str, ...]
    rows: tuple[TracedRow, ...]


def comparable(catalogue: Catalogue, source: str, whole: Measure, part: Measure) -> bool:
    """Whether both count records of this source by the same day and area, so that cases lie between them."""
    plan = make_plan(catalogue, catalogue.sources[source])
    how = {one.measure.id: one for one in plan.measures}
    one, other = how.get(whole.id), how.get(part.id)
    if one is None or other is None or plan.source.read.format == "sql" or not plan.records:
        return False
    placed = {(x.period, x.area_field, x.measure.level) for x in (one, other)}
    return len(placed) == 1 and one.rule.how == other.rule.how == "count"


@dataclass(frozen=True, slots=True)
class Between:
    """Which cases: counted for `whole` in these base figures but not (`inside`: and) for `part`; from which on."""

    whole: str
    part: str
    cells: Collection[Base]
    inside: bool
    first: int
    limit: int


def cases_in_file(catalogue: Catalogue, where: Where, asked: Between) -> Listed:
    """The cases of one file. Raises as `reread`."""
    with reread(catalogue, where) as again:
        how = {one.measure.id: one for one in again.plan.measures}
        place = how[asked.whole]
        rows = again.accepted.mutate(
            _place=again.accepted[code_column(place.area_field, place.measure.level)],
            _start=again.accepted[place.period.column].cast("int64"),
        )
        wanted = ibis.memtable(pd.DataFrame(list(asked.cells), columns=["_place", "_start"]))
        near = rows.semi_join(wanted, ["_place", "_start"])
        judged = again.workspace.keep(
            "judged_cases",
            near.select(SHEET, POSITION, _whole=counted(near, place), _part=counted(near, how[asked.part])),
        )
        strays = int(judged.filter(judged["_part"] & ~judged["_whole"]).count().execute())
        against = judged["_part"] if asked.inside else ~judged["_part"]
        found = again.workspace.keep("cases", judged.filter(judged["_whole"] & against))
        total = int(found.count().execute())
        return Listed(
            total,
            strays,
            _named(again.columns, again.plan.source.fields),
            again.rows(found, asked.first, asked.limit),
        )


def _named(columns: Sequence[str], fields: Any) -> tuple[str, ...]:
    """The columns of the file that some field of the source is read from."""
    used = {name for rule in fields.values() for name in (*rule.columns, *rule.join)}
    return tuple(name for name in columns if name in used)
