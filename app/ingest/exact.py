"""Sums that come out the same in whatever order rows are added: on one thread, on many, on a cluster.

A double is taken apart into whole numbers of some bits each, counted from the smallest bit that any value of
the column has; whole numbers add up exactly, and the sum is rounded once, at the end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np
import pandas as pd

_ROOM = 62  # bits of a sum of pieces
_WIDEST = 52  # bits of a piece: doubles hold it exactly
_DEEPEST_BELOW = 300  # bits below the largest value: what lies deeper is cut off
_EXACT = 2.0**53  # up to here doubles hold every whole number
_DEEPEST = -1000


@dataclass(frozen=True, slots=True)
class Scale:
    """How a column is taken apart. `lowest`: the exponent of its last bit; `bits` of each of `pieces`.

    No pieces: plain sums are exact.
    """

    lowest: int = 0
    pieces: int = 0
    bits: int = 30


def survey(rows: Any, fields: Iterable[str]) -> dict[str, Scale]:
    """The scale of each number column, from one pass over the rows."""
    asked: dict[str, Any] = {}
    for name in fields:
        size = rows[name].abs()
        asked[f"{name}__largest"] = size.max()
        asked[f"{name}__smallest"] = size.min(where=size > 0)
        parted = (size != size.cast("int64").cast("float64")).cast("float64")
        asked[f"{name}__parts"] = ibis.ifelse(size < _EXACT, parted, 0.0).max()
        asked[f"{name}__rows"] = rows[name].count()
    if not asked:
        return {}
    told = rows.agg(**asked).to_pandas().iloc[0]
    return {
        name: scale_of(*(float(told[f"{name}__{what}"]) for what in ("largest", "smallest", "parts", "rows")))
        for name in fields
    }


def scale_of(largest: float, smallest: float, parts: float, rows: float) -> Scale:
    """The scale for values with these bounds of size; NaN bounds: there are none (or only zeros)."""
    if math.isnan(largest) or math.isnan(smallest) or (parts == 0.0 and largest * rows <= _EXACT):
        return Scale()
    top = math.frexp(largest)[1]
    lowest = max(math.frexp(smallest)[1] - 53, top - _DEEPEST_BELOW, _DEEPEST)
    bits = min(_WIDEST, _ROOM - math.frexp(rows)[1])
    return Scale(lowest, max(1, -(-(top - lowest) // bits)), bits)


def pieces(value: Any, scale: Scale, where: Any | None, name: str) -> dict[str, Any]:
    """The aggregates whose results `joined` makes a sum of."""
    found = {f"{name}__count": value.count(where=where)}
    if not scale.pieces:
        return found | {f"{name}__sum": value.sum(where=where)}

    rest = value
    for number in reversed(range(scale.pieces)):  # from the uppermost
        exponent = scale.lowest + scale.bits * number
        scaled = rest * 2.0**-exponent
        # To the nearest or towards zero, as the engine likes: what is left fits a double either way (rounded
        # down, what is left of a small negative number beside 1 would not).
        part = scaled.cast("int64")
        rest = rest - part.cast("float64") * 2.0**exponent
        found[f"{name}__{number}"] = part.sum(where=where).fill_null(0)
    return found


def joined(frame: pd.DataFrame, scale: Scale, name: str) -> pd.Series:
    """The sums, correctly rounded; NaN where no value was added."""
    count = frame[f"{name}__count"].to_numpy()
    if not scale.pieces:
        return frame[f"{name}__sum"].astype("float64").where(count > 0)
    parts = [[int(part) for part in frame[f"{name}__{number}"]] for number in range(scale.pieces)]
    sums = [
        math.ldexp(float(sum(part << (scale.bits * place) for place, part in enumerate(row))), scale.lowest)
        for row in zip(*parts, strict=True)
    ]
    return pd.Series(np.where(count > 0, sums, np.nan), index=frame.index, dtype="float64")
