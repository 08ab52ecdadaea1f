"""Codes and numbers: measures and areas have small integers in the store; periods know their parents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from app.domain.area import Area
from app.domain.indicator import Measure
from app.domain.period import Calendar, Grain, epoch_day
from app.store.engine import analyze
from app.store.tables import area as area_table
from app.store.tables import calendar as calendar_table
from app.store.tables import measure as measure_table

FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)
_PARENTS = {
    Grain.DAY: (Grain.WEEK, Grain.MONTH),
    Grain.WEEK: (Grain.MONTH,),
    Grain.MONTH: (Grain.QUARTER,),
    Grain.QUARTER: (Grain.YEAR,),
}

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Changes:
    """What a catalogue says that the store does not know yet. Nothing is ever removed."""

    new_measures: Rows = field(default_factory=list)
    changed_measures: Rows = field(default_factory=list)
    new_areas: Rows = field(default_factory=list)
    changed_areas: Rows = field(default_factory=list)
    calendar: Calendar | None = None

    def __bool__(self) -> bool:
        return bool(
            self.new_measures
            or self.changed_measures
            or self.new_areas
            or self.changed_areas
            or self.calendar is not None
        )


def changes(
    connection: Connection, measures: Iterable[Measure], areas: Iterable[Area], calendar: Calendar
) -> Changes:
    """Compare a catalogue's words with the store's."""
    new_measures, changed_measures = _compare(
        _stored_measures(connection), [_measure_row(m) for m in measures]
    )
    new_areas, changed_areas = _compare(_stored_areas(connection), [_area_row(a) for a in areas])
    return Changes(
        new_measures,
        changed_measures,
        new_areas,
        changed_areas,
        None if _year_start(connection) == calendar.year_start else calendar,
    )


def apply(connection: Connection, found: Changes) -> list[int]:
    """Write the changes down; returns the measures whose cells no longer hold."""
    other_sums = bool(found.changed_areas) or (
        found.calendar is not None and _year_start(connection) is not None
    )
    _insert(connection, measure_table, found.new_measures)
    _update(connection, measure_table, found.changed_measures)
    _write_areas(connection, found)
    if found.calendar is not None:
        connection.execute(delete(calendar_table))
        _insert(connection, calendar_table, _calendar_rows(found.calendar))
    for table in (measure_table, area_table, calendar_table):
        analyze(connection, table.name)
    query = select(measure_table.c.id)
    if not other_sums:
        codes = [row["code"] for row in found.changed_measures]
        query = query.where(measure_table.c.code.in_(codes))
    return list(connection.scalars(query))


def _measure_row(measure: Measure) -> dict[str, Any]:
    return {
        "code": measure.id,
        "time": str(measure.time),
        "additive": measure.additive_over_areas,
        "grain": str(measure.grain),
        "level": str(measure.level),
    }


def _area_row(area: Area) -> dict[str, Any]:
    return {"code": area.code, "level": str(area.level), "parent": area.parent}


def _stored_measures(connection: Connection) -> Rows:
    names = ("code", "time", "additive", "grain", "level")
    rows = connection.execute(select(*(measure_table.c[name] for name in names)))
    return [dict(row) for row in rows.mappings()]


def _stored_areas(connection: Connection) -> Rows:
    parent = area_table.alias("parent")
    query = select(area_table.c.code, area_table.c.level, parent.c.code.label("parent")).outerjoin(
        parent, parent.c.id == area_table.c.parent_id
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _compare(stored: Rows, wanted: Rows) -> tuple[Rows, Rows]:
    known = {row["code"]: row for row in stored}
    new = [row for row in wanted if row["code"] not in known]
    changed = [row for row in wanted if row["code"] in known and row != known[row["code"]]]
    return new, changed


def _insert(connection: Connection, table: Table, rows: Rows) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _update(connection: Connection, table: Table, rows: Rows) -> None:
    """Update rows by their code."""
    if rows:
        query = update(table).where(table.c.code == bindparam("of_code"))
        connection.execute(query, [{"of_code": row["code"], **row} for row in rows])


def _write_areas(connection: Connection, found: Changes) -> None:
    """Areas first, then their parents, which may be new themselves."""
    _insert(connection, area_table, [{"code": r["code"], "level": r["level"]} for r in found.new_areas])
    touched = found.new_areas + found.changed_areas
    if touched:
        numbers = {row.code: row.id for row in connection.execute(select(area_table.c.code, area_table.c.id))}
        placed = [
            {
                "code": r["code"],
                "level": r["level"],
                "parent_id": numbers[r["parent"]] if r["parent"] else None,
            }
            for r in touched
        ]
        _update(connection, area_table, placed)


def _year_start(connection: Connection) -> int | None:
    """The month in which the stored calendar's years begin; None when there is no calendar yet."""
    c = calendar_table.c
    months = [epoch_day(date(2024, month, 1)) for month in range(1, 13)]
    starts = set(connection.scalars(select(c.parent_start).where(c.parent_grain == "year")))
    return next((number for number, day in enumerate(months, start=1) if day in starts), None)


def _calendar_rows(calendar: Calendar) -> Rows:
    """Every period's parents from 1990 to 2060."""
    return [
        {
            "grain": str(grain),
            "start": epoch_day(period.start),
            "parent_grain": str(parent),
            "parent_start": epoch_day(calendar.parent(period, parent).start),
        }
        for grain, parents in _PARENTS.items()
        for period in calendar.between(calendar.period(FIRST, grain), calendar.period(LAST, grain))
        for parent in parents
    ]
