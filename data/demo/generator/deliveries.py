"""Deliveries of ready figures: the truth cut into files, written in each department's way, faults planted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from data.demo.generator import forms, package, truth
from data.demo.generator.faults import AREA, PERIOD, TOTAL, Delivery, drop_some, plant
from data.demo.generator.styles import RECORD_MEASURES, STYLES, Style
from data.demo.generator.writers import WRITERS, database

EPOCH = date(1970, 1, 1)
CORRECTED = 12  # rows of the first file that a later file puts right
CORRECTED_FROM, CORRECTED_DAYS = date(2025, 12, 8), 9  # on one of these days, as its name says
LATE = {"iot_daily": 5, "hazards_weekly": 1}  # the last periods that have not been delivered yet
Cells = dict[str, dict[tuple[str, int], float]]  # measure → (area, epoch day) → value


def measures_of(style: Style) -> list[str]:
    """The measures a source delivers, in the order of the package."""
    counted = {m for group in RECORD_MEASURES.values() for m in group}
    return [
        m.id
        for m in package.measures().values()
        if (m.department, m.grain, m.level) == (style.department, style.grain, style.level)
        and m.id not in counted
    ]


def checked_pairs(style: Style) -> list[tuple[str, str]]:
    """(part, whole) that the source's own rules compare."""
    path = package.PACKAGE / "departments" / style.department / "sources" / f"{style.source}.yaml"
    rules = yaml.safe_load(path.read_text(encoding="utf-8")).get("checks", [])
    return [tuple(rule["not_above"]) for rule in rules]


def write_all(out: Path, found: dict[str, np.ndarray]) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Write every source's files; returns the truth that a right loader finds and the planted faults."""
    kept: list[pd.DataFrame] = []
    faults: list[dict[str, Any]] = []
    for number, style in enumerate(STYLES):
        rng = np.random.default_rng(truth.SEED + 100 + number)
        folder = out / style.department
        folder.mkdir(parents=True, exist_ok=True)
        if style.kind == "wide":
            from data.demo.generator.wide import write_wide

            cells, planted = write_wide(folder, style, found, rng)
        else:
            cells, planted = write_source(folder, style, found, rng)
        kept.append(cells)
        faults += planted
    return pd.concat(kept, ignore_index=True), faults


def table(style: Style, found: dict[str, np.ndarray]) -> tuple[pd.DataFrame, list[tuple[str, int]]]:
    """All rows of a source as texts, oldest first, with the key of each."""
    names = measures_of(style)
    places = package.codes(style.level)
    starts = truth.periods(style.grain)
    areas = forms.area_texts(style.level, style.areas)
    dates = [forms.date_text(day, style.dates) for day in starts]
    cells = pd.DataFrame(
        {
            PERIOD: np.repeat(dates, len(places)),
            AREA: np.tile([areas[code] for code in places], len(starts)),
            **{m: [forms.number_text(v, wan=m in style.wan) for v in found[m].T.ravel()] for m in names},
        }
    )
    days = [(day.date() - EPOCH).days for day in starts]
    return cells, [(code, day) for day in days for code in places]


def write_source(
    folder: Path, style: Style, found: dict[str, np.ndarray], rng: np.random.Generator
) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """One file, with a second that corrects it where there is enough to correct."""
    cells, keys = _delivered(style, *table(style, found))
    names = measures_of(style)
    main = Delivery(f"{style.source}_2023-2025", cells, list(keys))
    correction = _corrected(main, style, names, rng)
    heads = {PERIOD: forms.DATE_HEADS[style.grain], AREA: forms.AREA_HEADS[style.level]}
    heads |= forms.column_names(names, style.wan)
    shown = _shown_heads(style, heads)
    values: Cells = {m: {} for m in names}
    faults: list[dict[str, Any]] = []
    drop_some(main, rng)
    plant(main, rng, heads=shown, measures=names, checked=checked_pairs(style))
    for delivery in [main, *([correction] if correction else [])]:
        faults += _write(folder, style, delivery, heads)
        for key, row in zip(delivery.keys, delivery.cells[names].itertuples(index=False), strict=True):
            if key is not None:
                for m, text in zip(names, row, strict=True):
                    values[m][key] = float(text) * (10_000 if m in style.wan else 1)
    return _frame(values), faults


def _delivered(
    style: Style, cells: pd.DataFrame, keys: list[tuple[str, int]]
) -> tuple[pd.DataFrame, list[tuple[str, int]]]:
    """The rows up to the last period that has been delivered."""
    if style.source not in LATE:
        return cells, keys
    missing = sorted({day for _, day in keys})[-LATE[style.source] :]
    there = [day not in missing for _, day in keys]
    return cells[there].reset_index(drop=True), [key for key in keys if key[1] not in missing]


def _shown_heads(style: Style, heads: dict[str, str]) -> dict[str, str]:
    """Headers as a reader sees them: two-row headers are joined."""
    if style.kind != "big_excel":
        return heads
    return {key: ("统计口径/" if key in (PERIOD, AREA) else "指标/") + text for key, text in heads.items()}


def _corrected(first: Delivery, style: Style, names: list[str], rng: np.random.Generator) -> Delivery | None:
    """Some rows of the file were too low in every figure; a later file holds them right."""
    if len(first.keys) < 400 or style.kind == "sql":
        return None
    places = sorted(int(p) for p in rng.choice(len(first.keys), CORRECTED, replace=False))
    right = first.cells.iloc[places].reset_index(drop=True)
    keys = [first.keys[p] for p in places]
    for m in names:
        wrong = [forms.number_text(float(text) * 0.5) for text in right[m]]
        first.cells.loc[places, m] = wrong
    day = CORRECTED_FROM + timedelta(days=STYLES.index(style) % CORRECTED_DAYS)
    return Delivery(f"{style.source}_更正_{day}", right, keys)


def _write(folder: Path, style: Style, delivery: Delivery, heads: dict[str, str]) -> list[dict[str, Any]]:
    rows = delivery.cells.to_numpy().tolist()
    if style.kind == "sql":
        file = folder / "exchange.db"
        seen = database(file, ["stat_date", "area", *delivery.cells.columns[2:]], rows)
    else:
        suffix, write = WRITERS[style.kind]
        file = folder / f"{delivery.name}.{suffix}"
        total = [rows[-1][0], TOTAL, *["0"] * (len(rows[0]) - 2)]
        seen = write(file, [heads[c] for c in delivery.cells.columns], [*rows, total], delivery.name)
    return [
        {
            "source": style.source,
            "file": file.name,
            "row": seen[f["place"]],
            "column": f["column"],
            "reason": f["reason"],
        }
        for f in delivery.faults
    ]


def _frame(values: Cells) -> pd.DataFrame:
    parts = []
    for name, cells in values.items():
        areas, days = zip(*cells, strict=True)
        parts.append(
            pd.DataFrame(
                {
                    "measure": name,
                    "area": areas,
                    "grain": package.measures()[name].grain,
                    "period_start": days,
                    "value": list(cells.values()),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
