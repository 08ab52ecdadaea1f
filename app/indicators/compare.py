"""Changes: previous period, a year ago, or a baseline; like with like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.analysis import change
from app.domain.errors import CockpitError
from app.domain.indicator import Indicator
from app.domain.observation import Flag
from app.domain.period import Grain, Period
from app.indicators.breaks import all_breaks, lies_between
from app.indicators.evaluate import base_measures
from app.indicators.formula import leading
from app.indicators.query import COMPARISON_COLUMNS, IndicatorQuery, State

if TYPE_CHECKING:
    from app.indicators.centre import IndicatorCentre


def compare(
    centre: IndicatorCentre, q: IndicatorQuery, basis: str | Period, known: pd.DataFrame | None = None
) -> pd.DataFrame:
    """See `IndicatorCentre.compare`."""
    rows = _rows(centre, q, known)
    held = rows["state"].eq(State.HELD).to_numpy().copy()
    periods = list(centre.catalogue.city.calendar.between(q.first, q.last))
    bases = [_base(period, basis) for period in periods]
    base = _rows(centre, replace(q, first=bases[0], last=bases[-1]), known)
    repeat = len(rows) // len(periods) if periods else 0
    each = 1 if len(base) == len(rows) else len(periods)  # one baseline for every period
    base_value = np.repeat(_usable(base), each)
    held |= np.repeat(base["state"].eq(State.HELD).to_numpy(), each)
    rows["base_period"] = np.tile(np.array([str(one) for one in bases], dtype=object), repeat)
    like = np.zeros(len(rows), dtype=bool)
    broken = _broken(centre, rows, periods, bases)
    comparable = ~broken & ~held
    _cut(centre, q, rows, (periods, bases), (base_value, like, comparable))
    rows["broken"] = broken
    return _with_changes(centre, rows, base_value, like, comparable)


def _rows(centre: IndicatorCentre, q: IndicatorQuery, known: pd.DataFrame | None) -> pd.DataFrame:
    """The rows of a query, out of those known already where all of them are."""
    if known is not None:
        periods = {str(one) for one in centre.catalogue.city.calendar.between(q.first, q.last)}
        found = known[known["period"].isin(periods)]
        if len(found) == len(set(q.indicators)) * len(set(q.areas)) * len(periods):
            return found.reset_index(drop=True)
    return centre.query(q)


def _usable(frame: pd.DataFrame) -> NDArray[Any]:
    """Values to compare with: a held one is none."""
    return np.where(frame["state"].eq(State.HELD), np.nan, frame["value"].to_numpy(float))


def _broken(
    centre: IndicatorCentre, rows: pd.DataFrame, periods: list[Period], bases: list[Period]
) -> NDArray[np.bool_]:
    """Rows whose base lies on the other side of a break: of a definition, or of the data of the period."""
    found = (rows["flags"].to_numpy(np.int64) & int(Flag.BREAK)) > 0
    for code, at in rows.groupby("indicator", sort=False).indices.items():
        days = all_breaks(centre.catalogue, str(code))
        between = [lies_between(days, one, base) for one, base in zip(periods, bases, strict=True)]
        found[at] |= np.tile(np.array(between, dtype=bool), len(at) // max(len(periods), 1))
    return np.asarray(found, dtype=bool)


def _base(period: Period, basis: str | Period) -> Period:
    if isinstance(basis, Period) and basis.grain is period.grain:
        return basis
    if basis == "previous":
        return period.shift(-1)
    if basis == "year_ago":
        return period.year_ago()
    raise CockpitError("bad_comparison", basis=str(basis))


def _cut(
    centre: IndicatorCentre,
    q: IndicatorQuery,
    rows: pd.DataFrame,
    spans: tuple[list[Period], list[Period]],
    answer: tuple[NDArray[Any], NDArray[Any], NDArray[Any]],
) -> None:
    """Put the same elapsed part of the base in place of the whole, where a period is unfinished.

    Rows are grouped by the days to cut, so that each group is one more call.
    """
    base_value, like, comparable = answer
    number = np.tile(np.arange(len(spans[0])), len(rows) // max(len(spans[0]), 1))
    covered = rows["data_to"].to_numpy(dtype=object)
    groups: dict[tuple[int, Any], list[int]] = {}
    for row in np.flatnonzero(_unfinished(centre.today(q.as_of), rows, spans[0], number)).tolist():
        groups.setdefault((int(number[row]), covered[row]), []).append(row)
    indicators = rows["indicator"].to_numpy(dtype=object)
    areas = rows["area"].to_numpy(dtype=object)
    for (place, day), members in groups.items():
        period, base = spans[0][place], spans[1][place]
        fine = [row for row in members if _finer(centre, indicators[row], period.grain)]
        comparable[list(set(members) - set(fine))] = False
        if not fine:
            continue
        ids = tuple(dict.fromkeys(indicators[fine]))
        codes = tuple(dict.fromkeys(areas[fine]))
        end = change.same_elapsed_end(period, day, base)
        part = centre.window(ids, codes, base.start, end, q.audience, q.as_of)
        values = dict(zip(zip(part["indicator"], part["area"], strict=True), _usable(part), strict=True))
        for row in fine:
            base_value[row] = values[indicators[row], areas[row]]
            like[row] = True


def _unfinished(
    today: date, rows: pd.DataFrame, periods: list[Period], number: NDArray[Any]
) -> NDArray[np.bool_]:
    """Rows with a value whose period still runs, or whose data end inside it."""
    running = np.array([period.start <= today <= period.end for period in periods])[number]
    ends = np.array([period.end for period in periods], dtype=object)[number]
    covered = rows["data_to"].to_numpy(dtype=object)
    short = np.array([day is not None and day < end for day, end in zip(covered, ends, strict=True)])
    some = rows["state"].isin([State.VALUE, State.FEW]).to_numpy() & np.array(
        [day is not None for day in covered]
    )
    return np.asarray(some & (running | short), dtype=bool)


def _finer(centre: IndicatorCentre, code: str, grain: Grain) -> bool:
    """Whether every flow below an indicator is reported more finely than `grain`."""
    catalogue = centre.catalogue
    parts = catalogue.indicator(code).formula.parts
    if parts:
        return all(_finer(centre, part, grain) for part, _ in parts)
    measures = [catalogue.measure(m) for m in base_measures(catalogue, code)]
    return all(m.grain.rank < grain.rank for m in leading(catalogue.indicator(code).formula, measures))


def _with_changes(
    centre: IndicatorCentre,
    rows: pd.DataFrame,
    base_value: NDArray[Any],
    like: NDArray[Any],
    comparable: NDArray[Any],
) -> pd.DataFrame:
    value = np.where(comparable, rows["value"].to_numpy(float), np.nan)
    relative = np.full(len(rows), np.nan)
    good = np.full(len(rows), None, dtype=object)
    low, high = rows["target_low"].to_numpy(float), rows["target_high"].to_numpy(float)
    for code, at in rows.groupby("indicator", sort=False).indices.items():
        indicator: Indicator = centre.catalogue.indicator(str(code))
        relative[at] = change.relative(value[at], base_value[at], indicator.change_unit)
        if indicator.scored:
            good[at] = change.good(value[at], base_value[at], indicator.direction, low[at], high[at])
    rows["base_value"] = base_value
    rows["difference"] = value - base_value
    rows["relative"] = relative
    rows["like_for_like"] = like
    rows["comparable"] = comparable
    rows["good"] = good
    return rows[list(COMPARISON_COLUMNS)]
