"""Targets and red lines for the areas and windows asked for.

Targets set in the app stand over those of the city package: of the same area and day the latest set holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from app.analysis.scoring import Bounds
from app.domain.indicator import FormulaKind, Indicator, Target, TimeRule
from app.domain.period import from_epoch_day
from app.domain.text import Text
from app.indicators.windows import Windows
from app.store.targets import TargetChange

if TYPE_CHECKING:
    from app.catalogue import Catalogue

Changes = Mapping[str, Sequence[TargetChange]]  # by indicator, the newest first
_NONE = (np.nan,) * 6


class Targets:
    """Looks each target up once for all areas that share it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.own: dict[tuple[str, str], list[Target]] = {}
        for target in catalogue.targets:
            self.own.setdefault((target.indicator, target.area), []).append(target)

    def in_force(self, indicator: str, area: str, day: date, changes: Changes) -> Target | None:
        """Of the area, else of its nearest ancestor that has one, else the indicator's default."""
        set_here = changes.get(indicator, ())
        if not set_here:
            return self.catalogue.target_for(indicator, area, day)
        for code in self._line(area):
            for change in set_here:
                if change.area == code and change.covers(day):
                    return as_target(change)
            for target in self.own.get((indicator, code), ()):
                if target.valid_from <= day and (target.valid_to is None or day <= target.valid_to):
                    return target
        return self.catalogue.default_for(indicator)

    def bounds(
        self, indicator: Indicator, areas: tuple[str, ...], windows: Windows, changes: Changes
    ) -> Bounds:
        """[areas, windows]; the target in force on the last day of each window.

        A total (a sum that is not divided) grows with its window, so its target holds only for the
        grain it is read at.
        """
        shape = (len(areas), len(windows))
        table = np.full((6, *shape), np.nan)
        if not (self._is_total(indicator) and windows.grain is not indicator.grain):
            known: dict[tuple[str, ...], list[tuple[float, ...]]] = {}
            for row, area in enumerate(areas):
                key = self._entries(indicator.id, area, changes)
                if key not in known:
                    known[key] = self._over_windows(indicator.id, area, windows, changes, fixed=not key)
                table[:, row, :] = np.array(known[key]).T
        return Bounds(*table)

    def _is_total(self, indicator: Indicator) -> bool:
        formula = indicator.formula
        return formula.kind is FormulaKind.MEASURE and any(
            self.catalogue.measure(code).time is TimeRule.SUM for code in formula.numerator
        )

    def _line(self, area: str) -> tuple[str, ...]:
        return (area, *(above.code for above in self.catalogue.ancestors(area)))

    def _entries(self, indicator: str, area: str, changes: Changes) -> tuple[str, ...]:
        """The area and its ancestors that have targets of their own: equal for equal answers."""
        changed = {change.area for change in changes.get(indicator, ())}
        return tuple(code for code in self._line(area) if (indicator, code) in self.own or code in changed)

    def _over_windows(
        self, indicator: str, area: str, windows: Windows, changes: Changes, *, fixed: bool
    ) -> list[tuple[float, ...]]:
        if fixed:
            return [self._on(indicator, area, int(windows.last[-1]), changes)] * len(windows)
        return [self._on(indicator, area, int(day), changes) for day in windows.last]

    def _on(self, indicator: str, area: str, day: int, changes: Changes) -> tuple[float, ...]:
        target = self.in_force(indicator, area, from_epoch_day(day), changes)
        return _NONE if target is None else numbers(target)


def as_target(change: TargetChange) -> Target:
    """A target set in the app, in the words of the domain."""
    return Target(
        indicator=change.indicator,
        area=change.area,
        valid_from=change.first_day,
        valid_to=change.last_day,
        target=change.target,
        red_line=change.red_line,
        owner=change.owner,
        reason=Text(change.reason, change.reason),
        target_band=_pair(change.target_low, change.target_high),
        red_band=_pair(change.red_low, change.red_high),
    )


def _pair(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (low, high)


def numbers(target: Target) -> tuple[float, ...]:
    """target, red line, band edges, red band edges; NaN for what is not set."""
    plain = (target.target, target.red_line)
    bands = (*(target.target_band or (None, None)), *(target.red_band or (None, None)))
    return tuple(np.nan if number is None else float(number) for number in (*plain, *bands))
