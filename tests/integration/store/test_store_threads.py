"""Threads of one process: web workers read and register while a loader commits."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event

import pytest

from app.domain.period import Calendar
from app.store import Load, Store
from tests.unit.store.support import AREAS, later, load, measure, open_store

MEASURES = [measure("calls")]
STREETS = ["s11", "s12", "s21"]
FIRST = date(2025, 1, 1)


def delivery(number: int, days: int = 10) -> Load:
    """All figures of a delivery are its number, so half a delivery would show in any sum."""
    rows = [
        ("calls", street, "day", FIRST + timedelta(days=step), float(number))
        for street in STREETS
        for step in range(days)
    ]
    return load(rows, later(number), name=f"file {number}")


def year(store: Store) -> list[tuple[float, int]]:
    frame = store.cells(["calls"], ["c"], "year", 0, 10**6)
    return list(zip(frame["value"], frame["n"], strict=True))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url, MEASURES)
    yield opened
    opened.dispose()


def test_one_delivery_from_several_threads_is_committed_once(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(store.commit, [delivery(1)] * 4))
    assert len({run.id for run in runs}) == 1
    assert store.runs()["observations"].tolist() == [30]


def test_deliveries_from_several_threads_all_stand_in_the_history(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(store.commit, [delivery(number, days=1) for number in range(1, 9)]))
    assert [run.observations for run in runs] == [3] * 8
    newest = max(runs, key=lambda run: run.id)
    number = runs.index(newest) + 1
    assert year(store) == [(3.0 * number, 3)]


def test_readers_see_whole_deliveries_only(store: Store) -> None:
    store.commit(delivery(1))
    done = Event()

    def read() -> list[tuple[float, int]]:
        found = []
        while not done.is_set():
            found += year(store)
        return found

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        try:
            for number in range(2, 7):
                store.commit(delivery(number))
        finally:
            done.set()
        seen = {cell for reader in readers for cell in reader.result()}
    assert len(seen) > 1  # they did read while figures changed
    assert seen <= {(30.0 * number, 30) for number in range(1, 7)}


def test_threads_that_register_at_once_agree(store_url: str) -> None:
    opened = Store(store_url)
    opened.migrate()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: opened.register(MEASURES, AREAS, Calendar()), range(4)))
    opened.commit(delivery(1))
    assert year(opened) == [(30.0, 30)]
    opened.dispose()
