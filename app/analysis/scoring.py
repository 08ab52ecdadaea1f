"""Score and status of a value against its target and red line.

Source: the scoring rules of the city cockpit (linear between red line and target, both
directions alike). Everything is decided on unrounded values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.indicator import Direction, Status

FloatArray = NDArray[np.float64]

TARGET_SCORE = 100.0
RED_SCORE = 60.0
HIGHEST_SCORE = 110.0
MEMBERS_NEEDED = 0.7


@dataclass(frozen=True, slots=True)
class Bounds:
    """Targets that broadcast against the values; NaN where there is none.

    `target` and `red_line` serve the two plain directions, the four edges the target band.
    """

    target: FloatArray
    red_line: FloatArray
    low: FloatArray
    high: FloatArray
    red_low: FloatArray
    red_high: FloatArray


def score(value: FloatArray, bounds: Bounds, direction: Direction) -> FloatArray:
    """0..110; 100 = target met, 60 = at the red line; NaN without value, target or red line.

    Plain: clip(60 + 40 (value - red) / (target - red), 0, 110); the sign of (target - red) carries
    the direction, and a value of 0 is as good as any. Where target and red line are equal there is
    nothing between them: 100 when met, else 0.
    Band: 100 inside; outside linear from 100 at the edge to 60 at the red edge.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        if direction is Direction.TARGET_BAND:
            outside, room = _outside(value, bounds)
            raw = np.where(outside <= 0, TARGET_SCORE, TARGET_SCORE - 40.0 * outside / room)
            raw = np.where(np.isnan(value) | np.isnan(bounds.low), np.nan, raw)
        else:
            span = bounds.target - bounds.red_line
            raw = RED_SCORE + 40.0 * (value - bounds.red_line) / span
            met = _at_least(value, bounds.target, direction)
            level = np.where(met, TARGET_SCORE, 0.0)
            raw = np.where(span == 0, np.where(np.isnan(value), np.nan, level), raw)
    return np.clip(raw, 0.0, HIGHEST_SCORE)


def status(value: FloatArray, bounds: Bounds, direction: Direction) -> NDArray[Any]:
    """Status words: at or better than target, at or worse than the red line, or between.

    Without a value NO_DATA; without a target UNSCORED; without a red line nothing is off target.
    """
    if direction is Direction.TARGET_BAND:
        outside, room = _outside(value, bounds)
        met, red, known = outside <= 0, outside >= room, ~np.isnan(bounds.low)
    else:
        met = _at_least(value, bounds.target, direction)
        opposite = Direction.LOWER_BETTER if direction is Direction.HIGHER_BETTER else Direction.HIGHER_BETTER
        red = _at_least(value, bounds.red_line, opposite)
        known = ~np.isnan(bounds.target)
    return np.select(
        [np.isnan(value), ~known, met, red],
        [Status.NO_DATA.value, Status.UNSCORED.value, Status.ON_TARGET.value, Status.OFF_TARGET.value],
        Status.WATCH.value,
    ).astype(object)


def _at_least(value: FloatArray, bound: FloatArray, direction: Direction) -> NDArray[np.bool_]:
    """At or better than the bound; False where either is NaN."""
    return value >= bound if direction is Direction.HIGHER_BETTER else value <= bound


def _outside(value: FloatArray, bounds: Bounds) -> tuple[FloatArray, FloatArray]:
    """How far a value lies outside its band (<= 0 inside), and how far the red edge of that side is."""
    below = bounds.low - value
    above = value - bounds.high
    room = np.where(below > above, bounds.low - bounds.red_low, bounds.red_high - bounds.high)
    return np.maximum(below, above), room


def weighted_score(
    scores: Sequence[FloatArray], weights: Sequence[float], needed: float = MEMBERS_NEEDED
) -> FloatArray:
    """Weighted mean of the scores that exist; NaN where they carry less than `needed` of the weight."""
    stacked = np.stack([np.asarray(member, dtype=float) for member in scores])
    weight = np.asarray(weights, dtype=float).reshape((-1,) + (1,) * (stacked.ndim - 1))
    present = np.where(np.isnan(stacked), 0.0, weight)
    carried = present.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (np.nan_to_num(stacked) * present).sum(axis=0) / carried
    enough = (carried > 0) & (carried >= needed * weight.sum() - 1e-12)
    return np.where(enough, mean, np.nan)


@dataclass(frozen=True, slots=True)
class GroupScore:
    """The score of a group of indicators (a department, a theme): n of m members have one.

    `value` is None when too few of the members have a fresh score.
    """

    value: float | None
    status: Status
    n: int
    m: int


def group_score(
    scores: Sequence[float | None],
    *,
    weights: Sequence[float] | None = None,
    critical_red: bool = False,
) -> GroupScore:
    """Weighted mean (equal weights by default) of the members' scores.

    `scores` holds every scored member, None for one without fresh data; at least 70 % of the members
    must have a score. `critical_red`: a critical member is off target, so the group cannot be on target.
    """
    clean = np.array([np.nan if s is None else s for s in scores], dtype=float)
    weight = np.ones(clean.size) if weights is None else np.asarray(weights, dtype=float)
    fresh = ~np.isnan(clean)
    n, m = int(fresh.sum()), int(clean.size)
    if n == 0 or n < MEMBERS_NEEDED * m - 1e-12 or weight[fresh].sum() <= 0:
        return GroupScore(None, Status.NO_DATA, n, m)
    value = float(np.average(clean[fresh], weights=weight[fresh]))
    return GroupScore(value, _group_status(value, critical_red=critical_red), n, m)


def _group_status(value: float, *, critical_red: bool) -> Status:
    if value <= RED_SCORE:
        return Status.OFF_TARGET
    if value >= TARGET_SCORE and not critical_red:
        return Status.ON_TARGET
    return Status.WATCH
