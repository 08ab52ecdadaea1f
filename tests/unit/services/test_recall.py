"""Kept answers: made once however many ask, and anew exactly when what they rest on has changed."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import redis

from app.access import VISITOR
from app.services.cockpit import Cockpit, asked_for, recall, recall_each
from app.services.locks import file_lock, redis_lock


class Memory(dict[str, Any]):
    def set(self, key: str, value: Any, timeout: int | None = None) -> bool:
        self[key] = value
        return True


@pytest.fixture(params=["file", pytest.param("redis", marks=pytest.mark.redis)])
def lock(request, tmp_path):
    if request.param == "file":
        return file_lock(tmp_path / "locks")
    return redis_lock(request.getfixturevalue("redis_url"))


def cockpit(lock: Any, version: list[int], states: dict[str, int] | None = None) -> Cockpit:
    city = SimpleNamespace(folder="x")
    made = Cockpit(
        SimpleNamespace(city=city, now=lambda: date(2025, 1, 1)),  # type: ignore[arg-type]
        None,  # type: ignore[arg-type]
        SimpleNamespace(data_version=lambda: version[0]),  # type: ignore[arg-type]
        Memory(),
        lock,
    )
    feeds = SimpleNamespace(states=lambda names: {name: (states or {}).get(name, 0) for name in names})
    made.__dict__["feeds"] = feeds
    return made


def test_one_works_for_many(lock):
    made, here = [], cockpit(lock, [1])

    def slow() -> str:
        made.append(threading.get_ident())
        time.sleep(0.2)
        return "answer"

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: recall(here, VISITOR, "n", (), slow), range(16)))
    assert answers == ["answer"] * 16
    assert len(made) == 1


@pytest.mark.redis
def test_one_thread_of_a_process_asks_redis_for_all_that_wait(redis_url: str) -> None:
    lock, client = redis_lock(redis_url), redis.Redis.from_url(redis_url)

    def asked() -> int:
        return int(client.info("commandstats").get("cmdstat_set", {"calls": 0})["calls"])

    def wait(_: int) -> None:
        with lock("busy"):
            pass

    other = redis_lock(redis_url)  # as another process has it
    with ThreadPoolExecutor(16) as pool:
        with other("busy"):
            before = asked()
            waiting = pool.map(wait, range(16))
            time.sleep(0.5)
            tries = asked() - before
        list(waiting)
    assert 5 < tries < 100, "one thread asks each hundredth of a second, not sixteen"


def test_different_questions_do_not_wait_for_each_other(lock):
    here, both = cockpit(lock, [1]), threading.Barrier(2, timeout=10)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda n: recall(here, VISITOR, "n", n, both.wait), range(2)))


def test_a_failure_is_told_and_blocks_nobody(lock):
    here = cockpit(lock, [1])
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            recall(here, VISITOR, "n", (), lambda: 1 / 0)
    assert recall(here, VISITOR, "n", (), lambda: 3) == 3


def test_new_data_makes_it_anew_and_nothing_is_an_answer_too(lock):
    version, made = [1], []
    here = cockpit(lock, version)
    for number in (1, 1, 2, 2):
        version[0] = number
        assert recall(here, VISITOR, "n", (), lambda: made.append(1)) is None
    assert len(made) == 2


def test_what_is_not_worth_keeping_is_made_again(lock):
    here = cockpit(lock, [1])
    answers = iter([1, 2, 3])
    found = [
        recall(here, VISITOR, "n", (), lambda: next(answers), worth=lambda made: made > 1) for _ in range(4)
    ]
    assert found == [1, 2, 2, 2]


def test_what_was_asked_for_is_known_from_a_kept_answer(lock):
    here = cockpit(lock, [1])
    for _ in range(2):
        with asked_for() as names:
            recall(
                here, VISITOR, "n", (), lambda: recall_each(here, VISITOR, "m", ["a", "b"], (), dict.fromkeys)
            )
        assert names == {"a", "b"}


def test_only_what_has_new_data_is_made_anew(lock):
    states, made = {"a": 1, "b": 1}, []
    here = cockpit(lock, [1], states)

    def make(missing: list[str]) -> dict[str, int]:
        made.append(missing)
        return {name: states[name] for name in missing}

    assert recall_each(here, VISITOR, "n", ["a", "b"], (), make) == {"a": 1, "b": 1}
    states["b"] = 2
    assert recall_each(here, VISITOR, "n", ["a", "b"], (), make) == {"a": 1, "b": 2}
    assert made == [["a", "b"], ["b"]]


def test_a_killed_holder_blocks_nobody(tmp_path):
    folder = tmp_path / "locks"
    lock = file_lock(folder)
    code = f"""
import sys, time
from pathlib import Path
from app.services.locks import file_lock
with file_lock(Path({str(folder)!r}))("n"):
    print("held", flush=True)
    time.sleep(60)
"""
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    taken = threading.Event()

    def wait() -> None:
        with lock("n"):
            taken.set()

    threading.Thread(target=wait, daemon=True).start()
    assert not taken.wait(0.3)
    holder.kill()
    assert taken.wait(10)
    holder.wait()
    with lock("n"):
        pass
    assert list(folder.iterdir()) == []
