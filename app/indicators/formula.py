"""From base measures to a value: the kinds of formula.

Order, always: aggregate base measures, then divide. Ratios are never averaged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from app.domain.indicator import Formula, FormulaKind, Measure, TimeRule
from app.indicators.fetch import Reader
from app.indicators.grid import BoolArray, Cells, FloatArray, Grid, over_areas, over_time
from app.indicators.pair import common_axis, on_common_ground, paired
from app.indicators.stock import served
from app.indicators.windows import IntArray, Windows

DAYS_A_YEAR = 365.0


@dataclass(frozen=True, slots=True)
class Raw:
    """What a formula gives before it is judged. Shape of every array: [areas, windows].

    value is NaN without data and where the denominator is zero; exact: the parts shown are the very
    roll-ups of the measures, nothing was dropped to make a pair.
    """

    value: FloatArray
    numerator: FloatArray
    denominator: FloatArray
    n: IntArray
    areas: IntArray
    flags: IntArray
    known: IntArray
    zero: BoolArray
    exact: BoolArray

    def without(self, where: BoolArray) -> Raw:
        """Nothing there that lets the number back in: no value, no parts, no coverage."""
        return replace(
            self,
            value=np.where(where, np.nan, self.value),
            numerator=np.where(where, np.nan, self.numerator),
            denominator=np.where(where, np.nan, self.denominator),
            n=np.where(where, 0, self.n),
            areas=np.where(where, 0, self.areas),
            known=np.where(where, 0, self.known),
            zero=self.zero & ~where,
        )


def leading(formula: Formula, measures: list[Measure]) -> list[Measure]:
    """The measures that decide grain, coverage and age: all sides of a pair, else the numerators.

    A stock (population) may be older and coarser than the flow it stands under.
    """
    if is_peak(measures, formula) or over_stock(measures, formula):
        return measures[: len(formula.numerator)]
    return measures


def is_peak(measures: list[Measure], formula: Formula) -> bool:
    """A maximum over something: both sides at the moment of the maximum."""
    return bool(formula.denominator) and measures[0].time is TimeRule.MAX


def over_stock(measures: list[Measure], formula: Formula) -> bool:
    """A numerator over a stock of another kind or grain."""
    count = len(formula.numerator)
    above, below = measures[:count], measures[count:]
    if not below or any(m.time not in (TimeRule.MEAN, TimeRule.LAST) for m in below):
        return False
    finest = min(m.grain.rank for m in above)
    return formula.annualise or any(m.time is not above[0].time or m.grain.rank > finest for m in below)


def is_pair(measures: list[Measure], formula: Formula) -> bool:
    """Measures that are paired cell by cell."""
    return not is_peak(measures, formula) and not over_stock(measures, formula)


def compute(reader: Reader, formula: Formula) -> Raw:
    """A `measure` or `ratio` formula for every area and window asked for."""
    measures = [reader.catalogue.measure(code) for code in formula.measures]
    if is_peak(measures, formula):
        return _at_peak(reader, formula, measures)
    if over_stock(measures, formula):
        return _over_stock(reader, formula, measures)
    cells, exact = paired(reader, measures)
    count = len(formula.numerator)
    above = _add(cells[:count])
    if formula.kind is FormulaKind.MEASURE:
        value = formula.scale * above.value
        none = np.full(reader.shape, np.nan)
        return _raw(value, above.value, none, cells, cells[0].n, cells[0].areas, exact)
    below = _add(cells[count:])
    value = _divide(formula.scale * above.value, below.value)
    return _raw(value, above.value, below.value, cells, cells[0].n, cells[0].areas, exact)


def _raw(
    value: FloatArray,
    numerator: FloatArray,
    denominator: FloatArray,
    cells: list[Cells],
    n: IntArray,
    areas: IntArray,
    exact: BoolArray,
) -> Raw:
    zero = denominator == 0
    return Raw(
        np.where(zero, np.nan, value),
        numerator,
        denominator,
        n,
        areas,
        reduce(np.bitwise_or, (one.flags for one in cells)),
        reduce(np.maximum, (one.known for one in cells)),
        zero,
        exact,
    )


def _add(cells: list[Cells]) -> Cells:
    """Several numerators are added; their coverage is that of the first (they are paired)."""
    total = np.sum([one.value for one in cells], axis=0)
    first = cells[0]
    return Cells(total, first.n, first.areas, first.flags, first.known, first.mark, first.days)


def _divide(above: FloatArray, below: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(below == 0, np.nan, above / below))


def _over_stock(reader: Reader, formula: Formula, measures: list[Measure]) -> Raw:
    """A numerator over a stock: population, customers, kilometres.

    Each side is put together over the window in each base area, F by its own rule and S as mean (or
    last); areas that have both are summed. Annualised:

        value = scale · 365 · ΣF / Σ(S · days covered by F)

    With even coverage this is the catalogue's "sum of flow / mean stock · 365 / days"; when areas
    cover different days it is person-time, so that an area with half its days weighs half.
    A stock reported more coarsely serves by the period that encloses the window, else by the
    latest of the two before it (flag ESTIMATED). `denominator` is ΣS.
    """
    count = len(formula.numerator)
    above, below = measures[:count], measures[count:]
    axis = reader.windows.axis(common_axis(above).grain)
    if not axis.start.size:
        return _nothing(reader)
    units, member = reader.geography.units(measures), reader.geography.combining(measures)
    grids = [on_common_ground(reader, measure, units, axis) for measure in above]
    both = reduce(np.logical_and, (grid.present for grid in grids))
    flows = [over_time(g.only(both), reader.windows, m.time) for g, m in zip(grids, above, strict=True)]
    stocks = [served(reader, measure, units, reader.windows) for measure in below]
    there = reduce(np.logical_and, (one.present for one in flows + stocks))
    flow = _add([one.only(there) for one in flows])
    stock = _add([one.only(there) for one in stocks])
    exposure = Cells(stock.value * flow.days, *(getattr(stock, part) for part in Cells.__slots__[1:]))
    numerator, denominator, time = (over_areas(one, member) for one in (flow, stock, exposure))
    every = [over_areas(one.only(there), member) for one in flows + stocks]
    if formula.annualise:
        value = _divide(formula.scale * DAYS_A_YEAR * numerator.value, time.value)
    else:
        value = _divide(formula.scale * numerator.value, denominator.value)
    whole = _add([reader.cells(measure.id) for measure in above])
    exact = np.isclose(whole.value, numerator.value, rtol=1e-12, atol=1e-12)
    return _raw(value, numerator.value, denominator.value, every, numerator.n, numerator.areas, exact)


def _at_peak(reader: Reader, formula: Formula, measures: list[Measure]) -> Raw:
    """Both sides at the moment of the maximum, in each area that reports it; never over areas."""
    count = len(formula.numerator)
    axis = reader.windows.axis(common_axis(measures[:count]).grain)
    if not axis.start.size:
        return _nothing(reader)
    areas = reader.geography.areas
    grids = [on_common_ground(reader, measure, areas, axis) for measure in measures[:count]]
    moments = Windows.of_axis(reader.windows.calendar, axis)
    stocks = [served(reader, measure, areas, moments) for measure in measures[count:]]
    above = np.sum([grid.value for grid in grids], axis=0)
    below = np.sum([stock.value for stock in stocks], axis=0)
    there = ~np.isnan(above) & ~np.isnan(below)
    parts: list[Grid | Cells] = [*grids, *stocks]
    flags = reduce(np.bitwise_or, (part.flags for part in parts))
    known = reduce(np.maximum, (part.known for part in parts))
    result = Cells.empty(reader.shape)
    under = np.full(reader.shape, np.nan)
    for number, run in enumerate(axis.ranges(len(reader.windows))):
        some = there[:, run].any(axis=1)
        if not some.any():
            continue
        masked = np.where(there[some, run], above[some, run], -np.inf)
        row, at = np.flatnonzero(some), run.start + np.argmax(masked, axis=1)
        result.value[row, number], under[row, number] = above[row, at], below[row, at]
        result.flags[row, number], result.known[row, number] = flags[row, at], known[row, at]
        result.n[row, number], result.areas[row, number] = there[row, run].sum(axis=1), 1
    value = _divide(formula.scale * result.value, under)
    return _raw(value, result.value, under, [result], result.n, result.areas, result.present)


def _nothing(reader: Reader) -> Raw:
    empty = Cells.empty(reader.shape)
    return _raw(empty.value, empty.value, empty.value, [empty], empty.n, empty.areas, empty.present)
