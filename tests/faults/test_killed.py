"""A loader killed at any moment leaves nothing half done: loading again gives what an undisturbed load gives."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.city import FRESH, content, fingerprints_hold, load_everything, write_deliveries

MOMENTS = 50
OF_POSTGRESQL = 10


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "deliveries"
    made.mkdir()
    write_deliveries(made, files=2, rows=60)
    return made


def killed_after(seconds: float, url: str, folder: Path) -> bool:
    """Start a loader and kill it (-9) after that time; whether it was still at work."""
    loader = FRESH.Process(target=load_everything, args=(url, folder))
    loader.start()
    loader.join(seconds)
    at_work = loader.exitcode is None
    if at_work:
        assert loader.pid is not None
        os.kill(loader.pid, signal.SIGKILL)
    loader.join(30)
    return at_work


def finished(url: str, folder: Path) -> float:
    """Let a loader come to its end; the seconds it took."""
    began = time.monotonic()
    loader = FRESH.Process(target=load_everything, args=(url, folder))
    loader.start()
    loader.join(120)
    assert loader.exitcode == 0
    return time.monotonic() - began


def disturbed(make: Callable[[], str], folder: Path, moments: int, seed: int) -> None:
    """Kill loaders until so many died at work. One that came to its end must have made a whole of the rest."""
    undisturbed = make()
    patience = finished(undisturbed, folder)
    expected = content(undisturbed)
    assert {len(rows) > 0 for rows in expected.values()} == {True}
    rng, died, url = random.Random(seed), 0, make()
    while died < moments:
        if killed_after(rng.uniform(0, patience), url, folder):
            died += 1
        else:
            assert content(url) == expected
            url = make()
    finished(url, folder)
    assert content(url) == expected
    assert fingerprints_hold(url)


def test_fifty_kills_on_sqlite(blank_sqlite: Path, folder: Path, tmp_path: Path) -> None:
    numbers = iter(range(1000))

    def make() -> str:
        return f"sqlite:///{shutil.copy(blank_sqlite, tmp_path / f'{next(numbers)}.db')}"

    disturbed(make, folder, MOMENTS, seed=1)


@pytest.mark.postgres
def test_kills_on_postgresql(new_postgresql: Callable[[], str], folder: Path) -> None:
    disturbed(new_postgresql, folder, OF_POSTGRESQL, seed=2)


def test_what_a_killed_loader_left_on_the_disk_is_cleared_away(
    blank_sqlite: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    leftover = scratch / "cockpit-load-dead"
    leftover.mkdir()
    (leftover / "spill").write_bytes(bytes(1000))
    os.utime(leftover, (0, 0))
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    load_everything(f"sqlite:///{shutil.copy(blank_sqlite, tmp_path / 'a.db')}", folder)
    assert list(scratch.iterdir()) == []
