"""Faults planted in the deliveries of ready figures, each remembered with file, row, column and reason.

A delivery is a table of texts: one row an (area, period), a column a measure. A fault spoils one row, so its
cells are not in the truth; repeated rows and sums are left out by rule and change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

AREA, PERIOD = "_area", "_period"
TOTAL = "合计"


@dataclass
class Delivery:
    """One file to be written. `cells`: texts; `keys`: (area code, epoch day) of each row, None when spoilt."""

    name: str
    cells: pd.DataFrame
    keys: list[tuple[str, int] | None]
    faults: list[dict[str, Any]] = field(default_factory=list)  # place (index in cells), column, reason


def plant(
    delivery: Delivery,
    rng: np.random.Generator,
    *,
    heads: dict[str, str],
    measures: list[str],
    checked: list[tuple[str, str]],
) -> None:
    """Spoil a few rows in believable ways. `checked`: (part, whole) pairs the source compares."""
    size = len(delivery.cells)
    if size < 60:
        return
    places = iter(rng.choice(np.arange(1, size - 1), size=8, replace=False))
    cells = delivery.cells

    def spoil(column: str, text: str, reason: str) -> None:
        place = int(next(places))
        cells.loc[place, column] = text
        delivery.keys[place] = None
        delivery.faults.append({"place": place, "column": heads[column], "reason": reason})

    spoil(AREA, "不详", "unknown_area")
    spoil(PERIOD, "2024-13-45", "bad_date")
    spoil(measures[0], "待核", "bad_number")
    spoil(measures[-1], "-5", "out_of_range")
    if checked:
        part, _whole = checked[0]
        place = int(next(places))
        cells.loc[place, part] = "99999999"
        delivery.keys[place] = None
        delivery.faults.append({"place": place, "column": heads[part], "reason": "part_exceeds_whole"})
    _repeat(delivery, int(next(places)))
    _contradict(delivery, int(next(places)), heads[AREA], measures[0])


def _repeat(delivery: Delivery, place: int) -> None:
    """The same row twice: one stays, the other is left out by rule."""
    delivery.cells = pd.concat([delivery.cells, delivery.cells.iloc[[place]]], ignore_index=True)
    delivery.keys.append(delivery.keys[place])


def _contradict(delivery: Delivery, place: int, column: str, measure: str) -> None:
    """The same area and period with another value: nobody can tell which is right, so both go."""
    if delivery.keys[place] is None:
        return
    other = delivery.cells.iloc[[place]].copy()
    other[measure] = str(int(float(other[measure].iloc[0])) + 7)
    delivery.cells = pd.concat([delivery.cells, other], ignore_index=True)
    delivery.keys[place] = None
    delivery.keys.append(None)
    for row in (place, len(delivery.cells) - 1):
        delivery.faults.append({"place": row, "column": column, "reason": "conflict"})


def drop_some(delivery: Delivery, rng: np.random.Generator, share: float = 0.002) -> None:
    """Days nobody reported: the rows are simply not there."""
    gone = rng.uniform(0, 1, len(delivery.cells)) < share
    delivery.cells = delivery.cells[~gone].reset_index(drop=True)
    delivery.keys = [key for key, lost in zip(delivery.keys, gone, strict=True) if not lost]
