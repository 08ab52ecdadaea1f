"""What citizens see: small counts and all that rests on them are hidden.

What is hidden is decided for each measure, over the whole published tree of areas, at one base
grain (a month, or the measure's own when it is coarser), whatever was asked: so asking one by one, or
through another indicator with the same measure, gives nothing away.

- primary: counts below the threshold; numerators of rates whose denominator is under 30;
- complementary: see `app.analysis.disclosure`;
- longer periods are shown only when each of their base periods is, so that they add no equation;
- shorter periods, free spans, unfinished periods (they would differ from one day to the next) and
  pairs that dropped cells (a second total of the same counts) are not shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from app.analysis import disclosure
from app.domain.area import Level
from app.domain.indicator import Formula, Indicator, Publication, Sensitivity, Status
from app.domain.observation import Flag
from app.domain.period import Grain, from_epoch_day
from app.indicators.evaluate import Figures, base_indicators, base_measures
from app.indicators.fetch import Reader
from app.indicators.geography import Geography, stands_alone
from app.indicators.grid import BoolArray
from app.indicators.query import State
from app.indicators.windows import Windows

if TYPE_CHECKING:
    from app.catalogue import Catalogue
    from app.store import Store

THRESHOLD = {Sensitivity.NONE: 0, Sensitivity.CASES: 5, Sensitivity.PERSONS: 10}
SMALLEST_DENOMINATOR = 30


class Protection:
    """Hides what may not be published. Knows the whole catalogue, not only what was asked."""

    def __init__(self, catalogue: Catalogue, store: Store) -> None:
        self.catalogue = catalogue
        self.store = store

    @staticmethod
    def lowest_level(indicator: Indicator) -> Level:
        """The lowest level at which citizens see an indicator."""
        if indicator.publication is Publication.AGGREGATED_ONLY:
            return Level.CITY
        return indicator.public_min_level

    @cached_property
    def _published(self) -> list[Indicator]:
        return [i for i in self.catalogue.indicators.values() if i.publication is not Publication.NO]

    @cached_property
    def _guarded(self) -> dict[str, list[Formula]]:
        """Measures that may be hidden, each with the protected formulas it is a numerator of."""
        found: dict[str, list[Formula]] = {}
        for indicator in self._published:
            for code in base_indicators(self.catalogue, (indicator.id,)):
                formula = self.catalogue.indicator(code).formula
                if not any(self._threshold(m) for m in formula.measures):
                    continue
                for measure in formula.measures:
                    if self._threshold(measure):
                        found.setdefault(measure, [])
                for measure in formula.numerator:
                    found.setdefault(measure, []).append(formula)
        return found

    @cached_property
    def _lowest(self) -> dict[str, Level]:
        """The lowest level at which anything with a guarded measure is published."""
        found: dict[str, Level] = {}
        for indicator in self._published:
            level = self.lowest_level(indicator)
            for measure in base_measures(self.catalogue, indicator.id):
                found[measure] = max(found.get(measure, level), level, key=lambda one: one.rank)
        return found

    def _threshold(self, measure: str) -> int:
        return THRESHOLD[self.catalogue.measure(measure).sensitive]

    def _base_grain(self, measure: str) -> Grain:
        return max(Grain.MONTH, self.catalogue.measure(measure).grain, key=lambda grain: grain.rank)

    def apply(self, figures: list[Figures], areas: tuple[str, ...], windows: Windows) -> list[Figures]:
        """The same figures with everything hidden that must be."""
        wanted = {m for one in figures for m in base_measures(self.catalogue, one.indicator.id)}
        hidden = self._hidden(wanted & self._guarded.keys(), areas, windows)
        return [self._protect(one, hidden, windows) for one in figures]

    def _protect(self, one: Figures, hidden: dict[str, BoolArray], windows: Windows) -> Figures:
        guarded = [m for m in base_measures(self.catalogue, one.indicator.id) if m in self._guarded]
        some = ~np.isnan(one.raw.value) | one.raw.zero
        where = np.zeros(some.shape, dtype=bool)
        if guarded and (windows.grain is None or windows.grain.rank < Grain.MONTH.rank):
            where[:] = True
        elif guarded:
            where |= one.cover.unfinished[None, :] | ~one.raw.exact
            for measure in guarded:
                where |= hidden[measure]
        return _blank(_blank(one, some & where, State.SUPPRESSED), one.few & some & ~where, State.FEW)

    def _hidden(
        self, measures: Iterable[str], areas: tuple[str, ...], windows: Windows
    ) -> dict[str, BoolArray]:
        """For each measure [areas, windows]: whether it is hidden there."""
        found: dict[str, BoolArray] = {}
        groups: dict[tuple[Grain, Level], list[str]] = {}
        for measure in sorted(measures):
            own = self.catalogue.measure(measure).level
            lowest = min(self._lowest[measure], own, key=lambda level: level.rank)
            groups.setdefault((self._base_grain(measure), lowest), []).append(measure)
        for (grain, lowest), members in groups.items():
            calendar = self.catalogue.city.calendar
            first, last = (from_epoch_day(int(day)) for day in (windows.first[0], windows.last[-1]))
            base = Windows.of_periods(calendar, calendar.period(first, grain), calendar.period(last, grain))
            reader = Reader(self.catalogue, self.store, Geography(self.catalogue, self._tree(lowest)), base)
            reader.prepare([*members, *self._denominators(members, grain)])
            for measure in members:
                found[measure] = _project(self._suppressed(reader, measure, grain), reader, areas, windows)
        return found

    def _tree(self, lowest: Level) -> tuple[str, ...]:
        city = self.catalogue.city.area
        below = [level for level in Level if Level.CITY.rank < level.rank <= lowest.rank]
        return (city, *(a.code for level in below for a in self.catalogue.descendants(city, level)))

    def _denominators(self, measures: list[str], grain: Grain) -> list[str]:
        found = [m for measure in measures for f in self._guarded[measure] for m in f.denominator]
        return [m for m in found if self.catalogue.measure(m).grain.rank <= grain.rank]

    def _suppressed(self, reader: Reader, measure: str, grain: Grain) -> BoolArray:
        counts = reader.cells(measure).value
        threshold = self._threshold(measure)
        primary = disclosure.small(counts, threshold)
        for formula in self._guarded[measure]:
            below = self._denominators_of(formula, grain)
            if below:
                total = np.sum([reader.cells(m).value for m in below], axis=0)
                primary |= disclosure.small(total, SMALLEST_DENOMINATOR)
        return disclosure.suppress(counts, self._parents(reader, measure), primary, threshold)

    def _denominators_of(self, formula: Formula, grain: Grain) -> list[str]:
        ranks = [self.catalogue.measure(m).grain.rank for m in formula.denominator]
        return list(formula.denominator) if all(rank <= grain.rank for rank in ranks) else []

    def _parents(self, reader: Reader, measure: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        areas = reader.geography.areas
        place = {code: number for number, code in enumerate(areas)}
        parents = np.full(len(areas), -1, dtype=np.int64)
        if not stands_alone(self.catalogue.measure(measure)):
            for number, code in enumerate(areas):
                above = [a.code for a in self.catalogue.ancestors(code) if a.code in place]
                if above:
                    parents[number] = place[above[0]]
        return parents


def _project(hidden: BoolArray, reader: Reader, areas: tuple[str, ...], windows: Windows) -> BoolArray:
    """From base periods to the windows asked for: hidden when any base period that touches it is."""
    touch = (reader.windows.first[:, None] <= windows.last) & (reader.windows.last[:, None] >= windows.first)
    by_window = (hidden.astype(np.int64) @ touch.astype(np.int64)) > 0
    place = {code: number for number, code in enumerate(reader.geography.areas)}
    result = np.zeros((len(areas), len(windows)), dtype=bool)
    for number, code in enumerate(areas):
        if code in place:
            result[number] = by_window[place[code]]
    return result


def _blank(one: Figures, where: BoolArray, state: State) -> Figures:
    """Neither number nor status nor score: nothing that lets the number back in."""
    if not where.any():
        return one
    flag = int(Flag.SUPPRESSED if state is State.SUPPRESSED else Flag.FEW)
    return replace(
        one,
        raw=one.raw.without(where),
        flags=np.where(where, flag, one.flags),
        state=np.where(where, state.value, one.state),
        status=np.where(where, Status.NO_DATA.value, one.status),
        score=np.where(where, np.nan, one.score),
    )
