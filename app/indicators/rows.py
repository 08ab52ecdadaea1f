"""Judged figures as one tidy frame."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.domain.period import from_epoch_day
from app.indicators.evaluate import Figures
from app.indicators.query import COLUMNS
from app.indicators.windows import IntArray, Windows


def to_frame(figures: list[Figures], areas: tuple[str, ...], windows: Windows, today: int) -> pd.DataFrame:
    """One row per (indicator, area, window), in order. Columns: `query.COLUMNS`."""
    size = len(areas) * len(windows)
    columns: dict[str, Any] = {
        "indicator": np.repeat(np.array([f.indicator.id for f in figures], dtype=object), size),
        "area": np.tile(np.repeat(np.array(areas, dtype=object), len(windows)), len(figures)),
        "period": np.tile(np.array(windows.labels, dtype=object), len(areas) * len(figures)),
        "period_start": np.tile(_dates(windows.first), len(areas) * len(figures)),
    }
    parts = [_columns(one, today) for one in figures]
    for name in COLUMNS[4:]:
        columns[name] = np.concatenate([part[name].ravel() for part in parts]) if parts else []
    columns["known_at"] = pd.to_datetime(columns["known_at"], unit="us", utc=True)
    return pd.DataFrame(columns, columns=list(COLUMNS))


def _columns(one: Figures, today: int) -> dict[str, NDArray[Any]]:
    raw, cover, bounds = one.raw, one.cover, one.bounds
    shape = raw.value.shape
    some = ~np.isnan(raw.value) | raw.zero
    # A monthly figure given before the month is over covers no day to come.
    data_to = np.broadcast_to(np.minimum(cover.data_to, today)[None, :], shape)
    return {
        "value": raw.value,
        "numerator": raw.numerator,
        "denominator": raw.denominator,
        "target": bounds.target,
        "red_line": bounds.red_line,
        "target_low": bounds.low,
        "target_high": bounds.high,
        "red_low": bounds.red_low,
        "red_high": bounds.red_high,
        "status": one.status,
        "score": one.score,
        "n": raw.n,
        "m": cover.m,
        "areas_n": raw.areas,
        "areas_m": cover.areas_m,
        "flags": one.flags,
        "state": one.state,
        "data_to": _where(some, _dates(data_to.ravel()).reshape(shape)),
        "known_at": np.where(some & (raw.known > 0), raw.known, np.iinfo(np.int64).min),
        "age_days": np.where(some, today - data_to, np.nan),
        "hold": one.hold,
    }


def _where(some: NDArray[np.bool_], values: NDArray[Any]) -> NDArray[Any]:
    """Objects where there is something, else None."""
    result = np.full(values.shape, None, dtype=object)
    result[some] = values[some]
    return result


def _dates(days: IntArray) -> NDArray[Any]:
    """Epoch days as dates; equal days share one object."""
    unique, inverse = np.unique(days, return_inverse=True)
    table = np.empty(unique.size, dtype=object)
    table[:] = [from_epoch_day(int(day)) for day in unique]
    return np.asarray(table[inverse])
