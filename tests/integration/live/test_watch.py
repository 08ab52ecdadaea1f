"""Deliveries are loaded as they arrive; one of several watchers works, and another follows when it is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.catalogue import load_package
from app.jobs import watch
from app.jobs.watch import LEASE, Watcher, last_time
from app.store import Store
from app.store.leases import Leases
from tests.integration.live.conftest import SMALL

CALLS = "日期,区,呼入量,接通量\n2025-06-{day},东区,100,{answered}\n"
ROOT = Path(__file__).resolve().parents[3]


def deliver(folder: Path, day: int, answered: int = 90) -> Path:
    path = folder / f"calls_{day}.csv"
    part = path.with_suffix(".csv.part")
    part.write_text(CALLS.format(day=day, answered=answered), "utf-8")
    return part.rename(path)


def old(path: Path) -> Path:
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


@pytest.fixture
def store(store_url):
    made = Store(store_url)
    made.migrate()
    yield made
    made.dispose()


@pytest.fixture
def watcher(cockpit):
    told, failed = [], []
    made = Watcher(
        cockpit.catalogue,
        cockpit.store,
        tell=lambda source, run: told.append((source, run.state)),
        fail=lambda source, error: failed.append(error.code),
        quiet=0.3,
    )
    made.told, made.failed = told, failed
    return made


def until(true, patience: float = 20) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_each_file_is_loaded_once(watcher, cockpit, tmp_path):
    old(deliver(tmp_path, 10))
    assert [run.state for run in watcher.look()] == ["committed"]
    assert watcher.look() == []
    old(deliver(tmp_path, 10, answered=80))
    time.sleep(0.35)
    watcher.look()
    time.sleep(0.35)
    watcher.look()
    assert watcher.told == [("daily_calls", "committed")] * 2
    assert len(cockpit.store.runs("daily_calls")) == 2


def test_a_wrong_file_is_told_once_and_stops_nothing(watcher, tmp_path):
    (tmp_path / "calls_1.csv").write_text("nothing,of,this\n1,2,3\n", "utf-8")
    old(tmp_path / "calls_1.csv")
    old(deliver(tmp_path, 10))
    watcher.look()
    watcher.look()
    assert watcher.told == [("daily_calls", "refused"), ("daily_calls", "committed")]


def test_it_runs_until_told_to_stop(watcher, cockpit, tmp_path):
    stop = threading.Event()
    thread = threading.Thread(target=watcher.run, args=(stop, 0.05))
    thread.start()
    try:
        until(lambda: Leases(cockpit.store).holder(LEASE) == watcher.holder)
        deliver(tmp_path, 11)
        until(lambda: watcher.told)
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()
    assert Leases(cockpit.store).holder(LEASE) is None
    assert watcher.failed == []


def test_whoever_stands_ready_does_not_work(watcher, cockpit, tmp_path):
    Leases(cockpit.store).take(LEASE, "somebody else", 60)
    old(deliver(tmp_path, 10))
    stop = threading.Event()
    thread = threading.Thread(target=watcher.run, args=(stop, 0.05))
    thread.start()
    time.sleep(0.5)
    stop.set()
    thread.join(20)
    assert watcher.told == []


def test_the_next_takes_over_when_one_is_killed(watcher, cockpit, tmp_path, monkeypatch):
    """The killed one is a real process, ended without a chance to give its lease back."""
    store = cockpit.store.url
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COCKPIT_")},
        "COCKPIT_CITY": str(SMALL),
        "COCKPIT_DELIVERIES": str(tmp_path),
        "COCKPIT_STORE_URL": store,
        "COCKPIT_DATA": str(tmp_path / "data"),
        "PYTHONPATH": str(ROOT),
    }
    code = "from app.jobs import watch; watch.LEASE_SECONDS = 3.0; from app.cli import main; main()"
    first = subprocess.Popen(
        [sys.executable, "-c", code, "watch", "--quiet", "0.3"], cwd=ROOT, env=environment
    )
    try:
        leases = Leases(cockpit.store)
        until(lambda: leases.holder(LEASE) is not None, 60)
        deliver(tmp_path, 10)
        until(lambda: len(cockpit.store.runs("daily_calls")) == 1)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait(20)
    monkeypatch.setattr(watch, "LEASE_SECONDS", 3.0)
    stop = threading.Event()
    thread = threading.Thread(target=watcher.run, args=(stop, 0.05))
    thread.start()
    try:
        deliver(tmp_path, 11)
        until(lambda: ("daily_calls", "committed") in watcher.told)
    finally:
        stop.set()
        thread.join(20)
    assert list(cockpit.store.runs("daily_calls")["state"]) == ["committed", "committed"]


def test_the_last_time_of_day():
    zone = ZoneInfo("Asia/Shanghai")
    at = datetime(2025, 6, 10, 7, 30, tzinfo=zone)
    assert last_time(("06:00", "18:00"), at) == at.replace(hour=6, minute=0)
    assert last_time(("08:00",), at) == at.replace(day=9, hour=8, minute=0)
    assert last_time(("07:30",), at) == at


def test_a_source_added_to_the_package_is_watched_from_then_on(store, tmp_path):
    package, deliveries = tmp_path / "package", tmp_path / "deliveries"
    shutil.copytree(SMALL, package)
    deliveries.mkdir()
    sources = package / "departments" / "hotline" / "sources"
    written = (sources / "daily_calls.yaml").read_text("utf-8")
    (sources / "daily_calls.yaml").unlink()
    catalogue = load_package(package, deliveries=deliveries)
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    told, failed = [], []
    watcher = Watcher(
        catalogue,
        store,
        tell=lambda source, run: told.append((source, run.state)),
        fail=lambda _, error: failed.append(error.code),
        quiet=0.0,
    )
    old(deliver(deliveries, 1))
    assert watcher.look() == []
    (sources / "late_calls.yaml").write_text("name: [", "utf-8")
    assert watcher.look() == []
    assert failed == ["package_refused"]
    (sources / "late_calls.yaml").unlink()
    (sources / "daily_calls.yaml").write_text(written, "utf-8")
    watcher.look()
    assert told == [("daily_calls", "committed")]
    assert "daily_calls" in watcher.catalogue.sources
