"""Accepted rows to observations: grouped by area and period, added up as each measure says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import ibis
import pandas as pd

from app.domain.observation import ObservationStatus
from app.domain.period import Calendar, epoch_day, from_epoch_day
from app.ingest import exact
from app.ingest.exact import Scale
from app.ingest.gather import ID, code_column
from app.ingest.plan import MeasurePlan, PeriodColumn, Plan

COLUMNS = ["measure", "area", "grain", "period_start", "value", "status"]


_SUMMED = frozenset({"sum", "mean"})


def needed(accepted: Any, plan: Plan) -> Any:
    """The rows with nothing but the columns that adding up asks for."""
    names = [code_column(field, level) for field, level in plan.area_levels]
    names += [period.column for period in plan.periods]
    names += [*plan.number_inputs, *plan.ordered_by]
    names += [measure.where_column for measure in plan.measures if measure.where_column]
    return accepted.select(ID, *dict.fromkeys(names))


def scales_of(rows: Any, plan: Plan) -> dict[str, Scale]:
    """How the numbers of these rows are taken apart, so that their sums are exact."""
    flags = {name for name, rule in plan.source.derive.items() if rule.flag}
    summed = [m.rule.field for m in plan.measures if m.rule.field and m.rule.how in _SUMMED]
    return dict.fromkeys(flags, Scale()) | exact.survey(
        rows, dict.fromkeys(f for f in summed if f not in flags)
    )


def observations(accepted: Any, plan: Plan, scales: Mapping[str, Scale]) -> pd.DataFrame:
    """One row per (measure, area, period) that the rows speak of, the same on any engine.

    Shape: COLUMNS; period_start an epoch day; value NaN exactly where status is 'M'.
    """
    parts = [frame for group in _groups(plan) for frame in _group(accepted, list(group), plan, scales)]
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


def _group(
    accepted: Any, measures: list[MeasurePlan], plan: Plan, scales: Mapping[str, Scale]
) -> Iterator[pd.DataFrame]:
    period = measures[0].period
    area = code_column(measures[0].area_field, measures[0].measure.level)
    rows = accepted.filter(accepted[area].notnull() & accepted[period.column].notnull())
    figures: dict[str, Any] = {}
    for measure in measures:
        where = rows[measure.where_column] if measure.where_column else None
        figures |= _added_up(rows, measure, where, scales)
        figures[f"rows_{measure.order}"] = rows.count(where=where)
    keys = {"area": rows[area], "period_start": rows[period.column]}
    found = rows.group_by(**keys).agg(**figures).to_pandas()
    wide = found[["area", "period_start"]].assign(
        **{f"value_{measure.order}": _value(found, measure, scales) for measure in measures},
        **{f"rows_{measure.order}": found[f"rows_{measure.order}"] for measure in measures},
    )
    if plan.source.fill is not None and not wide.empty:
        starts = _starts(wide, period, plan.calendar) if plan.source.fill == "zero" else _told(wide)
        wide = _filled(wide, starts)
    for measure in measures:
        yield _long(wide, measure, plan)


def _added_up(
    rows: Any, measure: MeasurePlan, where: Any | None, scales: Mapping[str, Scale]
) -> dict[str, Any]:
    rule, name = measure.rule, f"value_{measure.order}"
    if rule.field is None:
        return {name: rows.count(where=where).cast("float64")}
    value = rows[rule.field]
    if rule.how in _SUMMED:
        return exact.pieces(value, scales[rule.field], where, name)
    if rule.how == "last":
        known = value.notnull() if where is None else where & value.notnull()
        # of two rows with one moment the later one in the delivery is the last
        place = ibis.struct({"moment": rows[measure.period.field], "row": rows[ID]})
        return {name: value.argmax(place, where=known)}
    return {name: getattr(value, rule.how)(where=where)}


def _value(found: pd.DataFrame, measure: MeasurePlan, scales: Mapping[str, Scale]) -> pd.Series:
    rule, name = measure.rule, f"value_{measure.order}"
    if rule.field is None or rule.how not in _SUMMED:
        return found[name].astype("float64")
    total = exact.joined(found, scales[rule.field], name)
    return total if rule.how == "sum" else total / found[f"{name}__count"]


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
