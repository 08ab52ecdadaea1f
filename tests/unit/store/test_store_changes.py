"""Hearing of new data, tallies, leases: on either database, from another connection."""

from __future__ import annotations

import threading
import time
from datetime import date

import pytest

from app.store import Store
from app.store.changes import Tally, listening
from app.store.leases import Leases
from tests.unit.store.support import load, measure, open_store


@pytest.fixture
def store(store_url):
    made = open_store(store_url, [measure("m")])
    yield made
    made.dispose()


def commit(store: Store, value: float, source: str = "source") -> None:
    store.commit(load([("m", "s11", "day", date(2025, 1, 1), value)], source=source, name=str(value)))


def test_another_process_is_heard_of_at_once(store, store_url):
    other = Store(store_url)
    with listening(store) as listener:
        before = listener.version
        moment = []

        def write() -> None:
            time.sleep(0.3)
            commit(other, 1.0)
            moment.append(time.monotonic())

        thread = threading.Thread(target=write)
        thread.start()
        change = listener.wait(10)
        heard = time.monotonic()
        thread.join()
    other.dispose()
    assert change is not None
    assert (change.version, change.sources) == (before + 1, frozenset({"source"}))
    assert heard - moment[0] < 0.5


def test_silence_is_told(store):
    with listening(store) as listener:
        assert listener.wait(0.1) is None


def test_every_source_since_the_last_look(store):
    with listening(store) as listener:
        commit(store, 1.0, "a")
        commit(store, 2.0, "b")
        found = set()
        while (change := listener.wait(1)) is not None:
            found |= change.sources or {"?"}
        assert found == {"a", "b"}


def test_what_is_no_load_may_concern_anything(store):
    with listening(store) as listener:
        store.rebuild()
        assert listener.wait(5).sources is None


def test_a_tally_tells_loads_from_other_changes(store):
    tally = Tally(store)
    others, newest = tally.now()
    assert newest == {}
    commit(store, 1.0, "a")
    commit(store, 2.0, "b")
    assert tally.now()[0] == others
    first = tally.now()[1]
    assert set(first) == {"a", "b"}
    commit(store, 3.0, "b")
    assert tally.now()[1]["a"] == first["a"]
    assert tally.now()[1]["b"] > first["b"]
    store.rebuild()
    assert tally.now()[0] == others + 1
    assert Tally(store).now() == tally.now()


def test_one_holds_a_lease_until_it_ends(store):
    leases = Leases(store)
    assert leases.take("job", "one", 0.4)
    assert leases.take("job", "one", 0.4)
    assert not leases.take("job", "two", 60)
    assert leases.take("other", "two", 60)
    time.sleep(0.45)
    assert leases.holder("job") is None
    assert leases.take("job", "two", 60)
    assert not leases.take("job", "one", 60)
    assert leases.holder("job") == "two"
    leases.give_back("job", "one")
    assert leases.holder("job") == "two"
    leases.give_back("job", "two")
    assert leases.take("job", "one", 60)
