"""A few hundred tries of the fuzzer; `python -m tests.fuzz` runs all 20,000."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.deliveries import delivery
from tests.fuzz.trying import Fuzzer

TRIES = int(os.environ.get("COCKPIT_FUZZ_TRIES", "400"))
EVERY = 40
FOUND = (0, 244, 272, 1530, 4681, 8484, 9828, 17_325, 19_800)  # seeds that once broke something


@pytest.fixture
def fuzzer(tmp_path: Path) -> Iterator[Fuzzer]:
    made = Fuzzer(tmp_path)
    yield made
    made.close()


def test_no_delivery_breaks_a_reader_or_loses_a_row(fuzzer: Fuzzer) -> None:
    for seed in (*FOUND, *range(100_000, 100_000 + TRIES)):
        try:
            fuzzer.attempt(seed, whole=seed % EVERY == 0)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise
    assert fuzzer.read > TRIES / 5
    assert fuzzer.judged
    assert len(fuzzer.refused) >= 3


def test_a_seed_is_always_the_same_delivery() -> None:
    assert [delivery(seed)[:2] for seed in range(50)] == [delivery(seed)[:2] for seed in range(50)]
    assert {delivery(seed)[0] for seed in range(50)} == {"csv", "excel", "json", "jsonl", "parquet"}


def test_a_lost_row_would_be_seen(fuzzer: Fuzzer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fuzzer's own test: a reader that drops a row must not pass."""
    whole = Fuzzer.cells_of
    calls = iter(range(1000))
    monkeypatch.setattr(Fuzzer, "cells_of", lambda self, table: whole(self, table)[next(calls) % 2 :])

    def attempts() -> None:
        for seed in range(60):
            fuzzer.attempt(seed, whole=False)

    with pytest.raises(AssertionError):
        attempts()
