"""Which base areas a measure rests on below each area asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from app.domain.area import Level
from app.domain.indicator import Indicator, Measure, TimeRule
from app.domain.period import from_epoch_day
from app.indicators.grid import BoolArray
from app.indicators.windows import IntArray, Windows

if TYPE_CHECKING:
    from app.catalogue import Catalogue


def stands_alone(measure: Measure) -> bool:
    """Whether a measure is never combined over areas: only what an area itself reports counts.

    District maxima happen at different moments and distinct people overlap, so neither adds up.
    """
    return not measure.additive_over_areas or measure.time in (TimeRule.MAX, TimeRule.NONE)


class Geography:
    """The areas asked for and the base areas below them."""

    def __init__(self, catalogue: Catalogue, areas: Sequence[str]) -> None:
        self.catalogue = catalogue
        self.areas = tuple(areas)
        self._units: dict[Level, tuple[str, ...]] = {}
        self._members: dict[tuple[tuple[str, ...], tuple[str, ...]], BoolArray] = {}

    def units(self, measures: Iterable[Measure]) -> tuple[str, ...]:
        """The base areas on which these measures can be told apart.

        Those of the highest level among them; the areas asked for when one measure stands alone.
        """
        found = list(measures)
        if any(stands_alone(measure) for measure in found):
            return self.areas
        level = min((measure.level for measure in found), key=lambda one: one.rank)
        if level not in self._units:
            self._units[level] = self._below(level)
        return self._units[level]

    def _below(self, level: Level) -> tuple[str, ...]:
        codes: dict[str, None] = {}
        for code in self.areas:
            own = self.catalogue.area(code)
            if own.level is level:
                codes[code] = None
            elif own.level.rank < level.rank:
                codes |= dict.fromkeys(area.code for area in self.catalogue.descendants(code, level))
        return tuple(codes)

    def member(self, rows: tuple[str, ...], units: tuple[str, ...]) -> BoolArray:
        """[rows, units]: whether the unit is the area itself or lies below it."""
        key = (rows, units)
        if key not in self._members:
            place = {code: number for number, code in enumerate(rows)}
            table = np.zeros((len(rows), len(units)), dtype=bool)
            for number, unit in enumerate(units):
                for code in (unit, *(area.code for area in self.catalogue.ancestors(unit))):
                    if code in place:
                        table[place[code], number] = True
            self._members[key] = table
        return self._members[key]

    def combining(self, measures: Iterable[Measure]) -> BoolArray:
        """[areas, units]: which base areas add up to each area asked for; itself when one stands alone."""
        found = list(measures)
        if any(stands_alone(measure) for measure in found):
            return np.eye(len(self.areas), dtype=bool)
        return self.member(self.areas, self.units(found))

    def related(self, code: str) -> set[str]:
        """The area and everything above it."""
        return {code, *(area.code for area in self.catalogue.ancestors(code))}

    def served(self, indicator: Indicator, units: tuple[str, ...]) -> BoolArray:
        """Which units have the service an indicator measures."""
        if not indicator.areas:
            return np.ones(len(units), dtype=bool)
        return np.array([bool(self.related(unit) & set(indicator.areas)) for unit in units], dtype=bool)

    def offered(self, indicator: Indicator, highest: Level) -> BoolArray:
        """Which areas asked for can have a figure: served there, and not below the measures' level."""
        above = {code for area in indicator.areas for code in self.related(area)}
        return np.array(
            [
                self.catalogue.area(code).level.rank <= highest.rank
                and (not indicator.areas or code in above or bool(self.related(code) & set(indicator.areas)))
                for code in self.areas
            ],
            dtype=bool,
        )

    def valid(self, units: tuple[str, ...], windows: Windows) -> BoolArray:
        """[units, windows]: whether the area existed on a day of the window."""
        table = np.ones((len(units), len(windows)), dtype=bool)
        for number, unit in enumerate(units):
            area = self.catalogue.area(unit)
            if area.valid_from is not None:
                table[number] &= windows.last >= (area.valid_from - from_epoch_day(0)).days
            if area.valid_to is not None:
                table[number] &= windows.first <= (area.valid_to - from_epoch_day(0)).days
        return table

    def expected(self, indicator: Indicator, measures: Sequence[Measure], windows: Windows) -> IntArray:
        """[areas, windows]: base areas that should report."""
        units = self.units(measures)
        reporting = self.valid(units, windows) & self.served(indicator, units)[:, None]
        member = self.combining(measures).astype(np.int64)
        return np.asarray(member @ reporting.astype(np.int64))
