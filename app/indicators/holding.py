"""Held figures: the number stays for those who work on it, but is judged by nothing and counted nowhere.

A hold of an indicator in an area marks what lies on one line with that area, inside it or around it (a
wrong district makes a wrong city; of a wrong city nobody knows which district is wrong), in every period
that shares a day with it, and everything composed of the indicator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from app.domain.indicator import Status
from app.domain.period import epoch_day
from app.indicators.evaluate import Figures, base_indicators
from app.indicators.query import State
from app.indicators.windows import IntArray, Windows
from app.store.holds import Hold

if TYPE_CHECKING:
    from app.catalogue import Catalogue

_HOLDABLE = (State.VALUE.value, State.FEW.value, State.ZERO_DENOMINATOR.value)


def apply_holds(
    catalogue: Catalogue,
    figures: list[Figures],
    areas: tuple[str, ...],
    windows: Windows,
    holds: Sequence[Hold],
    *,
    public: bool,
) -> list[Figures]:
    """The same figures with those held marked; for the public without their numbers."""
    if not holds:
        return figures
    return [_held(one, _where(catalogue, one, areas, windows, holds), public=public) for one in figures]


def _where(
    catalogue: Catalogue, one: Figures, areas: tuple[str, ...], windows: Windows, holds: Sequence[Hold]
) -> IntArray:
    """[areas, windows]: the newest hold that holds the figure, 0 for none."""
    found = np.zeros((len(areas), len(windows)), dtype=np.int64)
    below = set(base_indicators(catalogue, (one.indicator.id,)))
    for hold in reversed(holds):  # newest first: it is written last
        if hold.indicator not in below or hold.area not in catalogue.areas:
            continue
        when = (windows.first <= epoch_day(hold.last_day)) & (windows.last >= epoch_day(hold.first_day))
        line = {hold.area, *(area.code for area in catalogue.ancestors(hold.area))}
        rows = np.array([area in line or _inside(catalogue, area, hold.area) for area in areas], dtype=bool)
        found[rows[:, None] & when] = hold.id
    return found


def _inside(catalogue: Catalogue, area: str, around: str) -> bool:
    return any(above.code == around for above in catalogue.ancestors(area))


def _held(one: Figures, hold: IntArray, *, public: bool) -> Figures:
    where = (hold > 0) & np.isin(one.state.astype(str), _HOLDABLE)
    if not where.any():
        return one
    judged = replace(
        one,
        hold=np.where(where, hold, 0),
        state=np.where(where, State.HELD.value, one.state),
        status=np.where(where, Status.NO_DATA.value, one.status),
        score=np.where(where, np.nan, one.score),
    )
    return _without_numbers(judged, where) if public else judged


def _without_numbers(one: Figures, where: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> Figures:
    # Which hold it is belongs to those inside.
    return replace(
        one, raw=one.raw.without(where), flags=np.where(where, 0, one.flags), hold=np.zeros_like(one.hold)
    )
