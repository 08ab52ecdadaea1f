"""Several processes on one database: loaders in turn, a killed loader, workers that start together."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from app.domain.errors import CockpitError
from app.store import Load, Store, writing
from tests.unit.store.support import NOON, day, later, load, measure, open_store, values

CALLS = measure("calls")
FIRST = day("2025-01-01")
# Forked from a process that has imported the store but opened nothing: a fork of this one would share its
# connections, and interpreters from scratch spend their time on imports.
FRESH = multiprocessing.get_context("forkserver")
FRESH.set_forkserver_preload(["app.store", "tests.unit.store.support"])


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url, [CALLS])
    yield opened
    opened.dispose()


def delivery(number: int, days: int = 40) -> Load:
    """Every day's figure is the number of the delivery, so a mixture would show."""
    rows = [("calls", "s11", "day", FIRST + timedelta(days=n), float(number)) for n in range(days)]
    return load(rows, later(number), name=f"file {number}")


def _commit(url: str, number: int) -> int:
    store = Store(url)
    written = store.commit(delivery(number)).observations
    store.dispose()
    return written


def _start_up(url: str) -> int:
    store = open_store(url, [CALLS])
    store.dispose()
    return os.getpid()


def _die_while_committing(url: str, ready: Any) -> None:
    """Signals when everything is written but not committed, then waits to be killed."""

    def hold(_connection: Any) -> None:
        ready.set()
        time.sleep(600)

    writing.bump = hold
    Store(url).commit(delivery(2))


def test_two_loaders_at_once_take_turns(store: Store) -> None:
    version = store.data_version()
    with ProcessPoolExecutor(2, mp_context=FRESH) as pool:
        written = list(pool.map(_commit, [store.url] * 4, range(1, 5)))
    assert written == [40] * 4
    assert store.data_version() == version + 4
    last = store.base_cells(["calls"], ["s11"], 0, 10**6)
    assert last["value"].nunique() == 1
    assert values(store, "calls", "c", "month")[0] == 31 * last["value"].iloc[0]


def test_one_delivery_loaded_by_two_at_once_is_loaded_once(store: Store) -> None:
    with ProcessPoolExecutor(2, mp_context=FRESH) as pool:
        list(pool.map(_commit, [store.url] * 4, [1] * 4))
    assert store.runs()["observations"].tolist() == [40]


def test_a_killed_loader_leaves_no_trace_and_can_start_again(store: Store) -> None:
    store.commit(delivery(1))
    before = _everything(store)
    ready = FRESH.Event()
    loader = FRESH.Process(target=_die_while_committing, args=(store.url, ready))
    loader.start()
    assert ready.wait(60)
    assert _everything(store) == before  # readers neither wait nor see what is not committed
    assert loader.pid is not None
    os.kill(loader.pid, signal.SIGKILL)
    loader.join(30)
    assert _everything(store) == before
    assert store.commit(delivery(2)).observations == 40
    assert values(store, "calls", "s11", "month")[0] == 62.0


def test_workers_that_start_together_prepare_one_database(
    request: pytest.FixtureRequest, store_url: str, tmp_path: Any
) -> None:
    url = _empty(request, store_url, tmp_path)
    with ProcessPoolExecutor(3, mp_context=FRESH) as pool:
        assert list(pool.map(_start_up, [url] * 3))
    store = Store(url)
    store.commit(delivery(1))
    assert values(store, "calls", "c", "month")[0] == 31.0
    store.dispose()


def test_a_load_that_fails_on_its_way_leaves_no_trace(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.commit(delivery(1))
    before = _everything(store)

    def break_down(_connection: Any) -> None:
        raise CockpitError("store_unavailable", store="here", detail="power cut")

    monkeypatch.setattr(writing, "bump", break_down)
    with pytest.raises(CockpitError):
        store.commit(delivery(2))
    monkeypatch.undo()
    assert _everything(store) == before
    assert store.commit(delivery(2)).observations == 40


def _everything(store: Store) -> tuple[Any, ...]:
    """All a reader can see: runs, cells, the log, the version."""
    return (
        store.runs()["id"].tolist(),
        values(store, "calls", "s11", "day"),
        values(store, "calls", "c", "year"),
        store.base_cells(["calls"], ["s11"], 0, 10**6, as_of=NOON + timedelta(days=9))["value"].tolist(),
        store.data_version(),
    )


def _empty(request: pytest.FixtureRequest, store_url: str, tmp_path: Any) -> str:
    """A database without any table, of the same kind as `store_url`."""
    if store_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'nothing.db'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgresql")
    url = make()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url
