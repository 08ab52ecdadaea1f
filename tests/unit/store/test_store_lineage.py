"""Lineage in the store: which runs hold the cells of a figure, now and at an earlier moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.domain.period import epoch_day
from app.store import Store
from app.store.lineage import Lineage
from tests.unit.store.support import day, later, load, measure, open_store

FIRST, SECOND = day("2025-01-06"), day("2025-01-07")
SPAN = epoch_day(FIRST), epoch_day(SECOND)
STREETS = ["s11", "s12"]


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url, [measure("calls"), measure("visits")])
    yield opened
    opened.dispose()


def first_load(store: Store) -> int:
    rows = [
        ("calls", "s11", "day", FIRST, 7.0),
        ("calls", "s12", "day", FIRST, 5.0),
        ("calls", "s11", "day", SECOND, None),
        ("calls", "s21", "day", FIRST, 100.0),
        ("visits", "s11", "day", FIRST, 3.0),
    ]
    return store.commit(load(rows, name="first.csv")).id


def test_one_run_holds_everything_it_brought(store: Store) -> None:
    run = first_load(store)
    (found,) = Lineage(store).brought(["calls"], STREETS, *SPAN)
    assert (found.run, found.cells, found.areas, found.missing, found.total) == (run, 3, 2, 1, 12.0)
    assert (found.first, found.last) == (FIRST, SECOND)
    delivery = Lineage(store).deliveries([run])[run]
    assert (delivery.file, delivery.source, delivery.rows_read, delivery.accepted) == (
        "first.csv",
        "source",
        5,
        5,
    )


def test_a_correction_takes_over_its_cells_and_the_earlier_moment_stays(store: Store) -> None:
    old = first_load(store)
    new = store.commit(load([("calls", "s11", "day", FIRST, 9.0)], later(2), name="correction.csv")).id
    brought = Lineage(store).brought(["calls"], STREETS, *SPAN)
    assert [(one.run, one.cells, one.total) for one in brought] == [(new, 1, 9.0), (old, 2, 5.0)]
    (then,) = Lineage(store).brought(["calls"], STREETS, *SPAN, as_of=later(1))
    assert (then.run, then.total) == (old, 12.0)
    assert set(Lineage(store).deliveries([old, new])) == {old, new}


def test_only_the_areas_and_days_asked_for(store: Store) -> None:
    first_load(store)
    log = Lineage(store)
    (one,) = log.brought(["calls"], ["s21"], *SPAN)
    assert one.total == 100.0
    (day_one,) = log.brought(["calls", "visits"], ["s12"], SPAN[0], SPAN[0])
    assert (day_one.measure, day_one.cells) == ("calls", 1)
    assert log.brought(["visits"], ["s12"], *SPAN) == []
    assert log.deliveries([]) == {}


def test_the_base_cells_themselves_newest_period_first(store: Store) -> None:
    run = first_load(store)
    found = Lineage(store).cells("calls", STREETS, *SPAN)
    assert [(c.area, c.period_start, c.value, c.status, c.run) for c in found] == [
        ("s11", SECOND, None, "M", run),
        ("s11", FIRST, 7.0, "A", run),
        ("s12", FIRST, 5.0, "A", run),
    ]
    assert len(Lineage(store).cells("calls", STREETS, *SPAN, limit=2)) == 2
