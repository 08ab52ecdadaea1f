"""The truth: what every measure of ready figures really was, in every area and period.

Shape: measure → array (areas of its level, periods of its grain). Parts never exceed their whole.
"""

from __future__ import annotations

import zlib
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.demo.generator import package, story
from data.demo.generator.styles import RECORD_MEASURES

SEED = 20230101
_FREQUENCY = {"day": "D", "week": "W-MON", "month": "MS", "quarter": "QS", "year": "YS"}
_WEEKEND = {
    "hall_visitors": 0.3,
    "hp_visits": 0.62,
    "tr_free_h": 0.85,
    "tr_peak_vh": 0.8,
    "bus_trips": 0.9,
    "dl_due": 0.5,
}
_FRACTIONAL = ("吨", "万立方米", "公顷", "公里", "公里小时", "车小时", "车公里", "小时", "µg·h/m³", "兆瓦")
Array = np.ndarray


def periods(grain: str) -> pd.DatetimeIndex:
    """Starts of the periods that have data: those that ended by the last day; days up to it."""
    starts = pd.date_range(story.FIRST, story.LAST, freq=_FREQUENCY[grain])
    if grain == "day":
        return starts
    step = {
        "week": pd.DateOffset(weeks=1),
        "month": pd.DateOffset(months=1),
        "quarter": pd.DateOffset(months=3),
    }
    ends = starts + step.get(grain, pd.DateOffset(years=1)) - pd.Timedelta(days=1)
    return starts[ends <= pd.Timestamp(story.LAST)]


def weights(level: str) -> Array:
    """Each area's share of the city."""
    if level == "city":
        return np.ones(1)
    share = np.array(story.POPULATION, dtype=float) / sum(story.POPULATION)
    if level == "district":
        return share
    rng = np.random.default_rng(SEED + 5)
    streets = package.codes("street")
    districts = package.codes("district")
    raw = rng.uniform(0.5, 1.6, len(streets))
    owner = np.array([districts.index(code[:6]) for code in streets])
    totals = np.bincount(owner, weights=raw)
    return raw / totals[owner] * share[owner]


def skills(level: str) -> Array:
    """How far each area stands from the city's level, in shares of the gap between target and red line."""
    districts = np.array(story.DISTRICT_SKILL)
    if level == "city":
        return np.zeros(1)
    if level == "district":
        return districts
    rng = np.random.default_rng(SEED + 6)
    codes = package.codes("district")
    streets = package.codes("street")
    return np.array([districts[codes.index(code[:6])] for code in streets]) + rng.normal(0, 0.3, len(streets))


def progress(days: pd.DatetimeIndex) -> Array:
    """How far each day is between the first and the last: 0 to 1."""
    span = (story.LAST - story.FIRST).days
    return np.asarray((days - pd.Timestamp(story.FIRST)).days) / span


def _in_storm(days: pd.DatetimeIndex, grain: str) -> Array:
    """Share of each period that the storm filled."""
    first, last = (pd.Timestamp(day) for day in story.STORM)
    length = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}[grain]
    ends = days + pd.Timedelta(days=length - 1)
    overlap = (np.minimum(ends, last) - np.maximum(days, first)).days + 1
    return np.clip(np.asarray(overlap), 0, None) / length


def _since(days: pd.DatetimeIndex, day: date) -> Array:
    return np.asarray(days >= pd.Timestamp(day), dtype=float)


def _swing(indicator: str, days: pd.DatetimeIndex) -> Array:
    """Good and bad years: a slow wave of its own for each indicator, so that not everything improves."""
    phase = (zlib.crc32(indicator.encode()) % 628) / 100
    return np.asarray(np.sin(2 * np.pi * 1.9 * progress(days) + phase))


def level_of(
    indicator: str, days: pd.DatetimeIndex, grain: str, level: str, rng: np.random.Generator
) -> Array:
    """The indicator's value (areas × periods): trend, season, policy, storm, district, noise."""
    spec = package.indicators()[indicator]
    start, end = story.LEVELS.get(indicator, (spec.target, spec.target))
    along = start + (end - start) * progress(days)
    season = story.SEASONS.get(indicator, 0.0)
    along = along * (1 + season * np.cos(2 * np.pi * (days.day_of_year.to_numpy() - 15) / 365))
    if indicator in story.POLICIES:
        day, factor = story.POLICIES[indicator]
        along = along * np.where(_since(days, day) > 0, factor, 1.0)
    if indicator in story.SLIPS:
        day, per_month = story.SLIPS[indicator]
        months = np.clip((days - pd.Timestamp(day)).days.to_numpy() / 30, 0, None)
        along = along * (1 + per_month * months)
    # Where the red line is far away, areas still differ by shares of what is usual, not of the line.
    gap = min(spec.gap or 0.1 * abs(end), 0.6 * abs(end))
    along = along + 0.16 * gap * _swing(indicator, days)
    storm = story.STORM_LEVELS.get(indicator, 1.0)
    along = along * (1 + (storm - 1) * _in_storm(days, grain))
    better = -1.0 if spec.lower_better else 1.0
    shift = better * 0.45 * gap * skills(level)
    noise = rng.normal(0, 0.06 * gap, (len(shift), len(days))) * (1.0 if grain != "day" else 1.8)
    values = along[None, :] + shift[:, None] + noise
    return np.clip(
        values, spec.low if spec.low is not None else -np.inf, spec.high if spec.high is not None else np.inf
    )


def volume_of(measure: str, rng: np.random.Generator) -> Array:
    """A measure that is no part of another: volume × share × season × weekday × growth × noise."""
    spec = package.measures()[measure]
    days = periods(spec.grain)
    share = weights(spec.level)
    amount = story.VOLUMES[measure] * share[:, None] * np.ones(len(days))[None, :]
    growth = story.GROWTH.get(measure, 1.0)
    amount = amount * (1 + (growth - 1) * progress(days))[None, :]
    if spec.grain == "day":
        weekend = np.asarray(days.day_of_week >= 5)
        amount = amount * np.where(weekend, _WEEKEND.get(measure, 1.0), 1.0)[None, :]
    amount = amount * (1 + (story.STORM_VOLUMES.get(measure, 1.0) - 1) * _in_storm(days, spec.grain))[None, :]
    if spec.time in ("last", "mean"):
        return rounded(amount, spec.unit)
    if spec.unit in _FRACTIONAL:
        return rounded(amount * rng.normal(1, 0.03, amount.shape), spec.unit)
    return (
        rng.poisson(amount).astype(float)
        if amount.max() < 5000
        else rounded(amount * rng.normal(1, 0.03, amount.shape), spec.unit)
    )


def rounded(amount: Array, unit: str) -> Array:
    """As departments report it: one decimal for continuous units, whole numbers for counts."""
    return np.clip(np.round(amount, 1 if unit in _FRACTIONAL else 0), 0, None)


def part_of(indicator: str, whole: Array, rng: np.random.Generator) -> Array:
    """The numerator that makes the indicator stand where the story says."""
    formula = package.indicators()[indicator]
    spec = package.measures()[formula.numerator]
    days = periods(spec.grain)
    value = level_of(indicator, days, spec.grain, spec.level, rng)
    part = value * whole / formula.scale
    if formula.annualise:
        part = part * days.days_in_month.to_numpy()[None, :] / 365
    if spec.unit in _FRACTIONAL or spec.time in ("last", "mean", "max"):
        found = rounded(part, spec.unit)
    elif formula.annualise:
        found = rng.poisson(part).astype(float)
    else:
        found = np.floor(part + rng.uniform(0, 1, part.shape))
    share = formula.scale == 100 and formula.high == 100
    return np.minimum(found, whole) if share else found


def build() -> dict[str, Array]:
    """Every measure of ready figures."""
    counted = {measure for group in RECORD_MEASURES.values() for measure in group}
    rng = np.random.default_rng(SEED)
    found = {m: volume_of(m, rng) for m in package.measures() if m in story.VOLUMES}
    waiting = [i for i in package.indicators().values() if i.denominator and i.numerator not in counted]
    while waiting:
        ready = [i for i in waiting if i.denominator in found]
        if not ready:
            message = f"no denominator for {[i.id for i in waiting]}"
            raise ValueError(message)
        for formula in ready:
            found[formula.numerator] = part_of(formula.id, found[str(formula.denominator)], rng)
        waiting = [i for i in waiting if i not in ready]
    return found


def frame(found: dict[str, Array]) -> pd.DataFrame:
    """Shape: measure, area, grain, period_start (epoch day), value; one row a base cell."""
    parts = []
    for name, values in found.items():
        spec = package.measures()[name]
        places = package.codes(spec.level)
        starts = [(day.date() - date(1970, 1, 1)) // timedelta(days=1) for day in periods(spec.grain)]
        parts.append(
            pd.DataFrame(
                {
                    "measure": name,
                    "area": np.repeat(places, len(starts)),
                    "grain": spec.grain,
                    "period_start": np.tile(starts, len(places)),
                    "value": values.ravel(),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
