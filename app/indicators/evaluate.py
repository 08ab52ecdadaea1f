"""From a formula's raw figures to judged ones: coverage, state, target, status, score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.analysis import scoring
from app.analysis.scoring import Bounds
from app.domain.area import Level
from app.domain.indicator import FormulaKind, Indicator, Status
from app.domain.observation import Flag
from app.indicators.breaks import breaking
from app.indicators.coverage import Coverage, coverage
from app.indicators.fetch import Reader
from app.indicators.formula import Raw, compute, is_pair, leading
from app.indicators.grid import BoolArray, FloatArray
from app.indicators.pair import needs_base_cells
from app.indicators.query import State
from app.indicators.windows import IntArray, Windows

if TYPE_CHECKING:
    from app.catalogue import Catalogue

BoundsOf = Callable[[Indicator, tuple[str, ...], Windows], Bounds]


@dataclass(frozen=True, slots=True)
class Figures:
    """One indicator, judged. Shape of every array: [areas, windows]."""

    indicator: Indicator
    raw: Raw
    cover: Coverage
    few: BoolArray
    offered: BoolArray
    flags: IntArray
    state: NDArray[Any]
    bounds: Bounds
    status: NDArray[Any]
    score: FloatArray
    hold: IntArray  # number of the hold, 0 for none


def base_indicators(catalogue: Catalogue, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The indicators and everything they are composed of, each once."""
    found: dict[str, None] = {}
    waiting = list(ids)
    while waiting:
        code = waiting.pop()
        if code not in found:
            found[code] = None
            waiting += [part for part, _ in catalogue.indicator(code).formula.parts]
    return tuple(found)


def base_measures(catalogue: Catalogue, indicator: str) -> tuple[str, ...]:
    """Every measure below an indicator, through its parts."""
    parts = base_indicators(catalogue, (indicator,))
    return tuple(dict.fromkeys(m for part in parts for m in catalogue.indicator(part).formula.measures))


class Evaluator:
    """Computes each indicator once for the areas and windows of a reader."""

    def __init__(self, reader: Reader, bounds: BoundsOf, today: int) -> None:
        self.reader = reader
        self.catalogue = reader.catalogue
        self.bounds_of = bounds
        self.today = today
        self._done: dict[str, Figures] = {}

    def prepare(self, ids: tuple[str, ...]) -> None:
        """Fetch everything these indicators rest on in a few calls."""
        measures = [m for code in ids for m in base_measures(self.catalogue, code)]
        self.reader.ends(measures)
        self.reader.prepare(measures)
        formulas = [self.catalogue.indicator(code).formula for code in base_indicators(self.catalogue, ids)]
        unlike: list[str] = []
        for formula in formulas:
            found = [self.catalogue.measure(code) for code in formula.measures]
            if found and is_pair(found, formula) and needs_base_cells(self.reader, found):
                unlike += formula.measures
        if unlike:
            self.reader.load_grids(unlike)

    def figures(self, code: str) -> Figures:
        """The judged figures of one indicator."""
        if code not in self._done:
            self._done[code] = self._evaluate(self.catalogue.indicator(code))
        return self._done[code]

    def _evaluate(self, indicator: Indicator) -> Figures:
        formula = indicator.formula
        if formula.kind in (FormulaKind.DERIVED, FormulaKind.INDEX):
            return self._composed(indicator)
        measures = [self.catalogue.measure(code) for code in formula.measures]
        raw = compute(self.reader, formula)
        cover = coverage(self.reader, indicator, leading(formula, measures), self.today)
        few = np.zeros(self.reader.shape, dtype=bool)
        if indicator.min_denominator is not None:
            few = (raw.denominator > 0) & (raw.denominator < indicator.min_denominator)
        highest = min((m.level for m in measures), key=lambda level: level.rank)
        return self._judge(indicator, raw, cover, few, self._offered(indicator, highest))

    def _offered(self, indicator: Indicator, highest: Level) -> BoolArray:
        rows = self.reader.geography.offered(indicator, highest)
        return np.repeat(rows[:, None], len(self.reader.windows), axis=1)

    def _composed(self, indicator: Indicator) -> Figures:
        """Derived: weighted sum of values, of all parts or not at all. Index: weighted mean of scores.

        Age, flags and gaps are inherited: a composed figure is as old as its oldest part.
        """
        weights = [weight for _, weight in indicator.formula.parts]
        parts = [self.figures(code) for code, _ in indicator.formula.parts]
        index = indicator.formula.kind is FormulaKind.INDEX
        if index:
            value = scoring.weighted_score([part.score for part in parts], weights)
        else:
            value = np.sum([w * part.raw.value for w, part in zip(weights, parts, strict=True)], axis=0)
        none = np.full(self.reader.shape, np.nan)
        zeros = np.zeros(self.reader.shape, dtype=bool)
        raws = [part.raw for part in parts]
        raw = Raw(
            value,
            none,
            none,
            np.sum([one.n for one in raws], axis=0),
            reduce(np.minimum, (one.areas for one in raws)),
            reduce(np.bitwise_or, (part.flags for part in parts)) & ~int(Flag.FEW | Flag.ZERO_DENOMINATOR),
            reduce(np.maximum, (one.known for one in raws)),
            zeros if index else reduce(np.logical_or, (one.zero for one in raws)),
            reduce(np.logical_and, (one.exact for one in raws)),
        )
        few = zeros if index else reduce(np.logical_or, (part.few for part in parts))
        offered = reduce(np.logical_or if index else np.logical_and, (part.offered for part in parts))
        own = self._offered(indicator, Level.COMMUNITY)
        return self._judge(indicator, raw, _together([p.cover for p in parts]), few, offered & own)

    def _judge(
        self, indicator: Indicator, raw: Raw, cover: Coverage, few: BoolArray, offered: BoolArray
    ) -> Figures:
        raw = replace(raw, value=np.where(offered, raw.value, np.nan), zero=raw.zero & offered)
        there = ~np.isnan(raw.value)
        state = np.select(
            [~offered, raw.zero, ~there, few],
            [State.NOT_OFFERED.value, State.ZERO_DENOMINATOR.value, State.MISSING.value, State.FEW.value],
            State.VALUE.value,
        ).astype(object)
        some = there | raw.zero
        short = cover.unfinished[None, :] | (raw.n < cover.m) | (raw.areas < cover.areas_m)
        stale = np.broadcast_to(cover.stale[None, :], there.shape)
        flags = np.where(some, raw.flags, 0)
        for flag, where in (
            (Flag.PARTIAL, some & short),
            (Flag.STALE, some & stale),
            (Flag.FEW, there & few),
            (Flag.ZERO_DENOMINATOR, raw.zero),
            (Flag.BREAK, some & breaking(indicator, self.reader.windows)),
        ):
            flags = flags | np.where(where, int(flag), 0)
        bounds = self.bounds_of(indicator, self.reader.geography.areas, self.reader.windows)
        judged = np.where(few | stale, np.nan, raw.value)
        score = scoring.score(judged, bounds, indicator.direction)
        status = scoring.status(judged, bounds, indicator.direction)
        if not indicator.scored:
            score = np.full(score.shape, np.nan)
            status = np.where(np.isnan(judged), Status.NO_DATA.value, Status.UNSCORED.value).astype(object)
        hold = np.zeros(there.shape, dtype=np.int64)
        return Figures(indicator, raw, cover, few & there, offered, flags, state, bounds, status, score, hold)


def _together(covers: list[Coverage]) -> Coverage:
    ends = [cover.end for cover in covers if cover.end is not None]
    return Coverage(
        np.sum([cover.m for cover in covers], axis=0),
        reduce(np.maximum, (cover.areas_m for cover in covers)),
        reduce(np.minimum, (cover.data_to for cover in covers)),
        reduce(np.logical_or, (cover.unfinished for cover in covers)),
        reduce(np.logical_or, (cover.stale for cover in covers)),
        min(ends) if len(ends) == len(covers) else None,
    )
