"""Cells from the store as dense arrays, kept for one query so that each is fetched once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from app.domain.indicator import TimeRule
from app.domain.period import Grain
from app.indicators.geography import Geography, stands_alone
from app.indicators.grid import BoolArray, Cells, Grid, over_areas, over_time
from app.indicators.windows import Axis, IntArray, Windows, spans
from app.store.moments import micros

if TYPE_CHECKING:
    from app.catalogue import Catalogue
    from app.store import Store

_MOMENTS = 32  # earlier states remembered at once


class Ends:
    """The last day of each measure, kept until the data change: looking it up reads many cells."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: tuple[int, dict[datetime | None, dict[str, int | None]]] = (-1, {})

    def known(self, as_of: datetime | None = None) -> dict[str, int | None]:
        """What is known for the present state of the data, or an earlier one; the reader adds to it."""
        version = self._store.data_version()
        if self._kept[0] != version or len(self._kept[1]) > _MOMENTS:
            self._kept = (version, {})
        return self._kept[1].setdefault(as_of, {})


class Reader:
    """One query's view of the store: areas × windows."""

    def __init__(
        self,
        catalogue: Catalogue,
        store: Store,
        geography: Geography,
        windows: Windows,
        as_of: datetime | None = None,
        ends: Ends | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.store = store
        self.geography = geography
        self.windows = windows
        self.as_of = as_of
        self._cells: dict[str, Cells] = {}
        self._grids: dict[str, Grid] = {}
        self._ends: dict[str, int | None] = {} if ends is None else ends.known(as_of)
        self._moment = None if as_of is None else micros(as_of)
        self._rolled: set[str] = set()

    @property
    def shape(self) -> tuple[int, int]:
        """Areas × windows."""
        return len(self.geography.areas), len(self.windows)

    def rolled(self, measures: Iterable[str]) -> bool:
        """Whether the cells of all these measures are the store's own roll-ups, with their fingerprints."""
        return all(measure in self._rolled for measure in measures)

    def prepare(self, measures: Iterable[str]) -> None:
        """Fetch the roll-ups of many measures at once; put together here what the store has not rolled up.

        That is for free spans, and in an earlier state for measures with anything learnt since: a roll-up
        of cells known by then is what it was then. (One by the rule `last` tells of the cell taken only.)
        """
        wanted = [m for m in dict.fromkeys(measures) if m not in self._cells]
        if self.windows.grain is not None:
            asked = [m for m in wanted if self._moment is None or not self._takes_last(m)]
            found = self._read_cells(asked) if asked else {}
            self._cells |= found
            self._rolled |= found.keys()
            wanted = [m for m in wanted if m not in found]
        self.load_grids(wanted)
        for measure in wanted:
            self._cells[measure] = self._roll_up(measure)

    def _takes_last(self, measure: str) -> bool:
        return self.catalogue.measure(measure).time is TimeRule.LAST

    def _learnt_since(self, frame: pd.DataFrame) -> set[str]:
        """Measures of a frame of cells of which something was learnt after the moment asked about."""
        if self._moment is None:
            return set()
        return set(frame["measure"].to_numpy()[_micros(frame["known_at"]) > self._moment])

    def cells(self, measure: str) -> Cells:
        """Roll-ups of one measure for the areas and windows asked for."""
        self.prepare([measure])
        return self._cells[measure]

    def _read_cells(self, wanted: list[str]) -> dict[str, Cells]:
        grain = self.windows.grain
        assert grain is not None
        areas = self.geography.areas
        first, last = int(self.windows.first[0]), int(self.windows.first[-1])
        frame = self.store.cells(wanted, list(areas), grain, first, last)
        since = self._learnt_since(frame)
        # Only the very periods: the first day of a window is the key of its cell.
        measure_at, area_at, at = _places(frame, wanted, areas, self.windows.first)
        keep = (measure_at >= 0) & (area_at >= 0) & (at >= 0)
        where = (measure_at[keep], area_at[keep], at[keep])
        shape = (len(wanted), *self.shape)
        value = np.full(shape, np.nan)
        n, within, flags, known, mark = (np.zeros(shape, dtype=np.int64) for _ in range(5))
        value[where] = frame["value"].to_numpy(float)[keep]
        for target, column in ((n, "n"), (within, "areas"), (flags, "flags"), (mark, "fp")):
            target[where] = frame[column].to_numpy()[keep].astype(np.int64)
        known[where] = _micros(frame["known_at"])[keep]
        value[n == 0] = np.nan  # only missing cells inside: no value
        found = {}
        for number, code in enumerate(wanted):
            if code in since:
                continue
            counts = [array[number] for array in (n, within, flags, known, mark, np.zeros_like(n))]
            cells = Cells(value[number], *counts)
            if stands_alone(self.catalogue.measure(code)):
                cells = cells.only(np.broadcast_to(self._allowed(code)[:, None], self.shape))
            found[code] = cells
        return found

    def _allowed(self, code: str) -> BoolArray:
        """Areas where a measure that stands alone can hold.

        One that is said to add up but cannot (a maximum) holds only at the level it is reported at.
        """
        measure = self.catalogue.measure(code)
        areas = self.geography.areas
        if not measure.additive_over_areas:
            return np.ones(len(areas), dtype=bool)
        return np.array([self.catalogue.area(area).level is measure.level for area in areas], dtype=bool)

    def _roll_up(self, code: str) -> Cells:
        measure = self.catalogue.measure(code)
        grid = self._grids[code]
        member = self.geography.combining([measure])
        return over_areas(over_time(grid, self.windows, measure.time), member)

    def load_grids(self, measures: Iterable[str]) -> None:
        """Fetch the base cells of many measures at once."""
        wanted = [m for m in dict.fromkeys(measures) if m not in self._grids]
        axes = {m: self.windows.axis(self.catalogue.measure(m).grain) for m in wanted}
        self._grids |= self._read_grids(axes)

    def grid(self, measure: str) -> Grid:
        """Base cells of one measure that count towards the windows."""
        self.load_grids([measure])
        return self._grids[measure]

    def between(self, measure: str, first: int, last: int) -> Grid:
        """Base cells of one measure in the base periods that touch the days `first`..`last`."""
        grain = self.catalogue.measure(measure).grain
        start, end = spans(self.windows.calendar, grain, first, last)
        axis = Axis(grain, start, end, np.full(start.shape, -1, dtype=np.int64))
        return self._read_grids({measure: axis})[measure]

    def _read_grids(self, axes: Mapping[str, Axis]) -> dict[str, Grid]:
        units = {m: self.geography.units([self.catalogue.measure(m)]) for m in axes}
        asked = [m for m in axes if axes[m].start.size and units[m]]
        grids = {m: _empty_grid(units[m], axes[m]) for m in axes}
        if not asked:
            return grids
        first = min(int(axes[m].start[0]) for m in asked)
        last = max(int(axes[m].end[-1]) for m in asked)
        areas = list(dict.fromkeys(code for m in asked for code in units[m]))
        frame = self._base_cells(asked, areas, first, last)
        known = _micros(frame["known_at"])
        columns = {name: frame[name].to_numpy() for name in ("area", "period_start", "value", "flags")}
        for measure, rows in frame.groupby("measure", sort=False).indices.items():
            grid = grids[str(measure)]
            at_area = pd.Index(grid.areas).get_indexer(pd.Index(columns["area"][rows]))
            at = _find(grid.axis.start, columns["period_start"][rows].astype(np.int64))
            keep = (at_area >= 0) & (at >= 0)
            where = (at_area[keep], at[keep])
            grid.value[where] = columns["value"][rows][keep].astype(float)
            grid.flags[where] = columns["flags"][rows][keep].astype(np.int64)
            grid.known[where] = known[rows][keep]
            code = str(measure)
            if stands_alone(self.catalogue.measure(code)):
                grid.value[~self._allowed(code)] = np.nan
        return grids

    def _base_cells(self, measures: list[str], areas: list[str], first: int, last: int) -> pd.DataFrame:
        """Current base cells; of measures of which more was learnt since the moment asked about, those of then."""
        frame = self.store.base_cells(measures, areas, first, last)
        since = self._learnt_since(frame)
        if not since:
            return frame
        then = self.store.base_cells(sorted(since), areas, first, last, self.as_of)
        return pd.concat([frame[~frame["measure"].isin(since)], then], ignore_index=True)

    def ends(self, measures: Iterable[str]) -> dict[str, int]:
        """The last day each measure has data for, of those that have any."""
        wanted = [m for m in dict.fromkeys(measures) if m not in self._ends]
        if wanted:
            self._ends |= dict.fromkeys(wanted)
            for code, start in self._last_starts(wanted):
                self._ends[code] = _end(self.windows, self.catalogue.measure(code).grain, start)
        found = {m: self._ends[m] for m in measures}
        return {m: end for m, end in found.items() if end is not None}

    def _last_starts(self, measures: list[str]) -> list[tuple[str, int]]:
        """(measure, first day of its last base period with a value), now or as known then."""
        frame = self.store.latest(measures).dropna(subset="last_start")
        since = self._learnt_since(frame)
        if self.as_of is not None and since:
            then = self.store.latest_then(sorted(since), self.as_of)
            frame = pd.concat([frame[~frame["measure"].isin(since)], then], ignore_index=True)
        return [(str(m), int(s)) for m, s in zip(frame["measure"], frame["last_start"], strict=True)]


def _end(windows: Windows, grain: Grain, start: int) -> int:
    return int(spans(windows.calendar, grain, start, start)[1][0])


def _empty_grid(units: tuple[str, ...], axis: Axis) -> Grid:
    shape = (len(units), axis.start.size)
    return Grid(units, axis, np.full(shape, np.nan), np.zeros(shape, np.int64), np.zeros(shape, np.int64))


def _find(keys: IntArray, days: IntArray) -> IntArray:
    """The place of each day among ascending keys, -1 when it is not one of them."""
    at = np.minimum(np.searchsorted(keys, days), max(keys.size - 1, 0))
    return np.where(keys[at] == days, at, -1) if keys.size else np.full(days.shape, -1, dtype=np.int64)


def _places(
    frame: pd.DataFrame, measures: list[str], areas: tuple[str, ...], starts: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """Where each row belongs among measures, areas and windows (-1: nowhere)."""
    return (
        pd.Index(measures).get_indexer(pd.Index(frame["measure"])),
        pd.Index(list(areas)).get_indexer(pd.Index(frame["area"])),
        _find(starts, frame["period_start"].to_numpy().astype(np.int64)),
    )


def _micros(column: pd.Series) -> IntArray:
    """Microseconds since 1970 of a column of timestamps (or of such integers); 0 for none."""
    if column.empty:
        return np.zeros(0, dtype=np.int64)
    if pd.api.types.is_integer_dtype(column.dtype):
        return column.to_numpy().astype(np.int64)
    stamps = pd.to_datetime(column, utc=True)
    micros = stamps.astype("datetime64[us, UTC]").astype(np.int64).to_numpy()
    return np.where(stamps.isna(), 0, micros)
