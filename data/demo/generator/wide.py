"""Months as columns: one row a district and item, as planners like their tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.demo.generator import forms, package, truth
from data.demo.generator.styles import Style
from data.demo.generator.writers import utf8_csv

EPOCH = date(1970, 1, 1)


def write_wide(
    folder: Path, style: Style, found: dict[str, np.ndarray], rng: np.random.Generator
) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Two files by year; in each one cell is no number and one is impossible."""
    from data.demo.generator.deliveries import measures_of

    names = measures_of(style)
    starts = truth.periods(style.grain)
    kept: list[dict[str, Any]] = []
    faults: list[dict[str, Any]] = []
    for label, chosen in (("2023-2024", starts.year < 2025), ("2025", starts.year >= 2025)):
        places = np.flatnonzero(chosen)
        head = [
            forms.AREA_HEADS[style.level],
            "项目",
            *[forms.date_text(starts[int(p)], style.dates) for p in places],
        ]
        rows, cells = _rows(style, names, found, places)
        spoilt = _spoil(rows, rng)
        file = folder / f"{style.source}_{label}.csv"
        seen = utf8_csv(file, head, rows, file.stem)
        for (row, column), reason in spoilt.items():
            faults.append(
                {
                    "source": style.source,
                    "file": file.name,
                    "row": seen[row],
                    "column": head[column],
                    "reason": reason,
                }
            )
        for row, (m, code) in enumerate(cells):
            for column, p in enumerate(places, 2):
                if (row, column) not in spoilt:
                    value = float(rows[row][column]) * (10_000 if m in style.wan else 1)
                    kept.append(_cell(m, code, starts[int(p)], value))
    return pd.DataFrame(kept), faults


def _rows(
    style: Style, names: list[str], found: dict[str, np.ndarray], places: np.ndarray
) -> tuple[list[list[str]], list[tuple[str, str]]]:
    texts = forms.area_texts(style.level, style.areas)
    rows, cells = [], []
    for m in names:
        for number, code in enumerate(package.codes(style.level)):
            figures = [forms.number_text(v, wan=m in style.wan) for v in found[m][number, places]]
            rows.append([texts[code], package.measures()[m].name, *figures])
            cells.append((m, code))
    return rows, cells


def _spoil(rows: list[list[str]], rng: np.random.Generator) -> dict[tuple[int, int], str]:
    """Two different cells of two different rows."""
    first, second = rng.choice(len(rows), 2, replace=False)
    places = {(int(first), 3): ("待核", "bad_number"), (int(second), 5): ("-5", "out_of_range")}
    for (row, column), (text, _) in places.items():
        rows[row][column] = text
    return {place: reason for place, (_, reason) in places.items()}


def _cell(measure: str, area: str, start: pd.Timestamp, value: float) -> dict[str, Any]:
    return {
        "measure": measure,
        "area": area,
        "grain": package.measures()[measure].grain,
        "period_start": (start.date() - EPOCH).days,
        "value": value,
    }
