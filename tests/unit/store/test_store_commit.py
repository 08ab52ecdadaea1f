"""What a commit writes down: observations, revisions, runs, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from app.domain.errors import CockpitError
from app.domain.observation import Flag
from app.domain.period import epoch_day
from app.store import Batch, Store
from tests.unit.store.support import NOON, cells, day, later, load, measure, open_store, values

FIRST = day("2025-01-06")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url, [measure("calls"), measure("seats", "last", "month", "district")])
    yield opened
    opened.dispose()


def log(store: Store, code: str = "calls", area: str = "s11") -> list[tuple[float, str]]:
    """The base cell as it was known after every hour: value and flags, oldest first."""
    found = []
    for hour in range(6):
        frame = store.base_cells([code], [area], -(10**6), 10**6, as_of=later(hour))
        found += [(row.value, Flag(row.flags).name) for row in frame.itertuples()]
    return found


def test_a_load_becomes_cells_and_a_run(store: Store) -> None:
    run = store.commit(load([("calls", "s11", "day", FIRST, 7.0), ("calls", "s12", "day", FIRST, 5.0)]))
    assert (run.state, run.observations, run.rows_read, run.accepted) == ("committed", 2, 2, 2)
    assert values(store, "calls", "s11", "day") == [7.0]
    assert values(store, "calls", "c", "day") == [12.0]


def test_the_same_delivery_again_changes_nothing(store: Store) -> None:
    delivery = load([("calls", "s11", "day", FIRST, 7.0)])
    run = store.commit(delivery)
    version, runs = store.data_version(), len(store.runs())
    assert store.has_batches("source", [delivery.batches[0].sha256])
    assert store.commit(replace(delivery, known_at=later(1))) == run
    assert (store.data_version(), len(store.runs())) == (version, runs)


def test_an_old_delivery_sent_again_does_not_undo_a_correction(store: Store) -> None:
    first = load([("calls", "s11", "day", FIRST, 7.0)])
    store.commit(first)
    store.commit(load([("calls", "s11", "day", FIRST, 8.0)], later(1)))
    store.commit(replace(first, known_at=later(2)))
    assert values(store, "calls", "s11", "day") == [8.0]


def test_another_delivery_with_the_same_figures_writes_no_observation(store: Store) -> None:
    store.commit(load([("calls", "s11", "day", FIRST, 7.0), ("calls", "s12", "day", FIRST, None)]))
    run = store.commit(
        load([("calls", "s11", "day", FIRST, 7.0), ("calls", "s12", "day", FIRST, None)], later(1))
    )
    assert run.observations == 0
    assert cells(store, "calls", "s11", "day")[0]["flags"] == 0


def test_a_correction_is_revised_and_the_earlier_state_can_be_asked_for(store: Store) -> None:
    store.commit(load([("calls", "s11", "day", FIRST, 7.0), ("calls", "s12", "day", FIRST, 1.0)]))
    run = store.commit(
        load([("calls", "s11", "day", FIRST, 9.0), ("calls", "s12", "day", FIRST, 1.0)], later(2))
    )
    assert run.observations == 1
    assert log(store) == [(7.0, "NONE")] * 2 + [(9.0, "REVISED")] * 4
    assert values(store, "calls", "d1", "month") == [10.0]
    assert cells(store, "calls", "c", "year")[0]["flags"] == Flag.REVISED


@pytest.mark.parametrize(
    ("before", "after", "flag"),
    [
        ((7.0, "P"), (8.0, "P"), Flag.PROVISIONAL),
        ((7.0, "P"), (8.0, "A"), Flag.REVISED),
        ((7.0, "P"), (7.0, "A"), Flag.NONE),  # confirmed
        ((7.0, "A"), (7.0, "P"), Flag.PROVISIONAL),
        ((7.0, "A"), (8.0, "E"), Flag.ESTIMATED),
        ((None, "M"), (8.0, "A"), Flag.NONE),  # late, but nothing was told before
        ((7.0, "A"), (None, "M"), Flag.NONE),
    ],
)
def test_what_a_later_value_is_flagged_with(
    store: Store, before: tuple[float | None, str], after: tuple[float | None, str], flag: Flag
) -> None:
    store.commit(load([("calls", "s11", "day", FIRST, *before)]))
    run = store.commit(load([("calls", "s11", "day", FIRST, *after)], later(1)))
    assert run.observations == 1
    assert cells(store, "calls", "s11", "day")[0]["flags"] == flag


def test_a_revised_value_sent_again_stays_revised(store: Store) -> None:
    for hour, value in enumerate([7.0, 8.0, 8.0]):
        run = store.commit(load([("calls", "s11", "day", FIRST, value)], later(hour)))
    assert run.observations == 0
    assert cells(store, "calls", "s11", "day")[0]["flags"] == Flag.REVISED


def test_moments_grow_for_each_cell_even_when_clocks_do_not(store: Store) -> None:
    for number, value in enumerate([1.0, 2.0, 3.0]):
        store.commit(load([("calls", "s11", "day", FIRST, value)], NOON, name=f"file {number}"))
    assert values(store, "calls", "s11", "day") == [3.0]
    state = store.base_cells(["calls"], ["s11"], 0, 10**6, as_of=NOON)
    assert state["value"].tolist() == [1.0]
    known = cells(store, "calls", "s11", "day")[0]["known_at"]
    assert known == round(NOON.timestamp() * 1_000_000) + 2


def test_a_missing_value_is_kept_and_counts_nothing(store: Store) -> None:
    store.commit(load([("calls", "s11", "day", FIRST, None), ("calls", "s12", "day", FIRST, 5.0)]))
    (missing,) = cells(store, "calls", "s11", "day")
    assert pd.isna(missing["value"])
    assert (missing["n"], missing["areas"], missing["fp"]) == (0, 0, 0)
    (district,) = cells(store, "calls", "d1", "day")
    assert (district["value"], district["n"], district["areas"]) == (5.0, 1, 1)
    (base,) = store.base_cells(["calls"], ["s11"], 0, 10**6).to_dict("records")
    assert pd.isna(base["value"])


def test_data_version_grows_with_commits_only(store: Store) -> None:
    start = store.data_version()
    store.commit(load([("calls", "s11", "day", FIRST, 1.0)]))
    assert store.data_version() == start + 1
    store.refuse("source", [Batch("bad.csv", "0" * 64, 3)], CockpitError("file_empty", file="bad.csv"))
    assert store.data_version() == start + 1


def test_as_of_before_anything_was_known_is_empty(store: Store) -> None:
    store.commit(load([("calls", "s11", "day", FIRST, 1.0)]))
    frame = store.base_cells(["calls"], ["s11"], 0, 10**6, as_of=later(-1))
    assert frame.empty
    assert list(frame.columns) == ["measure", "area", "period_start", "value", "flags", "known_at"]


def _spoilt(**columns: object) -> pd.DataFrame:
    return load([("calls", "s11", "day", FIRST, 1.0)]).observations.assign(**columns)


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        ("unregistered_measure", {"measure": "nobody"}),
        ("unregistered_area", {"area": "nowhere"}),
        ("wrong_grain", {"grain": "month", "period_start": epoch_day(day("2025-01-01"))}),
        ("wrong_level", {"area": "d1"}),
        ("bad_period_start", {"measure": "seats", "area": "d1", "grain": "month"}),
        ("bad_period_start", {"period_start": epoch_day(day("1850-01-01"))}),
        ("bad_observation", {"value": float("inf")}),
        ("bad_observation", {"value": float("nan")}),
        ("bad_observation", {"status": "M"}),
        ("bad_observation", {"status": "X"}),
    ],
)
def test_what_cannot_be_true_is_refused_and_leaves_no_trace(
    store: Store, code: str, columns: dict[str, object]
) -> None:
    good = load([("calls", "s12", "day", FIRST, 1.0)])
    mixed = pd.concat([good.observations, _spoilt(**columns)], ignore_index=True)
    version = store.data_version()
    with pytest.raises(CockpitError) as refusal:
        store.commit(replace(good, observations=mixed))
    assert refusal.value.code == code
    assert store.runs().empty
    assert values(store, "calls", "s12", "day") == []
    assert store.data_version() == version


def test_one_cell_given_twice_is_refused(store: Store) -> None:
    row = ("calls", "s11", "day", FIRST, 1.0)
    with pytest.raises(CockpitError) as refusal:
        store.commit(load([row, row]))
    assert refusal.value.code == "duplicate_observation"
    assert store.runs().empty


def test_rows_must_add_up(store: Store) -> None:
    with pytest.raises(CockpitError) as refusal:
        store.commit(replace(load([("calls", "s11", "day", FIRST, 1.0)]), rows_read=5))
    assert refusal.value.code == "rows_do_not_add_up"
    assert refusal.value.params["read"] == 5
    assert store.runs().empty
