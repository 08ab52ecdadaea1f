"""Where a series breaks: a definition changed so that earlier figures cannot be compared with later ones.

A version says so by `breaks_series`; one that does not is declared comparable. What is composed of an
indicator breaks with it. Sources can mark breaks in the data as well (status B).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from app.domain.indicator import Indicator
from app.domain.period import Period, epoch_day
from app.indicators.grid import BoolArray
from app.indicators.windows import Windows

if TYPE_CHECKING:
    from app.catalogue import Catalogue


def own_breaks(indicator: Indicator) -> tuple[date, ...]:
    """The days from which a new definition holds that breaks the series."""
    return tuple(v.valid_from for v in indicator.versions if v.breaks_series and v.valid_from is not None)


def all_breaks(catalogue: Catalogue, code: str) -> tuple[date, ...]:
    """Those of the indicator and of everything it is composed of, in order."""
    indicator = catalogue.indicator(code)
    days = set(own_breaks(indicator))
    for part, _ in indicator.formula.parts:
        days |= set(all_breaks(catalogue, part))
    return tuple(sorted(days))


def breaking(indicator: Indicator, windows: Windows) -> BoolArray:
    """[windows]: whether a new definition begins inside the window."""
    found = np.zeros(len(windows), dtype=bool)
    for day in own_breaks(indicator):
        found |= (windows.first <= epoch_day(day)) & (epoch_day(day) <= windows.last)
    return found


def lies_between(days: tuple[date, ...], one: Period, other: Period) -> bool:
    """Whether two periods lie on two sides of one of the days, or one of them holds both sides."""
    earlier, later = min(one.start, other.start), max(one.end, other.end)
    return any(earlier < day <= later for day in days)
