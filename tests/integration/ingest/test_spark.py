"""Records add up on a Spark cluster to the same observations as in the process, to the last digit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from app.catalogue import Catalogue
from app.domain.errors import CockpitError
from app.domain.indicator import Measure
from app.ingest import cluster
from app.ingest.delivery import files_of, identify
from app.ingest.plan import make_plan
from app.ingest.run import read_delivery
from tests.unit.ingest.support import make_catalogue, measure

MASTER = "local-cluster[2,1,1024]"
ROWS = 200_000
RECORDS = """
read: {format: csv, files: ["records*.csv"]}
fields:
  ticket: {from: ticket, type: text}
  district: {from: district, type: area, level: district}
  opened: {from: opened, type: datetime}
  closed: {from: closed, type: datetime}
  kind: {from: kind, type: text}
  cost: {from: cost, type: number}
unique: [ticket]
derive:
  handling: {minutes: [opened, closed]}
period: opened
area: district
measures:
  records: {count: all}
  solved: {count: all, where: [{field: kind, in: [solved]}], period: closed}
  cost: {sum: cost}
  cost_mean: {mean: cost, where: [{field: kind, in: [solved]}]}
  handling: {sum: handling, times: 60}
  longest: {max: handling}
  cheapest: {min: cost}
  last_cost: {last: cost}
"""
MEASURES: list[Measure] = [
    measure("records"), measure("solved"), measure("cost"), measure("cost_mean", time="mean"),
    measure("handling"), measure("longest", time="max"), measure("cheapest", time="last"),
    measure("last_cost", time="last"),
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _session() -> Iterator[None]:
    yield
    if cluster.connect.cache_info().currsize:
        cluster.connect(MASTER).disconnect()
        cluster.connect.cache_clear()


def write_records(folder: Path, seed: int = 9) -> None:
    """Odd amounts of every size, missing ones, two rows of one second: whatever order could change."""
    rng = np.random.default_rng(seed)
    opened = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 40 * 86_400, ROWS), unit="s")
    closed = opened + pd.to_timedelta(rng.integers(0, 90_000, ROWS), unit="s")
    cost = (rng.lognormal(2, 5, ROWS) * rng.choice([-1, 1], ROWS)).astype(object)
    cost[rng.random(ROWS) < 0.1] = None
    pd.DataFrame(
        {
            "ticket": [f"T{n}" for n in range(ROWS)],
            "district": rng.choice(["临江区", "东湖区"], ROWS),
            "opened": opened.strftime("%Y-%m-%d %H:%M:%S"),
            "closed": closed.strftime("%Y-%m-%d %H:%M:%S"),
            "kind": rng.choice(["solved", "open"], ROWS),
            "cost": cost,
        }
    ).to_csv(folder / "records.csv", index=False)


def added_up(catalogue: Catalogue, source: str) -> list[pd.DataFrame]:
    rules = catalogue.sources[source]
    plan, deliveries = make_plan(catalogue, rules), catalogue.city.deliveries
    files = [identify(path, deliveries) for path in files_of(rules, deliveries)]
    return [read_delivery(catalogue, plan, file).observations for file in files]


def tasks_of_workers() -> list[int]:
    """How many tasks each worker has done; the driver left out."""
    session = cluster.connect(MASTER)._session
    told = session.sparkContext._jsc.sc().statusStore().executorList(True)
    workers = [told.apply(n) for n in range(told.size())]
    return [worker.totalTasks() for worker in workers if worker.id() != "driver"]


def test_200_000_records_are_the_same_on_two_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_records(tmp_path)
    catalogue = make_catalogue(tmp_path, RECORDS, MEASURES)
    (here,) = added_up(catalogue, "trial")
    monkeypatch.setenv("COCKPIT_SPARK", MASTER)
    (there,) = added_up(catalogue, "trial")
    assert here["measure"].nunique() == len(MEASURES)
    assert len(here) > 8 * 2 * 39
    pd.testing.assert_frame_equal(here, there, check_exact=True)
    tasks = tasks_of_workers()
    assert len(tasks) == 2
    assert min(tasks) > 0


def test_the_demo_citys_records_are_the_same_on_two_workers(
    demo: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [s.id for s in demo.sources.values() if s.read.format != "sql" and make_plan(demo, s).records]
    assert len(sources) >= 3
    here = {source: added_up(demo, source) for source in sources}
    monkeypatch.setenv("COCKPIT_SPARK", MASTER)
    for source in sources:
        for one, other in zip(here[source], added_up(demo, source), strict=True):
            pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(CockpitError) as told:
        cluster.connect("spark://nowhere:7077")
    assert told.value.code == "spark_missing"
