"""Figures a row or a replay speaks of, and refused rows that are not in the log (yet)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.domain.area import Area
from app.domain.indicator import Measure
from app.domain.period import Grain, Period, from_epoch_day
from app.services.cockpit import Cockpit
from app.store.refused import OPEN, Entry


@dataclass(frozen=True, slots=True)
class CellChange:
    """One figure a row or a replay speaks of. `old`: what the delivery says now. newer: a later one says more."""

    measure: Measure
    area: Area
    period: Period
    value: float | None
    old: float | None = None
    newer: bool = False


def entries_of(like: Entry, quarantine: pd.DataFrame) -> list[Entry]:
    """Rows a trial refuses, as entries of the delivery that `like` belongs to; their id is 0."""
    return [
        like._replace(
            id=0, sheet=str(row["sheet"] or ""), row=int(row["row"]), column=str(row["column"] or ""),
            reason=str(row["reason"]), params=dict(row["params"]), raw=dict(row["raw"]), state=OPEN,
        )
        for row in quarantine.to_dict("records")
    ]  # fmt: skip


def cells_of(cockpit: Cockpit, frame: pd.DataFrame) -> list[CellChange]:
    """Observations (with `old` and `newer` where known) with the names people know them by."""
    catalogue = cockpit.catalogue
    rows = frame.to_dict("records")
    return [
        CellChange(
            measure=catalogue.measure(row["measure"]),
            area=catalogue.area(row["area"]),
            period=catalogue.city.calendar.period(
                from_epoch_day(int(row["period_start"])), Grain(row["grain"])
            ),
            value=_number(row["value"]),
            old=_number(row.get("old")),
            newer=bool(row.get("newer", False)),
        )
        for row in rows
    ]


def _number(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)
