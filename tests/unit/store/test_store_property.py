"""Whatever is loaded in whatever order: the log and every cell are what plain Python makes of them."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select

from app.domain.area import Area, Level
from app.domain.indicator import Measure, TimeRule
from app.domain.period import Calendar, Grain, epoch_day, from_epoch_day
from app.store import Store
from app.store.moments import micros
from app.store.tables import area as area_table
from app.store.tables import cell, measure, observation
from tests.unit.store import reference
from tests.unit.store.reference import Base, Seen
from tests.unit.store.support import AREAS, NOON, later, load
from tests.unit.store.support import measure as measure_of

# A street right under the city: levels may be skipped.
PLACES = [*AREAS, Area("s0", Level.STREET, AREAS[0].name, "c")]
MEASURES = [
    measure_of("calls"),
    measure_of("stock", "last"),
    measure_of("heat", "mean"),
    measure_of("peak", "max", level="district"),
    measure_of("rank", "none"),
    measure_of("waste", "sum", "week", "district"),
    measure_of("queue", "last", "week"),
    measure_of("depth", "mean", "week"),
    measure_of("homes", "last", "month", "district"),
    measure_of("births", "sum", "month"),
    measure_of("taxes", "sum", "quarter", "city"),
    measure_of("people", "mean", "year", "district"),
    measure_of("price", "mean", "day", "city", additive=False),
]
# Days around which weeks, months, quarters and years (January's and April's) change.
DAYS = [date(2024, 12, 28), date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 6)]
DAYS += [date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 2)]
CALENDARS = {1: Calendar(), 4: Calendar(4)}
TOLD = st.tuples(st.integers(-1, 2).map(float), st.sampled_from("AAAPEBR"))
SAID = st.one_of(TOLD, st.just((None, "M")))

Said = dict[Base, tuple[float | None, str]]


@dataclass(frozen=True)
class History:
    """A year's beginning and the loads in the order they come, each with its clock (which may stand)."""

    year_start: int
    loads: list[tuple[int, Said]]

    @property
    def calendar(self) -> Calendar:
        return CALENDARS[self.year_start]


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Loads that speak of the same few cells, so that they meet, and of several days of one period."""
    calendar = CALENDARS[draw(st.sampled_from(list(CALENDARS)))]
    chosen = draw(st.lists(st.sampled_from(MEASURES), min_size=1, max_size=2, unique_by=lambda m: m.id))
    base = st.one_of([_bases(draw, measure, calendar) for measure in chosen])
    cells = draw(st.lists(base, min_size=1, max_size=16, unique=True))
    known = st.dictionaries(st.sampled_from(cells), SAID, min_size=1, max_size=len(cells))
    loads = draw(st.lists(st.tuples(st.integers(0, 2), known), min_size=1, max_size=5))
    hour, timed = 0, []
    for step, said in loads:
        hour += step
        timed.append((hour, said))
    return History(calendar.year_start, timed)


def _bases(draw: st.DrawFn, chosen: Measure, calendar: Calendar) -> st.SearchStrategy[Base]:
    possible = [p.code for p in PLACES if p.level is chosen.level or not chosen.additive_over_areas]
    places = draw(st.lists(st.sampled_from(possible), min_size=1, max_size=2, unique=True))
    starts = sorted({calendar.period(day, chosen.grain).start for day in DAYS})
    return st.tuples(st.just(chosen.id), st.sampled_from(places), st.sampled_from(starts))


def told(store: Store, history: History) -> list[Seen]:
    """Commit every load; gives the log that the store must now hold."""
    log: list[Seen] = []
    grains = {m.id: m.grain for m in MEASURES}
    for number, (hour, said) in enumerate(history.loads):
        rows = [(m, a, str(grains[m]), start, *what) for (m, a, start), what in said.items()]
        run = store.commit(load(rows, later(hour), name=f"file {number}"))
        added = reference.commit(log, said, micros(later(hour)), run.id)
        assert run.observations == len(added)
        log += added
    return log


def stored_log(url: str) -> set[tuple[Any, ...]]:
    o = observation.c
    query = (
        select(measure.c.code, area_table.c.code, o.period_start, o.value, o.status, o.known_at, o.run_id)
        .join_from(observation, measure, measure.c.id == o.measure_id)
        .join(area_table, area_table.c.id == o.area_id)
    )
    return {tuple(row) for row in _rows(url, query)}


def stored_cells(url: str) -> dict[reference.Key, Any]:
    c = cell.c
    query = (
        select(cell, measure.c.code, area_table.c.code.label("place"))
        .join(measure, measure.c.id == c.measure_id)
        .join(area_table, area_table.c.id == c.area_id)
    )
    return {
        (row.code, Grain(row.grain), row.place, from_epoch_day(row.period_start)): row
        for row in _rows(url, query)
    }


def _rows(url: str, query: Any) -> list[Any]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = list(connection.execute(query))
    engine.dispose()
    return rows


def assert_cells(url: str, log: list[Seen], measures: list[Measure], calendar: Calendar) -> None:
    """The table `cell` holds exactly what the log implies, no cell more and no cell less."""
    wanted = reference.current(log, measures, PLACES, calendar)
    found = stored_cells(url)
    assert found.keys() == wanted.keys()
    numbers = {row.code: row.id for row in _rows(url, select(area_table))}
    for key, cell_wanted in wanted.items():
        row = found[key]
        assert _same(row.value, cell_wanted.value), key
        hashes = [reference.fingerprint(numbers[a], epoch_day(day)) for a, day in cell_wanted.rests_on]
        apart = len({a for a, _ in cell_wanted.rests_on})
        assert (row.n, row.areas, row.fp) == (len(hashes), apart, sum(hashes) % 2**40), key
        assert (row.flags, row.known_at, row.run_id) == (
            cell_wanted.flags,
            cell_wanted.known,
            cell_wanted.run,
        ), key


def _same(found: float | None, wanted: float | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return math.isclose(found, wanted, rel_tol=1e-12, abs_tol=1e-12)


def check(new_url: Callable[[int], str], history: History, other: TimeRule) -> None:
    url = new_url(history.year_start)
    store = Store(url)
    store.register(MEASURES, PLACES, history.calendar)
    log = told(store, history)
    assert stored_log(url) == {
        (s.measure, s.area, epoch_day(s.start), s.value, s.status, s.known, s.run) for s in log
    }
    assert_cells(url, log, MEASURES, history.calendar)
    _assert_every_moment(store, log)
    store.rebuild()
    assert_cells(url, log, MEASURES, history.calendar)
    changed = [replace(MEASURES[0], time=other), *MEASURES[1:]]
    store.register(changed, PLACES, history.calendar)
    assert_cells(url, log, changed, history.calendar)
    store.dispose()


def _assert_every_moment(store: Store, log: list[Seen]) -> None:
    codes, places = [m.id for m in MEASURES], [p.code for p in PLACES]
    for hour in range(-1, 11, 2):
        moment = micros(later(hour))
        frame = store.base_cells(codes, places, 0, 10**6, as_of=later(hour))
        found = {(r.measure, r.area, r.period_start): (r.known_at, r.flags) for r in frame.itertuples()}
        wanted = reference.newest(seen for seen in log if seen.known <= moment)
        assert found == {
            (m, a, epoch_day(start)): (seen.known, reference.FLAGS[seen.status])
            for (m, a, start), seen in wanted.items()
        }
        values = {(r.measure, r.area, r.period_start): r.value for r in frame.itertuples()}
        for (m, a, start), seen in wanted.items():
            value = values[m, a, epoch_day(start)]
            assert _same(None if math.isnan(value) else value, seen.value)


@pytest.fixture(scope="module")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """By the month in which years begin: a file with tables, calendar, measures and areas."""
    folder = tmp_path_factory.mktemp("prepared")
    files = {}
    for year_start, calendar in CALENDARS.items():
        files[year_start] = folder / f"{year_start}.db"
        _prepare(f"sqlite:///{files[year_start]}", calendar)
    return files


@pytest.fixture(scope="module")
def prepared_postgresql(new_postgresql: Callable[..., str]) -> dict[int, str]:
    """The same as databases to be copied."""
    urls = {year_start: new_postgresql() for year_start in CALENDARS}
    for year_start, url in urls.items():
        _prepare(url, CALENDARS[year_start])
    return urls


def _prepare(url: str, calendar: Calendar) -> None:
    store = Store(url)
    store.migrate()
    store.register(MEASURES, PLACES, calendar)
    store.dispose()


def _copy(files: dict[int, Path], year_start: int) -> str:
    fresh = files[year_start].with_name("fresh.db")
    for left in fresh.parent.glob("fresh.db*"):
        left.unlink()
    return f"sqlite:///{shutil.copy(files[year_start], fresh)}"


@given(history=histories(), other=st.sampled_from(TimeRule))
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_on_sqlite(prepared_sqlite: dict[int, Path], history: History, other: TimeRule) -> None:
    check(partial(_copy, prepared_sqlite), history, other)


@pytest.mark.postgres
@given(history=histories(), other=st.sampled_from(TimeRule))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_on_postgresql(
    new_postgresql: Callable[..., str],
    prepared_postgresql: dict[int, str],
    history: History,
    other: TimeRule,
) -> None:
    check(lambda year_start: new_postgresql(prepared_postgresql[year_start]), history, other)


def test_the_reference_knows_a_weekly_value_by_its_thursday() -> None:
    monday = date(2024, 12, 30)
    log = reference.commit([], {("waste", "d1", monday): (5.0, "A")}, micros(NOON), 1)
    found = reference.current(log, MEASURES, PLACES, Calendar())
    assert found["waste", Grain.MONTH, "c", date(2025, 1, 1)].value == 5.0
    assert ("waste", Grain.MONTH, "c", date(2024, 12, 1)) not in found
