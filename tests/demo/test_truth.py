"""After loading, every measure equals the truth and every planted fault stands in quarantine with its reason."""

import json
from pathlib import Path

import pandas as pd

from app.catalogue import Catalogue
from app.domain.period import epoch_day
from app.store import LoadRun, Store
from data.demo.generator import story

KEY = ["measure", "area", "period_start"]


def test_every_measure_equals_the_truth(
    demo: Catalogue, deliveries: Path, loaded: tuple[Store, list[LoadRun]]
) -> None:
    store, _ = loaded
    truth = pd.read_parquet(deliveries / "truth.parquet")
    assert set(truth["measure"]) == set(demo.measures)
    assert len(truth) > 700_000
    first, last = epoch_day(story.FIRST), epoch_day(story.LAST) + 60
    found = store.base_cells(list(demo.measures), list(demo.areas), first, last)
    both = truth.merge(found, on=KEY, how="outer", suffixes=("_true", "_found"), indicator=True)
    assert both["_merge"].eq("both").all(), both[both["_merge"] != "both"].head(20)
    wrong = (both["value_true"] - both["value_found"]).abs() > 1e-9 * both["value_true"].abs().clip(lower=1)
    assert not wrong.any(), both[wrong].head(20)


def test_quarantine_holds_the_planted_faults_and_nothing_else(
    deliveries: Path, loaded: tuple[Store, list[LoadRun]]
) -> None:
    store, _ = loaded
    planted = json.loads((deliveries / "faults.json").read_text(encoding="utf-8"))
    wanted = {(f["source"], Path(f["file"]).name, f["row"], f["column"], f["reason"]) for f in planted}
    held = store.quarantine()
    found = {(r.source, Path(r.file).name, r.row, r.column, r.reason) for r in held.itertuples()}
    named = {(s, "exchange.db" if f == "COCKPIT_DEMO_SQL_URL" else f, *rest) for s, f, *rest in found}
    assert len(wanted) == len(planted) > 400
    assert sorted(named - wanted, key=str)[:20] == []
    assert sorted(wanted - named, key=str)[:20] == []
    assert len(held) == len(planted)


def test_rows_add_up_in_every_run(loaded: tuple[Store, list[LoadRun]]) -> None:
    _, runs = loaded
    assert len(runs) > 60
    assert {run.state for run in runs} == {"committed"}
    assert all(run.rows_read == run.accepted + run.quarantined + run.ignored for run in runs)
    assert sum(run.ignored for run in runs) > 100
