"""Every planted fault put right and replayed: the measures equal the truth with those rows valid."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from app.access import Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.period import epoch_day
from app.indicators import IndicatorCentre
from app.services import Cockpit
from app.services.repairing import draft_leaving_out, draft_repair
from app.services.replaying import replay
from app.store import LoadRun, Store
from app.store.refused import Filter, Refused
from data.demo.generator import story
from data.demo.generator.__main__ import make
from tests.demo.right_rows import KEY, Recorder, truth_with

OFFICER = Actor(Role.DATA_OFFICER)
# One of every format and shape: text in GBK, workbooks of two kinds, JSON, lines, Parquet, a database,
# a wide table, and the three sources of records.
SOURCES = [
    "hall_daily", "service_monthly", "water_network", "service_items", "iot_daily", "power_load", "data_daily",
    "city_ops_monthly", "hotline_tickets", "city_events", "urban_cases",
]  # fmt: skip


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Recorder:
    found = Recorder()
    with pytest.MonkeyPatch.context() as patch:
        found.watch(patch)
        make(tmp_path_factory.mktemp("again"))
    return found


@pytest.fixture(scope="module")
def cockpit(
    demo: Catalogue, loaded: tuple[Store, list[LoadRun]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cockpit]:
    file = tmp_path_factory.mktemp("repaired") / "demo.db"
    with (
        closing(sqlite3.connect(loaded[0].url.removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(file)) as target,
    ):
        source.backup(target)
    store = Store(f"sqlite:///{file}")
    yield Cockpit(demo, IndicatorCentre(demo, store), store, NoCache())
    store.dispose()


def put_right(cockpit: Cockpit, recorder: Recorder, source: str) -> set[int]:
    """Draft every refused row as it was before it was spoilt; returns the loads they belong to."""
    runs, seen = set(), set()
    for entry in Refused(cockpit.store).page(Filter((source,)), limit=1000):
        if (entry.run_id, entry.sheet, entry.row) in seen:
            continue
        seen.add((entry.run_id, entry.sheet, entry.row))
        name = "exchange.db" if entry.file == "COCKPIT_DEMO_SQL_URL" else Path(entry.file).name
        right = recorder.right[(source, name, entry.row)]
        runs.add(entry.run_id)
        if right is None:
            draft_leaving_out(cockpit, OFFICER, entry=entry.id, reason="two rows of one key")
        elif entry.reason != "conflict":
            cells = {column: right.get(column, "") for column in entry.raw}
            draft_repair(cockpit, OFFICER, entry=entry.id, cells=cells, reason="as the department wrote it")
    return runs


@pytest.mark.parametrize("source", SOURCES)
def test_repaired_measures_equal_the_truth(
    cockpit: Cockpit, recorder: Recorder, deliveries: Path, source: str
) -> None:
    store = cockpit.store
    before = store.runs(source=source)
    refused = len(store.quarantine(source=source))
    for run in put_right(cockpit, recorder, source):
        rows, figures = replay(cockpit, OFFICER, run)
        assert rows > 0
        assert figures > 0
    measures = list(cockpit.catalogue.sources[source].measures)
    first, last = epoch_day(story.FIRST), epoch_day(story.LAST) + 60
    found = store.base_cells(measures, list(cockpit.catalogue.areas), first, last)
    both = truth_with([source], recorder, deliveries).merge(
        found, on=KEY, how="outer", suffixes=("_true", "_found"), indicator=True
    )
    assert both["_merge"].eq("both").all(), both[both["_merge"] != "both"].head(20)
    wrong = (both["value_true"] - both["value_found"]).abs() > 1e-9 * both["value_true"].abs().clip(lower=1)
    assert not wrong.any(), both[wrong].head(20)
    states = {state for _, _, state, _ in Refused(store).counts(Filter((source,)))}
    assert states == {"repaired"}
    # What was refused stays on record, and the replay is a load of its own whose rows add up.
    assert len(store.quarantine(source=source)) == refused
    after = store.runs(source=source)
    new = after[~after["id"].isin(before["id"])]
    assert new["rows_read"].sum() == refused
    assert (new["rows_read"] == new["accepted"] + new["ignored"]).all()


def test_the_recorder_repeats_the_deliveries(recorder: Recorder, deliveries: Path) -> None:
    """Else the rows above would be those of another city."""
    planted = pd.read_json(deliveries / "faults.json")
    assert {(s, f, r) for s, f, r in planted[["source", "file", "row"]].itertuples(index=False)} == set(
        recorder.right
    )
