"""From files to the store: what is accepted, refused, ignored; what comes out; what a second load does."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue import Catalogue
from app.domain.errors import CockpitError
from app.domain.indicator import Measure
from app.domain.period import epoch_day
from app.i18n import translator
from app.ingest import Progress, load_all, load_source
from app.store import LoadRun, Store
from tests.unit.ingest.support import make_catalogue, measure

CASES = """
read: {format: csv, files: ["cases*.csv"]}
fields:
  ticket: {from: 工单, type: text}
  district: {from: 所属区, type: area, level: district}
  opened: {from: 受理时间, type: datetime}
  closed: {from: 办结时间, type: datetime, optional: true}
  due: {from: 应结时间, type: datetime, optional: true}
  kind: {from: 类别, type: text, values: [投诉, 咨询], optional: true}
  result: {from: 结果, type: text, optional: true}
  minutes: {from: 通话, type: number, min: 0, max: 600, optional: true}
ignore:
  - {column: 工单, in: [合计]}
unique: [ticket]
checks: [{not_before: [closed, opened]}]
derive:
  handling: {minutes: [opened, closed]}
  on_time: {flag: [{field: closed, not_above_field: due}]}
period: opened
area: district
measures:
  cases: {count: all}
  solved: {count: all, where: [{field: result, in: [已解决]}]}
  closed: {count: all, period: closed}
  due: {count: all, period: due}
  on_time: {sum: on_time}
  talk: {sum: minutes, times: 60}
  longest: {max: minutes}
"""
CASE_MEASURES = [measure(name) for name in ("cases", "solved", "closed", "due", "on_time", "talk")] + [
    measure("longest", time="max")
]
FIGURES = """
read: {format: csv, files: ["figures*.csv"]}
fields:
  day: {from: 日期, type: date}
  district: {from: 区, type: area, level: district}
  offered: {from: [呼入量, 呼入], type: number, unit: 万, min: 0}
  answered: {from: 接通量, type: number, unit: 万}
ignore: [{column: 区, in: [合计]}]
checks: [{not_above: [answered, offered]}]
period: day
area: district
measures: {offered: {sum: offered}, answered: {sum: answered}}
"""
FIGURE_MEASURES = [measure("offered"), measure("answered")]
HEAD = "工单,所属区,受理时间,办结时间,应结时间,类别,结果,通话\n"

Load = Callable[..., tuple[Catalogue, list[LoadRun]]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'store.db'}")
    made.migrate()
    yield made
    made.dispose()


@pytest.fixture
def load(tmp_path: Path, store: Store) -> Load:
    def run(
        source: str, measures: list[Measure], files: dict[str, str], **city: Any
    ) -> tuple[Catalogue, list[LoadRun]]:
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        catalogue = make_catalogue(tmp_path, source, measures, **city)
        store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
        return catalogue, load_source(catalogue, store, "trial")

    return run


def values(store: Store, grain: str = "day", area: str = "990101") -> dict[tuple[str, str], float | None]:
    names = [*(m.id for m in CASE_MEASURES), "offered", "answered", "m", "n"]
    cells = store.cells(names, [area], grain, epoch_day(date(2000, 1, 1)), epoch_day(date(2030, 1, 1)))
    days = pd.to_datetime(cells["period_start"], unit="D").dt.strftime("%Y-%m-%d")
    return {
        (name, day): None if pd.isna(value) else value
        for name, day, value in zip(cells["measure"], days, cells["value"], strict=True)
    }


def reasons(store: Store) -> list[tuple[int, str, str]]:
    rows = store.quarantine().sort_values("id")
    return list(zip(rows["row"], rows["column"], rows["reason"], strict=True))


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


def test_a_delivery_counts_once_and_a_later_file_corrects(load: Load, store: Store, tmp_path: Path) -> None:
    head = "日期,区,呼入量,接通量\n"
    catalogue, first = load(FIGURES, FIGURE_MEASURES, {"figures_1.csv": head + "2024-04-05,临江,1,1\n"})
    assert len(first) == 1
    assert load_source(catalogue, store, "trial") == []
    told: list[Progress] = []
    (tmp_path / "figures_2.csv").write_text(head + "2024-04-05,临江,2,1\n", encoding="utf-8")
    (second,) = load_source(catalogue, store, "trial", tell=told.append)
    assert second.observations == 1
    assert [(p.file, p.number, p.total, p.run is None) for p in told] == [
        ("figures_1.csv", 1, 2, True),
        ("figures_2.csv", 2, 2, False),
    ]
    assert values(store)[("offered", "2024-04-05")] == 20_000
    (tmp_path / "figures_1.csv").write_text(head + "2024-04-05,临江,3,1\n", encoding="utf-8")
    assert len(load_source(catalogue, store, "trial")) == 1
    assert values(store)[("offered", "2024-04-05")] == 30_000


def test_a_wrong_file_is_refused_and_the_others_are_loaded(load: Load, store: Store) -> None:
    files = {
        "figures_1.csv": "日期,地区,呼入量,接通量\n2024-04-05,临江,1,1\n",
        "figures_2.csv": "",
        "figures_3.csv": "日期,区,呼入量,接通量\n",
        "figures_4.csv": "日期,区,呼入量,接通量\n2024-04-05,临江,1,1\n",
    }
    _, runs = load(FIGURES, FIGURE_MEASURES, files)
    assert [run.state for run in runs] == ["refused", "refused", "refused", "committed"]
    assert [run.error_code for run in runs[:3]] == ["header_missing", "file_empty", "file_empty"]
    assert runs[0].error_params["nearest"] == "地区"
    assert store.data_version() > 0
    t = translator("zh")
    for run in runs[:3]:
        assert "{" not in t(f"errors.{run.error_code}.message", **run.error_params)


def test_every_source_is_loaded_though_one_is_wrong(store: Store, tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text("x\n1\n")
    (tmp_path / "cases.csv").write_text(HEAD + "1,临江,2024-04-05,,,投诉,,5\n", encoding="utf-8")
    sources = {"wrong": FIGURES, "right": CASES}
    catalogue = make_catalogue(tmp_path, sources, [*CASE_MEASURES, *FIGURE_MEASURES])
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    assert [(run.source, run.state) for run in load_all(catalogue, store)] == [
        ("wrong", "refused"),
        ("right", "committed"),
    ]
    with pytest.raises(CockpitError, match="unknown_source"):
        load_source(catalogue, store, "nothing")


def test_a_file_wrong_throughout_is_refused_whole(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ingest.quarantine.MOST_ROWS", 3)
    rows = "".join(f"{n},南极,2024-04-05,,,投诉,,5\n" for n in range(4))
    _, (run,) = load(CASES, CASE_MEASURES, {"cases.csv": HEAD + rows})
    assert (run.state, run.error_code) == ("refused", "too_many_refused")
    assert (run.error_params["column"], run.error_params["rows"]) == ("所属区", "4")


def test_a_file_that_is_still_being_written_is_refused(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.ingest import run as module

    read = module.read_file

    def growing(*args: Any, **options: Any) -> Any:
        tables = read(*args, **options)
        with (tmp_path / "figures.csv").open("a") as file:
            file.write("2024-04-06")
        return tables

    monkeypatch.setattr(module, "read_file", growing)
    _, (run,) = load(
        FIGURES, FIGURE_MEASURES, {"figures.csv": "日期,区,呼入量,接通量\n2024-04-05,临江,1,1\n"}
    )
    assert (run.state, run.error_code) == ("refused", "file_growing")


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


def test_known_at_may_be_given(store: Store, tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text("日期,区,呼入量,接通量\n2024-04-05,临江,1,1\n", encoding="utf-8")
    catalogue = make_catalogue(tmp_path, FIGURES, FIGURE_MEASURES)
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    moment = datetime(2024, 4, 6, tzinfo=UTC)
    load_source(catalogue, store, "trial", known_at=moment)
    cells = store.base_cells(["offered"], ["990101"], 0, 40_000)
    assert cells["known_at"].tolist() == [int(moment.timestamp() * 1_000_000)]


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
