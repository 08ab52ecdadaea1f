"""Measures of areas in one period, put together as formulas use them: for showing what a figure is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from app.domain.observation import Flag
from app.domain.period import Period
from app.indicators.fetch import Reader
from app.indicators.geography import Geography
from app.indicators.grid import Cells, over_areas
from app.indicators.stock import served
from app.indicators.windows import Windows

if TYPE_CHECKING:
    from app.catalogue import Catalogue
    from app.store import Store


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """One measure, area and period. value None: none; n: base cells inside; areas: base areas inside."""

    value: float | None
    n: int
    areas: int
    flags: Flag
    known_at: datetime | None


def measure_values(
    catalogue: Catalogue,
    store: Store,
    measures: Sequence[str],
    areas: Sequence[str],
    period: Period,
    as_of: datetime | None = None,
) -> dict[tuple[str, str], MeasureValue]:
    """(measure, area) → its value in the measure's unit, by the measure's own rules over time and areas.

    A stock reported more coarsely serves by the period that encloses the one asked for, else by the
    latest of the two before it (flag ESTIMATED), as in formulas.
    """
    windows = Windows.of_periods(catalogue.city.calendar, period, period)
    reader = Reader(catalogue, store, Geography(catalogue, areas), windows, as_of)
    reader.prepare(measures)
    found = {}
    for code in dict.fromkeys(measures):
        cells = reader.cells(code)
        if catalogue.measure(code).grain.rank > period.grain.rank:
            cells = cells.take(_coarser(reader, code), ~cells.present)
        for row, area in enumerate(reader.geography.areas):
            found[code, area] = _value(cells, row)
    return found


def _coarser(reader: Reader, code: str) -> Cells:
    measure = reader.catalogue.measure(code)
    units = reader.geography.units([measure])
    return over_areas(served(reader, measure, units, reader.windows), reader.geography.combining([measure]))


def _value(cells: Cells, row: int) -> MeasureValue:
    value, known = float(cells.value[row, 0]), int(cells.known[row, 0])
    return MeasureValue(
        None if np.isnan(value) else value,
        int(cells.n[row, 0]),
        int(cells.areas[row, 0]),
        Flag(int(cells.flags[row, 0])),
        datetime.fromtimestamp(known / 1e6, UTC) if known else None,
    )
