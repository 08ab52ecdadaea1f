"""Codes and numbers: measures and areas have small integers in the store; periods know their parents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from app.domain.area import Area
from app.domain.indicator import Measure
from app.domain.period import Calendar, Grain, epoch_day
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


def register(
    connection: Connection, measures: Iterable[Measure], areas: Iterable[Area], calendar: Calendar
) -> None:
    """Make the store know these measures, areas and this calendar. Idempotent; nothing is removed."""
    wanted = {
        m.id: {
            "time": str(m.time),
            "additive": m.additive_over_areas,
            "grain": str(m.grain),
            "level": str(m.level),
        }
        for m in measures
    }
    _sync(connection, measure_table, wanted)
    listed = list(areas)
    _sync(connection, area_table, {a.code: {"level": str(a.level)} for a in listed})
    ids = numbers(connection, area_table)
    for place in listed:
        parent = ids[place.parent] if place.parent else None
        connection.execute(
            update(area_table)
            .where(area_table.c.code == place.code, area_table.c.parent_id.is_distinct_from(parent))
            .values(parent_id=parent)
        )
    _fill_calendar(connection, calendar)


def numbers(connection: Connection, table: Table) -> dict[str, int]:
    """Code → number."""
    return {row.code: row.id for row in connection.execute(select(table.c.code, table.c.id))}


def _sync(connection: Connection, table: Table, wanted: dict[str, dict[str, Any]]) -> None:
    known = {row.code: row._mapping for row in connection.execute(select(table))}
    fresh = [{"code": code, **values} for code, values in wanted.items() if code not in known]
    if fresh:
        connection.execute(insert(table), fresh)
    for code, values in wanted.items():
        if code in known and any(known[code][key] != value for key, value in values.items()):
            connection.execute(update(table).where(table.c.code == code).values(**values))


def _fill_calendar(connection: Connection, calendar: Calendar) -> None:
    """Every period's parents from 1990 to 2060; rebuilt when the year begins in another month."""
    probe = calendar.period(date(2024, 2, 15), Grain.YEAR)
    month = epoch_day(date(2024, 2, 1))
    quarter = connection.execute(
        select(calendar_table.c.parent_start).where(
            calendar_table.c.grain == "month", calendar_table.c.start == month
        )
    ).scalar()
    if quarter is not None:
        year = connection.execute(
            select(calendar_table.c.parent_start).where(
                calendar_table.c.grain == "quarter", calendar_table.c.start == quarter
            )
        ).scalar()
        if year == epoch_day(probe.start):
            return
        connection.execute(delete(calendar_table))
    connection.execute(insert(calendar_table), _calendar_rows(calendar))


def _calendar_rows(calendar: Calendar) -> list[dict[str, Any]]:
    found: dict[tuple[str, int, str], int] = {}
    day = FIRST
    while day <= LAST:
        for grain, parents in _PARENTS.items():
            period = calendar.period(day, grain)
            for parent in parents:
                key = (str(grain), epoch_day(period.start), str(parent))
                if key not in found:
                    found[key] = epoch_day(calendar.parent(period, parent).start)
        day += timedelta(days=1)
    return [
        {"grain": grain, "start": start, "parent_grain": parent, "parent_start": parent_start}
        for (grain, start, parent), parent_start in found.items()
    ]
