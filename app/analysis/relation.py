"""How two indicators go together over areas, said no louder than so few points allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

FEW = 8  # below so many points nothing is said
WEAK, STRONG = 0.4, 0.7
_FAR = 3.5  # robust standard deviations from the line


class Strength(StrEnum):
    """What may be said of a relation."""

    FEW = "few"
    NONE = "none"
    SOME = "some"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Relation:
    """`spearman` and `pearson` are None with fewer than FEW points or when one side does not vary.

    `line`: (slope, intercept) where a line may be drawn; `outliers`: places of points far from it.
    """

    n: int
    spearman: float | None
    pearson: float | None
    strength: Strength
    line: tuple[float, float] | None = None
    outliers: tuple[int, ...] = ()


def relation(x: Sequence[float], y: Sequence[float]) -> Relation:
    """The relation of two series of equal length.

    Spearman: Pearson's coefficient of the ranks, equal values sharing their mean rank. The line is
    Theil–Sen's (the median of all slopes), which single districts cannot turn; it is drawn only where the
    relation is at least SOME. An outlier lies further from it than 3.5 robust deviations
    (1.4826 · median absolute residual; Iglewicz and Hoaglin 1993).
    """
    n = len(x)
    first, second = pd.Series(x, dtype="float64"), pd.Series(y, dtype="float64")
    if n < FEW or first.nunique() < 2 or second.nunique() < 2:
        return Relation(n, None, None, Strength.FEW if n < FEW else Strength.NONE)
    spearman = float(first.rank().corr(second.rank()))
    pearson = float(first.corr(second))
    strength = (
        Strength.STRONG
        if abs(spearman) >= STRONG
        else Strength.SOME
        if abs(spearman) >= WEAK
        else Strength.NONE
    )
    if strength is Strength.NONE:
        return Relation(n, spearman, pearson, strength)
    slope, intercept = _theil_sen(first.to_numpy(), second.to_numpy())
    rest = second.to_numpy() - (slope * first.to_numpy() + intercept)
    spread = 1.4826 * float(np.median(np.abs(rest)))
    far = tuple(int(i) for i in np.flatnonzero(np.abs(rest) > _FAR * spread)) if spread > 0 else ()
    return Relation(n, spearman, pearson, strength, (slope, intercept), far)


def _theil_sen(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    first, second = np.triu_indices(len(x), k=1)
    run = x[second] - x[first]
    apart = run != 0
    slope = float(np.median((y[second] - y[first])[apart] / run[apart]))
    return slope, float(np.median(y - slope * x))
