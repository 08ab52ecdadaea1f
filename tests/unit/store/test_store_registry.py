"""What the store does when a city's words change, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from app.domain.errors import CockpitError
from app.domain.indicator import TimeRule
from app.domain.period import Calendar, Grain, epoch_day
from app.store import Store
from tests.unit.store.support import AREAS, cells, day, later, load, measure, open_store, values

CALLS, STOCK = measure("calls"), measure("stock", "last", "month", "district")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url, [CALLS, STOCK])
    opened.commit(
        load(
            [
                ("calls", "s11", "day", day("2025-02-03"), 4.0),
                ("calls", "s12", "day", day("2025-02-04"), 2.0),
                ("calls", "s21", "day", day("2025-05-05"), 1.0),
                ("stock", "d1", "month", day("2025-02-01"), 9.0),
            ]
        )
    )
    yield opened
    opened.dispose()


def test_registering_the_same_again_writes_nothing(store: Store) -> None:
    version = store.data_version()
    store.register([CALLS, STOCK], AREAS, Calendar())
    assert store.data_version() == version


def test_a_measure_that_adds_up_otherwise_is_computed_anew(store: Store) -> None:
    version = store.data_version()
    assert values(store, "calls", "d1", "month") == [6.0]
    store.register([replace(CALLS, time=TimeRule.MAX, additive_over_areas=False), STOCK], AREAS, Calendar())
    assert values(store, "calls", "d1", "month") == []
    assert values(store, "calls", "s11", "month") == [4.0]
    assert store.data_version() == version + 1


def test_observations_at_another_grain_than_the_measures_have_no_cell(store: Store) -> None:
    monthly = replace(CALLS, grain=Grain.MONTH)
    store.register([monthly, STOCK], AREAS, Calendar())
    assert values(store, "calls", "s11", "day") == []
    assert values(store, "calls", "c", "year") == []
    store.register([CALLS, STOCK], AREAS, Calendar())
    assert values(store, "calls", "c", "year") == [7.0]


def test_an_area_that_moves_takes_its_figures_along(store: Store) -> None:
    moved = [replace(area, parent="d2") if area.code == "s12" else area for area in AREAS]
    store.register([CALLS, STOCK], moved, Calendar())
    assert values(store, "calls", "d1", "quarter") == [4.0]
    assert values(store, "calls", "d2", "year") == [3.0]
    assert values(store, "calls", "c", "year") == [7.0]


def test_a_year_that_begins_in_another_month_has_other_quarters(store: Store) -> None:
    store.register([CALLS, STOCK], AREAS, Calendar(3))
    found = {row["period_start"]: row["value"] for row in cells(store, "calls", "c", "year")}
    assert found == {epoch_day(day("2024-03-01")): 6.0, epoch_day(day("2025-03-01")): 1.0}


def test_latest_looks_at_values_only(store: Store) -> None:
    store.commit(
        load(
            [
                ("calls", "s11", "day", day("2025-06-01"), None),
                ("calls", "s11", "day", day("2025-01-01"), None),
                ("calls", "s12", "day", day("2025-05-06"), 3.0),
            ],
            later(2),
        )
    )
    (row,) = store.latest(["calls", "nobody"]).to_dict("records")
    assert row["measure"] == "calls"
    assert row["first_start"] == epoch_day(day("2025-02-03"))
    assert row["last_start"] == epoch_day(day("2025-05-06"))
    assert row["known_at"] == round(later(2).timestamp() * 1_000_000)


def test_latest_of_a_measure_without_a_value_is_no_row(store_url: str) -> None:
    empty = open_store(store_url, [CALLS])
    assert empty.latest(["calls"]).empty
    empty.dispose()


def test_frames_have_their_types_even_when_they_are_empty(store: Store) -> None:
    for frame in (
        store.cells(["nobody"], ["c"], "day", 0, 1),
        store.base_cells(["calls"], ["c"], 0, 10**6),
        store.base_cells(["calls"], ["c"], 0, 10**6, as_of=later(9)),
    ):
        assert frame.empty
        assert pd.api.types.is_integer_dtype(frame["flags"])
        assert pd.api.types.is_float_dtype(frame["value"])


def test_a_database_that_does_not_answer_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    nowhere = Store(f"sqlite:///{tmp_path / 'no such folder' / 'store.db'}")
    with pytest.raises(CockpitError) as refusal:
        nowhere.data_version()
    assert refusal.value.code == "store_unavailable"


def test_the_password_of_a_database_is_never_shown() -> None:
    closed = Store("postgresql+psycopg://clerk:geheim@127.0.0.1:1/city")
    with pytest.raises(CockpitError) as refusal:
        closed.migrate()
    assert refusal.value.code == "store_unavailable"
    assert "geheim" not in str(refusal.value)
