"""A file counts once it is whole: quiet for a while, not open for writing, with a finished name."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.jobs.folder import Folder, being_written


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text("x")
    return path


def old(path: Path) -> Path:
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


def test_an_old_file_need_not_wait(file):
    assert Folder(3).whole([old(file)], now=100) == [file]


def test_a_new_file_waits_until_it_is_quiet(file):
    folder = Folder(3)
    assert folder.whole([file], now=100) == []
    assert folder.whole([file], now=102.9) == []
    assert folder.whole([file], now=103.1) == [file]


def test_a_growing_file_begins_to_wait_anew(file):
    folder = Folder(3)
    folder.whole([file], now=100)
    file.write_text("xy")
    assert folder.whole([file], now=104) == []
    assert folder.whole([file], now=107.1) == [file]


def test_a_file_that_grew_old_while_watched_still_waits(file):
    """A copy that keeps the time of its original looks old at once."""
    folder = Folder(3)
    folder.whole([file], now=100)
    file.write_text("xyz")
    assert folder.whole([old(file)], now=101) == []


def test_what_is_done_comes_again_only_when_it_changes(file):
    folder = Folder(3)
    assert folder.whole([old(file)], now=100) == [file]
    folder.done(file)
    assert folder.whole([file], now=200) == []
    file.write_text("other")
    assert folder.whole([file], now=201) == []
    assert folder.whole([file], now=205) == [file]


@pytest.mark.parametrize("name", ["a.csv.part", "a.csv.TMP", "a.csv.crdownload", "a.csv~"])
def test_unfinished_names_wait_for_ever(tmp_path, name):
    path = tmp_path / name
    path.write_text("x")
    assert Folder(0).whole([old(path)], now=100) == []


def test_a_file_somebody_writes_waits(file):
    assert not being_written(file)
    with file.open("a"):
        assert being_written(file)
        assert Folder(3).whole([old(file)], now=100) == []
    assert Folder(3).whole([old(file)], now=100) == [file]


def test_a_file_taken_away_is_no_fault(tmp_path):
    assert Folder(3).whole([tmp_path / "gone"], now=1) == []
    assert not being_written(tmp_path / "gone")
