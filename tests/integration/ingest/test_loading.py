"""Rows: what is accepted, refused, ignored, and what they add up to in the store."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.i18n import translator
from app.store import Store
from tests.integration.ingest.sources import (
    CASE_MEASURES,
    CASES,
    FIGURE_MEASURES,
    FIGURES,
    HEAD,
    Load,
    reasons,
    values,
)
from tests.unit.ingest.support import measure


def test_case_records(load: Load, store: Store) -> None:
    rows = [
        "1,临江,2024-04-05 10:00:00,2024-04-06 10:00:00,2024-04-07,投诉,已解决,5",
        "2, 临 江 区 ,2024/4/5 11:00,2024年4月6日 12:00,2024-04-06,咨询,未解决,7.5",
        "3,临江区,2024-04-05,,2025-12-30,,,",  # due after the city's today
        "4,东湖区,20240406,,,投诉,,",
    ]
    _, (run,) = load(CASES, CASE_MEASURES, {"cases.csv": HEAD + "\n".join(rows)})
    assert (run.rows_read, run.accepted, run.quarantined, run.ignored) == (4, 4, 0, 0)
    assert values(store) == {
        ("cases", "2024-04-05"): 3,
        ("solved", "2024-04-05"): 1,
        ("on_time", "2024-04-05"): 1,
        ("talk", "2024-04-05"): 750,
        ("longest", "2024-04-05"): 7.5,
        ("closed", "2024-04-06"): 2,
        ("due", "2024-04-06"): 1,
        ("due", "2024-04-07"): 1,
    }
    assert values(store, area="990102")[("talk", "2024-04-06")] is None  # missing, never zero
    assert values(store, "month", "990100")[("cases", "2024-04-01")] == 4


def test_each_wrong_row_is_told_where_and_why(load: Load, store: Store) -> None:
    rows = [
        "1,临江,2024-04-05 10:00:00,,,投诉,,5",
        ",临江,2024-04-05,,,投诉,,5",
        "3,,2024-04-05,,,投诉,,5",
        "4,临江县,2024-04-05,,,投诉,,5",
        "5,临江,04/05/2024,,,投诉,,5",
        "6,临江,,,,投诉,,5",
        "7,临江,2024-04-05,2024-04-01,,投诉,,5",
        "8,临江,2024-04-05,,,表扬,,5",
        "9,临江,2024-04-05,,,投诉,,五",
        "10,临江,2024-04-05,,,投诉,,601",
        "11,临江,2026-01-01,,,投诉,,5",
        "12,北山县,2024-03-09,,,投诉,,5",  # before the county was founded
        "合计,,,,,,,5",
        "13,临江,2024-04-05,,,投诉,,5,many,more",
        ",,,,,,,",
        "14,临江,2024-04-05,,,投诉,,-",
    ]
    _, (run,) = load(CASES, CASE_MEASURES, {"cases.csv": HEAD + "\n".join(rows)})
    assert reasons(store) == [
        (3, "工单", "missing_value"),
        (4, "所属区", "missing_value"),
        (5, "所属区", "unknown_area"),
        (6, "受理时间", "bad_date"),
        (7, "受理时间", "missing_value"),
        (8, "办结时间", "wrong_order"),
        (9, "类别", "unknown_category"),
        (10, "通话", "bad_number"),
        (11, "通话", "out_of_range"),
        (12, "受理时间", "future_date"),
        (13, "所属区", "outside_period"),
        (15, "", "bad_row"),
    ]
    assert (run.rows_read, run.accepted, run.quarantined, run.ignored) == (15, 2, 12, 1)
    rows_found = store.quarantine().set_index("row")
    assert rows_found.loc[5, "params"]["nearest"] == "临江区"
    assert rows_found.loc[5, "raw"]["工单"] == "4"
    for lang in ("zh", "en"):
        t = translator(lang)
        for row in rows_found.itertuples():
            said = t(f"reasons.{row.reason}.message", **row.params)
            assert "{" not in said
            assert t(f"reasons.{row.reason}.remedy", **row.params)
    assert "临江区" in translator("zh")("reasons.unknown_area.message", **rows_found.loc[5, "params"])


def test_copies_are_ignored_and_conflicts_refused(load: Load, store: Store) -> None:
    rows = [
        "1,临江,2024-04-05,,,投诉,,5",
        "1,临江,2024-04-05,,,投诉,,5",
        "1,临江,2024-04-05,,,投诉,,6",
        "2,临江,2024-04-05,,,咨询,,1",
    ]
    _, (run,) = load(CASES, CASE_MEASURES, {"cases.csv": HEAD + "\n".join(rows)})
    assert (run.accepted, run.quarantined, run.ignored) == (2, 1, 1)
    assert reasons(store) == [(4, "工单", "conflict")]
    assert values(store)[("talk", "2024-04-05")] == 360


def test_ready_figures(load: Load, store: Store) -> None:
    text = (
        "热线日报,,,\n日期,区,呼入,接通量\n2024年4月5日,临江,1.5,1\n2024-04-05,东湖区,2,\n2024-04-06,临江,1,2\n"
        "2024-04-07,临江,1,1\n2024-04-07,临江区,1,1\n2024-04-08,临江,1,1\n2024-04-08,临江,1,0.5\n2024-04-05,合计,9,9\n"
    )
    _, (run,) = load(FIGURES, FIGURE_MEASURES, {"figures.csv": text})
    assert (run.rows_read, run.accepted, run.quarantined, run.ignored) == (8, 3, 3, 2)
    assert reasons(store) == [
        (5, "接通量", "part_exceeds_whole"),
        (8, "区", "conflict"),
        (9, "区", "conflict"),
    ]
    assert values(store) == {
        ("offered", "2024-04-05"): 15_000,
        ("answered", "2024-04-05"): 10_000,
        ("offered", "2024-04-07"): 10_000,
        ("answered", "2024-04-07"): 10_000,
    }
    assert values(store, area="990102") == {
        ("offered", "2024-04-05"): 20_000,
        ("answered", "2024-04-05"): None,
    }


WIDE = """
read: {format: csv, files: ["wide*.csv"]}
unpivot: {columns: '^(\\d{4})年(\\d+)月$', name: month, value: amount}
fields:
  month: {from: month, type: date}
  district: {from: 区, type: area, level: district}
  amount: {from: amount, type: number, min: 0}
period: month
area: district
measures: {m: {sum: amount}}
"""


def test_wide_months_become_rows(load: Load, store: Store) -> None:
    text = "区,2025年10月,2025年11月,2025年12月,2026年1月,备注\n临江,1,x,,,a\n东湖,2,-,3,,b\n"
    _, (run,) = load(WIDE, [measure("m", "month")], {"wide.csv": text})
    assert (run.rows_read, run.accepted, run.quarantined, run.ignored) == (8, 5, 1, 2)
    assert reasons(store) == [(2, "2025年11月", "bad_number")]
    assert values(store, "month") == {("m", "2025-10-01"): 1, ("m", "2025-12-01"): None}
    assert values(store, "month", "990102") == {
        ("m", "2025-10-01"): 2,
        ("m", "2025-11-01"): None,
        ("m", "2025-12-01"): 3,
    }


STREETS = """
read: {format: csv, files: ["s*.csv"]}
fields:
  day: {from: day, type: datetime}
  street: {from: street, type: area, level: street}
  n: {from: n, type: number, optional: true}
period: day
area: street
fill: zero
measures:
  m: {count: all}
  n: {last: n}
"""


def test_streets_reported_as_districts_zeros_and_last_values(load: Load, store: Store) -> None:
    text = (
        "day,street,n\n2024-04-01 09:00,江滨街道,1\n2024-04-01 08:00,江滨街道,5\n2024-04-03,江滨街道,\n"
        "2024-04-04,湖心街道,2\n"
    )
    measures = [measure("m"), measure("n", level="street", time="last")]
    load(STREETS, measures, {"s.csv": text})
    counted = {day: value for (name, day), value in values(store).items() if name == "m"}
    assert counted == {"2024-04-01": 2, "2024-04-02": 0, "2024-04-03": 1, "2024-04-04": 0}
    last = {day: value for (name, day), value in values(store, area="990101001").items() if name == "n"}
    assert last == {"2024-04-01": 1, "2024-04-03": None}


AREAS = ["临江", "临江区", " 东 湖 ", "990103", "南极", "", "合计"]
DAYS = ["2024-04-05", "2024/4/6", "20240407", "2024年4月8日", "04/05/2024", "", "2026-05-05"]
NUMBERS = ["1", "2.5", "１２", "1,000", "", "-", "x", "-3", "1.2万"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), count=st.integers(1, 60), ragged=st.booleans())
def test_rows_always_add_up(
    load: Load, store: Store, tmp_path: Path, seed: int, count: int, ragged: bool
) -> None:
    pick = random.Random(seed).choice
    lines = [
        f'{pick(range(20))},{pick(AREAS)},{pick(DAYS)},,,{pick(["投诉", "咨询", "", "?"])},,"{pick(NUMBERS)}"'
        + (pick(["", "", ",x", ",,"]) if ragged else "")
        + pick(["", "", "\n"])
        for _ in range(count)
    ]
    for old in tmp_path.glob("cases*.csv"):
        old.unlink()
    name = f"cases_{seed}_{count}_{ragged}.csv"
    _, runs = load(CASES, CASE_MEASURES, {name: HEAD + "\n".join(lines) + "\n"})
    for run in runs:
        assert run.rows_read == count
        assert run.rows_read == run.accepted + run.quarantined + run.ignored
        refused = store.quarantine(run_id=run.id)
        assert len(refused) == run.quarantined
        assert refused["row"].is_unique
