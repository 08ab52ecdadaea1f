"""What made a change: parts whose contributions add up to it exactly.

A ratio moves because its parts' own rates moved (rate effect) and because the parts' weights did (mix
effect). Both are taken at the mean of the two periods, which leaves no unexplained rest and does not
depend on which period is looked at from which (Marshall-Edgeworth weights; Bennet 1920). The mix effect is
measured against the mean overall rate, so that a part which grows adds only what sets it apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Side:
    """One part in one period."""

    numerator: float
    denominator: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What one part contributed, in the unit of the whole (scale applied)."""

    rate: float
    mix: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.rate + self.mix


def ratio_effects(before: Sequence[Side], now: Sequence[Side], scale: float = 1.0) -> list[Effect] | None:
    """Effects of each part on the change of sum(numerators) / sum(denominators) x scale; they add up to it.

    A part that had no denominator in one period has no rate of its own then: all it did is mix.
    None when the whole has no denominator in one of the periods.
    Raises: ValueError when the two periods do not hold the same number of parts.
    """
    if len(before) != len(now):
        message = "the periods hold different parts"
        raise ValueError(message)
    whole_before, whole_now = sum(s.denominator for s in before), sum(s.denominator for s in now)
    if whole_before == 0 or whole_now == 0:
        return None
    overall = (
        sum(s.numerator for s in before) / whole_before + sum(s.numerator for s in now) / whole_now
    ) / 2
    found = []
    for one, other in zip(before, now, strict=True):
        weights = one.denominator / whole_before, other.denominator / whole_now
        rates = _rates(one, other)
        rate = (weights[0] + weights[1]) / 2 * (rates[1] - rates[0])
        mix = (weights[1] - weights[0]) * ((rates[0] + rates[1]) / 2 - overall)
        found.append(Effect(rate * scale, mix * scale))
    return found


def _rates(one: Side, other: Side) -> tuple[float, float]:
    before = one.numerator / one.denominator if one.denominator else None
    now = other.numerator / other.denominator if other.denominator else None
    if before is None and now is None:
        return 0.0, 0.0
    return (now if before is None else before, before if now is None else now)  # type: ignore[return-value]


def sides_of_a_ratio(before: Side, now: Side, scale: float = 1.0) -> tuple[float, float] | None:
    """(what the numerator, what the denominator did) to the change of a ratio; they add up to it.

    None when a denominator is zero.
    """
    if before.denominator == 0 or now.denominator == 0:
        return None
    inverse = 1 / before.denominator, 1 / now.denominator
    above = (now.numerator - before.numerator) * (inverse[0] + inverse[1]) / 2
    below = (inverse[1] - inverse[0]) * (before.numerator + now.numerator) / 2
    return above * scale, below * scale
