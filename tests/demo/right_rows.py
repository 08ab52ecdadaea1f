"""What the demo city's planted faults spoilt: every wrong row as it was before, and the truth with it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.demo.generator import deliveries, record_files, records, truth, wide
from data.demo.generator.faults import Delivery

KEY = ["measure", "area", "period_start"]
COUNTED = {
    "hotline_tickets": records.ticket_truth,
    "city_events": records.event_truth,
    "urban_cases": records.case_truth,
}
FIRST_ROW = {"hotline_tickets": 2, "city_events": 1, "urban_cases": 2}


class Recorder:
    """Watches the generator. right: (source, file's name, row) → column → text; None for a row too many.

    spoilt: (measure, area, period_start) of ready figures that a right row would have brought;
    counted: what the records come to with every row right.
    """

    def __init__(self) -> None:
        self.right: dict[tuple[str, str, int], dict[str, str] | None] = {}
        self.spoilt: set[tuple[str, str, int]] = set()
        self.counted: list[pd.DataFrame] = []
        self._before: dict[str, tuple[pd.DataFrame, list[Any]]] = {}
        self._lines: list[list[str]] = []

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Stand beside the functions that plant faults; they do what they always do."""
        plant, write, spoil = deliveries.plant, deliveries._write, wide._spoil
        write_records, write_csv = record_files._write, wide.utf8_csv

        def planted(delivery: Delivery, rng: np.random.Generator, **rest: Any) -> None:
            self._before[delivery.name] = (delivery.cells.copy(), list(delivery.keys))
            plant(delivery, rng, **rest)

        def written(folder: Path, style: Any, delivery: Delivery, heads: dict[str, str]) -> Any:
            told = write(folder, style, delivery, heads)
            self._ready(style, delivery, deliveries._shown_heads(style, heads), told)
            return told

        def counted(file: Path, source: str, frame: pd.DataFrame, shown: pd.DataFrame, *rest: Any) -> Any:
            original = shown.copy()
            right, told = write_records(file, source, frame, shown, *rest)
            for entry in told:
                place = entry["row"] - FIRST_ROW[source]
                row = original.iloc[place].to_dict() if place < len(original) else None
                self.right[(source, entry["file"], entry["row"])] = row
            self.counted.append(COUNTED[source](frame))
            return right, told

        def spoil_wide(lines: list[list[str]], rng: np.random.Generator) -> Any:
            self._lines = [list(line) for line in lines]
            return spoil(lines, rng)

        def write_wide(file: Path, head: list[str], rows: list[list[str]], title: str) -> list[int]:
            seen = write_csv(file, head, rows, title)
            for number, (before, now) in enumerate(zip(self._lines, rows, strict=True)):
                if before != now:
                    source = file.stem.rpartition("_")[0]
                    self.right[(source, file.name, seen[number])] = dict(zip(head, before, strict=True))
            return seen

        patch.setattr(deliveries, "plant", planted)
        patch.setattr(deliveries, "_write", written)
        patch.setattr(record_files, "_write", counted)
        patch.setattr(wide, "_spoil", spoil_wide)
        patch.setattr(wide, "utf8_csv", write_wide)

    def _ready(self, style: Any, delivery: Delivery, heads: dict[str, str], told: list[Any]) -> None:
        if delivery.name not in self._before:
            return
        cells, keys = self._before[delivery.name]
        for fault, entry in zip(delivery.faults, told, strict=True):
            place, row = fault["place"], None
            if place < len(cells):
                row = {heads[c]: str(cells.loc[place, c]) for c in cells.columns}
                self.spoilt |= {(m, *keys[place]) for m in deliveries.measures_of(style)}
            self.right[(style.source, entry["file"], entry["row"])] = row


@cache
def _really() -> pd.DataFrame:
    """Every figure as it really was, reported or not."""
    return truth.frame(truth.build())


def truth_with(sources: list[str], recorder: Recorder, folder: Path) -> pd.DataFrame:
    """What these sources' measures come to with every spoilt row right. Shape: KEY, value.

    Cells nobody reported are in no file, so they are not in it either.
    """
    wides = {s.source for s in deliveries.STYLES if s.kind == "wide"}
    ready = {s.source: deliveries.measures_of(s) for s in deliveries.STYLES if s.source in sources}
    every = _really()
    told = pd.read_parquet(folder / "truth.parquet")
    keys = set(told[KEY].itertuples(index=False, name=None)) | recorder.spoilt
    names = {m for source, measures in ready.items() for m in measures if source not in wides}
    reported = np.array([key in keys for key in every[KEY].itertuples(index=False, name=None)])
    wide_names = {m for source, measures in ready.items() for m in measures if source in wides}
    parts = [every[reported & every["measure"].isin(names)], every[every["measure"].isin(wide_names)]]
    parts += [frame for name, frame in zip(COUNTED, recorder.counted, strict=True) if name in sources]
    return pd.concat(parts, ignore_index=True)[[*KEY, "value"]]
