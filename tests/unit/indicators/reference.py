"""The same figures worked out the long way: plain loops over the list of observations."""

from __future__ import annotations

from datetime import date

from app.catalogue import Catalogue
from app.domain.indicator import Formula, Measure, TimeRule
from app.domain.period import Period
from tests.unit.indicators.fake_store import holding

Known = dict[tuple[str, str], dict[date, float]]


def known(log: list[tuple[str, str, date, float, str, object]]) -> Known:
    found: Known = {}
    for code, area, start, value, _, _ in log:
        if value == value:
            found.setdefault((code, area), {})[start] = value
    return found


def inside(catalogue: Catalogue, measure: Measure, start: date, period: Period) -> bool:
    if measure.grain.rank > period.grain.rank:
        return False
    return holding(catalogue.city.calendar, start, measure.grain, period.grain) == period


def base_areas(catalogue: Catalogue, measure: Measure, area: str) -> list[str]:
    if not measure.additive_over_areas or measure.time in (TimeRule.MAX, TimeRule.NONE):
        return [area]
    below = []
    for code, one in catalogue.areas.items():
        chain, at = [code], one
        while at.parent:
            chain.append(at.parent)
            at = catalogue.areas[at.parent]
        if one.level is measure.level and area in chain:
            below.append(code)
    return below


def put_together(rule: TimeRule, values: dict[date, float]) -> float:
    ordered = [values[start] for start in sorted(values)]
    if rule is TimeRule.SUM:
        return sum(ordered)
    if rule is TimeRule.MEAN:
        return sum(ordered) / len(ordered)
    return max(ordered) if rule is TimeRule.MAX else ordered[-1]


def in_window(
    catalogue: Catalogue, data: Known, measure: Measure, area: str, period: Period
) -> dict[date, float]:
    return {
        start: value
        for start, value in data.get((measure.id, area), {}).items()
        if abs((start - period.start).days) < 400 and inside(catalogue, measure, start, period)
    }


def pairs(
    catalogue: Catalogue, data: Known, formula: Formula, area: str, period: Period
) -> tuple[float | None, float | None]:
    """Numerator and denominator of measures that share grain and level."""
    measures = [catalogue.measures[code] for code in formula.measures]
    totals = [0.0 for _ in measures]
    found = False
    for base in base_areas(catalogue, measures[0], area):
        series = [in_window(catalogue, data, measure, base, period) for measure in measures]
        common = set(series[0])
        for one in series[1:]:
            common &= set(one)
        if not common:
            continue
        found = True
        for number, (measure, one) in enumerate(zip(measures, series, strict=True)):
            totals[number] += put_together(measure.time, {start: one[start] for start in common})
    if not found:
        return None, None
    count = len(formula.numerator)
    below = sum(totals[count:]) if formula.denominator else None
    return sum(totals[:count]), below


def stock(catalogue: Catalogue, data: Known, measure: Measure, area: str, period: Period) -> float | None:
    values = in_window(catalogue, data, measure, area, period)
    if values:
        return put_together(measure.time, values)
    calendar = catalogue.city.calendar
    if measure.grain.rank > period.grain.rank:
        serving = calendar.parent(period, measure.grain)
        tried = [serving, serving.shift(-1), serving.shift(-2)]
    else:
        first = calendar.period(period.start, measure.grain)
        while calendar.parent(first, period.grain).start < period.start:
            first = first.shift(1)
        tried = [first.shift(-1), first.shift(-2)]
    for one in tried:
        value = data.get((measure.id, area), {}).get(one.start)
        if value is not None:
            return value
    return None


def over_stock(
    catalogue: Catalogue, data: Known, formula: Formula, area: str, period: Period
) -> tuple[float | None, float | None, float | None]:
    """Value, numerator and denominator of a numerator over a stock."""
    above, below = (catalogue.measures[code] for code in formula.measures)
    total = held = exposure = 0.0
    found = False
    for base in base_areas(catalogue, above, area):
        flow = in_window(catalogue, data, above, base, period)
        level = stock(catalogue, data, below, base, period)
        if not flow or level is None:
            continue
        found = True
        covered = sum(catalogue.city.calendar.period(start, above.grain).days for start in flow)
        total += put_together(above.time, flow)
        held += level
        exposure += level * covered
    if not found:
        return None, None, None
    under = exposure / 365 if formula.annualise else held
    return (formula.scale * total / under if under else None), total, held


def peak(
    catalogue: Catalogue, data: Known, formula: Formula, area: str, period: Period
) -> tuple[float | None, float | None, float | None]:
    above, below = (catalogue.measures[code] for code in formula.measures)
    best: tuple[float, float] | None = None
    for start, value in sorted(in_window(catalogue, data, above, area, period).items()):
        moment = catalogue.city.calendar.period(start, above.grain)
        under = stock(catalogue, data, below, area, moment)
        if under is not None and (best is None or value > best[0]):
            best = (value, under)
    if best is None:
        return None, None, None
    return (formula.scale * best[0] / best[1] if best[1] else None), best[0], best[1]


def every_start(catalogue: Catalogue, measure: Measure, first: date, last: date) -> list[date]:
    period = catalogue.city.calendar.period(first, measure.grain)
    starts = []
    while period.start <= last:
        starts.append(period.start)
        period = period.shift(1)
    return starts
