"""Targets, red lines and bands lie in the order that the direction asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from app.catalogue.draft import Draft
from app.catalogue.files import Band
from app.catalogue.problems import Problem
from app.domain.indicator import Direction

Say = Callable[..., Any]


class Rules(Protocol):
    """What an indicator asks of its targets."""

    @property
    def direction(self) -> Direction:
        """Which way is good."""

    @property
    def valid_range(self) -> tuple[float | None, float | None]:
        """Where values can lie; None: open."""


class Given(Protocol):
    """Target and red line, or bands, as somebody gives them."""

    @property
    def target(self) -> float | None:
        """Met at or beyond it."""

    @property
    def red_line(self) -> float | None:
        """Missed at or beyond it."""

    @property
    def target_band(self) -> Band | None:
        """Met inside it."""

    @property
    def red_band(self) -> Band | None:
        """Missed outside it."""


def default_thresholds(draft: Draft) -> Iterator[Problem]:
    """The default target of every indicator."""
    for entry in draft.indicators:
        spec = entry.spec
        yield from thresholds(spec, spec, entry.problem)
        low, high = spec.valid_range
        if low is not None and high is not None and low >= high:
            yield entry.problem("range_reversed", "valid_range", low=low, high=high)


def target_thresholds(draft: Draft) -> Iterator[Problem]:
    """The targets of every targets.csv."""
    by_id = draft.by_id(draft.indicators)
    for entry in draft.targets:
        if entry.id not in by_id:
            continue
        row, indicator = entry.spec, by_id[entry.id].spec
        for low, high in (("target_low", "target_high"), ("red_low", "red_high")):
            if (getattr(row, low) is None) != (getattr(row, high) is None):
                yield entry.problem("band_half", low, low=low, high=high)
        yield from thresholds(indicator, row, entry.problem)
        if row.target is None and row.target_band is None:
            yield entry.problem("target_empty", "target", indicator=entry.id)


def scored_has_target(draft: Draft) -> Iterator[Problem]:
    """A scored indicator has a target and red line to be scored by; a critical one is scored."""
    by_row = {entry.id for entry in draft.targets}
    for entry in draft.indicators:
        spec = entry.spec
        if spec.scored and spec.target is None and spec.target_band is None and entry.id not in by_row:
            yield entry.problem("scored_without_target", "scored", id=entry.id)
        if spec.critical and not spec.scored:
            yield entry.problem("critical_not_scored", "critical", id=entry.id)


def thresholds(indicator: Rules, given: Given, say: Say) -> Iterator[Any]:
    """Every fault of a target, as `say(code, item, **params)` tells it; also asked for targets set in the app."""
    if indicator.direction is Direction.TARGET_BAND:
        yield from _band(indicator, given, say)
    else:
        yield from _line(indicator, given, say)


def _line(indicator: Rules, given: Given, say: Say) -> Iterator[Any]:
    """The target is beyond the red line. Never equal to it: scores divide by the distance."""
    for key in ("target_band", "red_band"):
        if getattr(given, key) is not None:
            yield say("threshold_of_other_direction", key, item=key, direction=indicator.direction.value)
    target, red = given.target, given.red_line
    if (target is None) != (red is None):
        missing, present = ("target", "red_line") if target is None else ("red_line", "target")
        yield say("threshold_alone", present, item=present, missing=missing)
    if target is None or red is None:
        return
    ordered = target > red if indicator.direction is Direction.HIGHER_BETTER else target < red
    if not ordered:
        yield say(
            "thresholds_order", "red_line", target=target, red_line=red, direction=indicator.direction.value
        )
    yield from _in_range(indicator, "target", target, say)
    yield from _in_range(indicator, "red_line", red, say)


def _band(indicator: Rules, given: Given, say: Say) -> Iterator[Any]:
    """The red band holds the target band. They may share an edge only where no value can lie beyond it."""
    for key in ("target", "red_line"):
        if getattr(given, key) is not None:
            yield say("threshold_of_other_direction", key, item=key, direction=indicator.direction.value)
    target, red = given.target_band, given.red_band
    if (target is None) != (red is None):
        missing, present = ("target_band", "red_band") if target is None else ("red_band", "target_band")
        yield say("threshold_alone", present, item=present, missing=missing)
    if target is None or red is None:
        return
    if target[0] >= target[1]:
        yield say("range_reversed", "target_band", low=target[0], high=target[1])
    elif not _nested(target, red, indicator.valid_range):
        shown = {"target": f"{target[0]:g}–{target[1]:g}", "red": f"{red[0]:g}–{red[1]:g}"}
        yield say("bands_not_nested", "red_band", **shown)
    for value in (*target, *red):
        yield from _in_range(indicator, "target_band" if value in target else "red_band", value, say)


def _nested(target: Band, red: Band, valid: tuple[float | None, float | None]) -> bool:
    low = red[0] < target[0] or red[0] == target[0] == valid[0]
    high = target[1] < red[1] or red[1] == target[1] == valid[1]
    return low and high


def _in_range(indicator: Rules, key: str, value: float, say: Say) -> Iterator[Any]:
    low, high = indicator.valid_range
    if low is not None and high is not None and low >= high:
        return  # told already
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = {"low": "–" if low is None else f"{low:g}", "high": "–" if high is None else f"{high:g}"}
        yield say("outside_valid_range", key, item=key, value=value, **bounds)
