"""A role for each column and a measure for each number, each with a score: proposals, never decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.catalogue import Catalogue
from app.domain.errors import FileRefused
from app.domain.period import Grain
from app.ingest.inspect.columns import Column, columns_of
from app.ingest.inspect.look import Look, look
from app.ingest.inspect.match import SURE, Match, assign, matches
from app.ingest.inspect.table import Table, long_rows, table_of
from app.ingest.inspect.wide import Wide, wide_names
from app.ingest.inspect.words import listed, pattern

ROLES = ("period", "area", "measure", "item", "ident", "moment", "category", "ignored")
_IDENT = pattern("ident")
_TOTALS = listed("totals")
_BANNER_UNIT = pattern("banner_unit")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a column is taken for. `score`: of the measure (0: none proposed); `others`: further ones."""

    column: str
    role: str
    measure: str | None = None
    score: int = 0
    others: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A file, its best table, the columns (after wide months became rows) and what is proposed."""

    look: Look
    tables: tuple[Table, ...]
    table: Table
    columns: tuple[Column, ...]
    wide: Wide | None
    choices: tuple[Choice, ...]
    records: bool
    totals: tuple[str, ...]  # words for totals found in the area column
    delivered: dict[str, str]  # measure → the source that delivers it already
    package: bool


def inspect(
    path: Path, catalogue: Catalogue | None = None, *, department: str | None = None, file: str | None = None
) -> Found:
    """Look at a file and propose a mapping. Raises: FileRefused, as `look`."""
    seen = look(path, file=file)
    tables = tuple(table_of(sheet) for sheet in seen.sheets if not sheet.hidden) or tuple(
        table_of(sheet) for sheet in seen.sheets
    )
    table = max(tables, key=lambda one: (one.header is not None, len(one.body) * len(one.names)))
    if not table.body:
        raise FileRefused("file_empty", file=seen.file, sheet=table.sheet)
    wide = wide_names(table.names)
    told = next((found[1] for line in table.banner if (found := _BANNER_UNIT.search(line))), None)
    columns = columns_of(long_rows(table, wide) if wide else table, catalogue, banner_unit=told)
    return propose(seen, tables, table, columns, wide, catalogue, department)


def propose(
    seen: Look,
    tables: tuple[Table, ...],
    table: Table,
    columns: tuple[Column, ...],
    wide: Wide | None,
    catalogue: Catalogue | None,
    department: str | None,
) -> Found:
    """The roles and measures of the columns."""
    area, period = _area(columns), _period(columns)
    ident = _ident(columns, area)
    moments = [c for c in columns if c.kind == "datetime" and c is not period]
    dated = period is not None and period.grain is Grain.DAY and period.distinct < period.filled
    records = ident is not None and (bool(moments) or dated)
    roles: dict[str, str] = {}
    for column in columns:
        roles[column.name] = _role(column, area, period, ident, records=records)
    item = None if records else _item(columns, roles, catalogue)
    if item:
        roles[item.name] = "item"
    delivered = {
        measure: source.id
        for source in (catalogue.sources.values() if catalogue else ())
        for measure in source.measures
    }
    labels = {wide.value: f"{Path(seen.file).stem} {' '.join(table.banner[:1])}".strip()} if wide else {}
    choices = _choices(columns, roles, catalogue, department, delivered, labels)
    totals = tuple(word for word in _TOTALS if area and word in {*area.odd, *area.values})
    return Found(
        seen, tables, table, columns, wide, choices, records, totals, delivered, catalogue is not None
    )


def _area(columns: Sequence[Column]) -> Column | None:
    known = [column for column in columns if column.kind == "area"]
    if known:
        return max(known, key=lambda c: (c.named_as_area, c.filled, c.level.rank if c.level else 0))
    named = [c for c in columns if c.kind == "text" and c.named_as_area and c.filled]
    return named[0] if named else None


def _period(columns: Sequence[Column]) -> Column | None:
    dated = [c for c in columns if c.kind in ("date", "datetime") and not c.year_from]

    def rank(column: Column) -> tuple[bool, bool, int, int]:
        fineness = -column.grain.rank if column.grain else 0
        return column.named_as_period, 2 * column.filled > column.nulls, fineness, -columns.index(column)

    return max(dated, key=rank, default=None)


def _ident(columns: Sequence[Column], area: Column | None) -> Column | None:
    """The first column that is named like a key and never repeats."""
    for column in columns:
        alone = column.filled > 1 and column.distinct >= 0.98 * column.filled and not column.nulls
        if column is not area and column.kind in ("number", "text") and _IDENT.search(column.name) and alone:
            return column
    return None


def _role(
    column: Column, area: Column | None, period: Column | None, ident: Column | None, *, records: bool
) -> str:
    if column is area:
        return "area"
    if column is period:
        return "period"
    if column is ident:
        return "ident" if records else "ignored"
    if column.kind == "datetime":
        return "moment"
    if column.kind == "number" and not records:
        return "measure"
    return "ignored"


def _item(columns: Sequence[Column], roles: dict[str, str], catalogue: Catalogue | None) -> Column | None:
    """A text column whose values name measures, beside a single number column: one row a figure."""
    if sum(role == "measure" for role in roles.values()) != 1 or catalogue is None:
        return None
    for column in columns:
        if column.kind == "text" and column.values and roles[column.name] == "ignored":
            hits = [found for value in column.values if (found := matches(catalogue, value, most=1))]
            if len(hits) >= max(1, len(column.values) / 2):
                return column
    return None


def _choices(
    columns: Sequence[Column],
    roles: dict[str, str],
    catalogue: Catalogue | None,
    department: str | None,
    delivered: dict[str, str],
    labels: dict[str, str],
) -> tuple[Choice, ...]:
    """`labels`: what stands for a column whose own name says nothing."""
    wanted = {name for name, role in roles.items() if role == "measure"}
    found = {
        name: matches(catalogue, labels.get(name, name), department=department) if catalogue else []
        for name in wanted
    }
    given = assign(list(found.items()), taken=delivered)
    choices = []
    for column in columns:
        choice = Choice(column.name, roles[column.name], others=tuple(found.get(column.name, ())))
        hit = given.get(column.name)
        if hit:
            others = tuple(m for m in choice.others if m.measure != hit.measure)
            choice = replace(choice, measure=hit.measure, score=hit.score, others=others)
        choices.append(choice)
    return tuple(choices)


def sure(choice: Choice) -> bool:
    """Whether a proposal may be taken without a decision."""
    return choice.score >= SURE
