"""Targets and red lines for the areas and windows asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.analysis.scoring import Bounds
from app.domain.indicator import FormulaKind, Indicator, Target, TimeRule
from app.domain.period import from_epoch_day
from app.indicators.windows import Windows

if TYPE_CHECKING:
    from app.catalogue import Catalogue

_NONE = (np.nan,) * 6


class Targets:
    """Looks each target up once for all areas that share it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.own: dict[str, set[str]] = {}
        for target in catalogue.targets:
            self.own.setdefault(target.indicator, set()).add(target.area)

    def bounds(self, indicator: Indicator, areas: tuple[str, ...], windows: Windows) -> Bounds:
        """[areas, windows]; the target in force on the last day of each window.

        A total (a sum that is not divided) grows with its window, so its target holds only for the
        grain it is read at.
        """
        shape = (len(areas), len(windows))
        table = np.full((6, *shape), np.nan)
        if not (self._is_total(indicator) and windows.grain is not indicator.grain):
            known: dict[tuple[str, ...], list[tuple[float, ...]]] = {}
            for row, area in enumerate(areas):
                key = self._entries(indicator.id, area)
                if key not in known:
                    known[key] = self._over_windows(indicator, area, windows, fixed=not key)
                table[:, row, :] = np.array(known[key]).T
        return Bounds(*table)

    def _is_total(self, indicator: Indicator) -> bool:
        formula = indicator.formula
        return formula.kind is FormulaKind.MEASURE and any(
            self.catalogue.measure(code).time is TimeRule.SUM for code in formula.numerator
        )

    def _entries(self, indicator: str, area: str) -> tuple[str, ...]:
        """The area and its ancestors that have targets of their own: equal for equal answers."""
        own = self.own.get(indicator, set())
        if not own:
            return ()
        chain = [area, *(above.code for above in self.catalogue.ancestors(area))]
        return tuple(code for code in chain if code in own)

    def _over_windows(
        self, indicator: Indicator, area: str, windows: Windows, *, fixed: bool
    ) -> list[tuple[float, ...]]:
        if fixed:
            return [self._on(indicator.id, area, int(windows.last[-1]))] * len(windows)
        return [self._on(indicator.id, area, int(day)) for day in windows.last]

    def _on(self, indicator: str, area: str, day: int) -> tuple[float, ...]:
        target = self.catalogue.target_for(indicator, area, from_epoch_day(day))
        return _NONE if target is None else numbers(target)


def numbers(target: Target) -> tuple[float, ...]:
    """target, red line, band edges, red band edges; NaN for what is not set."""
    plain = (target.target, target.red_line)
    bands = (*(target.target_band or (None, None)), *(target.red_band or (None, None)))
    return tuple(np.nan if number is None else float(number) for number in (*plain, *bands))
