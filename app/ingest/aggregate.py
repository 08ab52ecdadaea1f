"""Accepted rows to observations: grouped by area and period, added up as each measure says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import pandas as pd

from app.domain.observation import ObservationStatus
from app.domain.period import Calendar, epoch_day, from_epoch_day
from app.ingest.gather import code_column
from app.ingest.plan import MeasurePlan, PeriodColumn, Plan

COLUMNS = ["measure", "area", "grain", "period_start", "value", "status"]


def observations(accepted: Any, plan: Plan) -> pd.DataFrame:
    """One row per (measure, area, period) that the rows speak of.

    Shape: COLUMNS; period_start an epoch day; value NaN exactly where status is 'M'.
    """
    parts = [frame for group in _groups(plan) for frame in _group(accepted, list(group), plan)]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    present = ObservationStatus.PROVISIONAL if plan.source.provisional else ObservationStatus.NORMAL
    missing = table["value"].isna()
    table["status"] = missing.map({True: ObservationStatus.MISSING.value, False: present.value})
    return table.sort_values(["measure", "area", "period_start"], ignore_index=True)[COLUMNS]


def _groups(plan: Plan) -> Iterator[Iterable[MeasurePlan]]:
    """Measures that share area and period are added up in one pass."""

    def shared(measure: MeasurePlan) -> tuple[str, str]:
        return code_column(measure.area_field, measure.measure.level), measure.period.column

    for _, group in groupby(sorted(plan.measures, key=shared), key=shared):
        yield group


def _group(accepted: Any, measures: list[MeasurePlan], plan: Plan) -> Iterator[pd.DataFrame]:
    period = measures[0].period
    area = code_column(measures[0].area_field, measures[0].measure.level)
    placed = accepted.filter(accepted[area].notnull() & accepted[period.column].notnull())
    figures: dict[str, Any] = {}
    for measure in measures:
        where = placed[measure.where_column] if measure.where_column else None
        figures[f"value_{measure.order}"] = _added_up(placed, measure, where)
        figures[f"rows_{measure.order}"] = placed.count(where=where)
    keys = {"area": placed[area], "period_start": placed[period.column]}
    wide = placed.group_by(**keys).agg(**figures).to_pandas()
    if plan.source.fill is not None and not wide.empty:
        starts = _starts(wide, period, plan.calendar) if plan.source.fill == "zero" else _told(wide)
        wide = _filled(wide, starts)
    for measure in measures:
        yield _long(wide, measure, plan)


def _added_up(rows: Any, measure: MeasurePlan, where: Any | None) -> Any:
    rule = measure.rule
    if rule.field is None:
        return rows.count(where=where).cast("float64")
    value = rows[rule.field]
    if rule.how == "last":
        known = value.notnull() if where is None else where & value.notnull()
        return value.argmax(rows[measure.period.field], where=known)
    return getattr(value, rule.how)(where=where)


def _long(wide: pd.DataFrame, measure: MeasurePlan, plan: Plan) -> pd.DataFrame:
    value = wide[f"value_{measure.order}"].astype("float64") * measure.rule.times
    told = wide[f"rows_{measure.order}"] > 0
    if measure.rule.how == "count":
        value, told = value.fillna(0.0), told | True  # rows were there, none met the conditions: zero
    elif plan.source.fill is not None and measure.rule.how == "sum":
        value, told = value.where(told, 0.0), told | True
    frame = pd.DataFrame(
        {
            "measure": measure.measure.id,
            "area": wide["area"],
            "grain": measure.period.grain.value,
            "period_start": wide["period_start"].astype("int64"),
            "value": value.where(value.abs() < math.inf),
        }
    )
    return frame[told]


def _filled(wide: pd.DataFrame, starts: list[int]) -> pd.DataFrame:
    """Every area of the delivery in these periods; new cells hold no rows."""
    cells = pd.MultiIndex.from_product(
        [sorted(wide["area"].unique()), starts], names=["area", "period_start"]
    )
    full = wide.set_index(["area", "period_start"]).reindex(cells)
    counted = [name for name in full.columns if name.startswith("rows_")]
    full[counted] = full[counted].fillna(0)
    return full.reset_index()


def _told(wide: pd.DataFrame) -> list[int]:
    """The periods in which some area has rows."""
    return sorted(int(start) for start in wide["period_start"].unique())


def _starts(wide: pd.DataFrame, period: PeriodColumn, calendar: Calendar) -> list[int]:
    """Every period from the first of the delivery to its last."""
    begin, end = (
        calendar.period(from_epoch_day(int(day)), period.grain)
        for day in (wide["period_start"].min(), wide["period_start"].max())
    )
    return [epoch_day(period.start) for period in calendar.between(begin, end)]
