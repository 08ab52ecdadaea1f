"""Files that come twice, out of order, half written, changed in shape, or wrong throughout."""

from __future__ import annotations

import functools
import io
import resource
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from app.domain.errors import CockpitError
from app.i18n import explain
from app.ingest import faults, load_all, load_source, run
from app.store import LoadRun, Store
from tests.faults.city import FRESH, city, content, load_everything, opened, write_deliveries
from tests.fuzz.deliveries import delivery
from tests.integration.ingest.sources import CASE_MEASURES, CASES, FIGURE_MEASURES, FIGURES, values
from tests.integration.ingest.sources import HEAD as CASES_HEAD
from tests.unit.ingest.support import make_catalogue

HEAD = "日期,区,呼入量,接通量\n"
ROW = "2024-04-05,临江,{},1\n"


@pytest.fixture
def again(tmp_path: Path, store: Store) -> Callable[..., list[LoadRun]]:
    """Write these files and load the source, as often as called."""

    def load(files: dict[str, str | bytes] | None = None, source: str = FIGURES) -> list[LoadRun]:
        for name, text in (files or {}).items():
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        catalogue = make_catalogue(tmp_path, source, FIGURE_MEASURES if source != CASES else CASE_MEASURES)
        store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
        return load_source(catalogue, store, "trial")

    return load


def told(run: LoadRun) -> list[str]:
    """What people read about a refusal, in both languages."""
    error = CockpitError(run.error_code or "", **run.error_params)
    return [text for lang in ("zh", "en") for text in explain(error, lang)]


@pytest.mark.parametrize("processes", [2])
def test_two_loaders_at_once_load_each_file_once(store_url: str, tmp_path: Path, processes: int) -> None:
    folder = tmp_path / "deliveries"
    folder.mkdir()
    write_deliveries(folder, files=2, rows=60)
    loaders = [FRESH.Process(target=load_everything, args=(store_url, folder)) for _ in range(processes)]
    for loader in loaders:
        loader.start()
    for loader in loaders:
        loader.join(120)
    assert [loader.exitcode for loader in loaders] == [0] * processes
    together = content(store_url)
    alone = opened(f"sqlite:///{tmp_path / 'alone.db'}", city(folder))
    runs = load_all(city(folder), alone)
    alone.dispose()
    assert len(together["load_run"]) == len(runs) == 6
    # The empty file is refused by both, and logged once.
    for name in ("cell", "batch", "quarantine"):
        if store_url.startswith("sqlite"):
            assert together[name] == content(f"sqlite:///{tmp_path / 'alone.db'}")[name]
        else:
            assert len(together[name]) == len(content(f"sqlite:///{tmp_path / 'alone.db'}")[name])


def test_the_same_batch_under_another_name_changes_nothing(
    again: Callable[..., list[LoadRun]], store: Store, tmp_path: Path
) -> None:
    (first,) = again({"figures_1.csv": HEAD + ROW.format(3)})
    shutil.copy(tmp_path / "figures_1.csv", tmp_path / "figures_2.csv")
    assert first.state == "committed"
    assert again() == []
    assert values(store)[("offered", "2024-04-05")] == 30_000


def test_what_arrives_later_counts_whatever_its_name(
    again: Callable[..., list[LoadRun]], store: Store
) -> None:
    again({"figures_a.csv": HEAD + ROW.format(1)})
    again({"figures_c.csv": HEAD + ROW.format(3)})
    (late,) = again({"figures_b.csv": HEAD + ROW.format(2)})  # an older correction, delivered last
    assert (late.state, late.observations) == ("committed", 1)
    assert values(store)[("offered", "2024-04-05")] == 20_000
    with_moments = store.base_cells(["offered"], ["990101"], 0, 10**6, as_of=late.started_at)
    assert with_moments["value"].tolist() == [20_000]
    # Delivered again with any change (an empty line will do), the right one counts again.
    again({"figures_c.csv": HEAD + ROW.format(3) + "\n"})
    assert values(store)[("offered", "2024-04-05")] == 30_000


def test_a_refused_file_is_read_again_only_when_it_or_its_rules_change(
    again: Callable[..., list[LoadRun]], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    read = run.read_delivery

    def counted(catalogue: Any, plan: Any, delivered: Any) -> Any:
        reads.append(delivered.batch.name)
        return read(catalogue, plan, delivered)

    monkeypatch.setattr(run, "read_delivery", counted)
    renamed = (HEAD + ROW.format(3)).replace("接通量", "接通数")
    (first,) = again({"figures.csv": renamed, "figures_2.csv": HEAD + "2024-04-06,临江,1,1\n"})[:1]
    assert (first.state, first.error_code) == ("refused", "header_missing")
    assert "接通数" in " ".join(told(first))
    assert reads == ["figures.csv", "figures_2.csv"]
    assert [r.id for r in again()] == [first.id]  # told again, not read again
    assert len(reads) == 2
    (mended,) = again(source=FIGURES.replace("from: 接通量", "from: [接通量, 接通数]"))
    assert (mended.state, len(reads)) == ("committed", 3)
    assert store.runs()["state"].tolist().count("refused") == 1


def test_an_added_column_changes_nothing_and_a_changed_file_is_tried_again(
    again: Callable[..., list[LoadRun]], store: Store
) -> None:
    (run_,) = again({"figures.csv": "备注,日期,区,新列,呼入量,接通量\nx,2024-04-05,临江,7,3,1\n"})
    assert (run_.accepted, run_.quarantined) == (1, 0)
    assert values(store)[("offered", "2024-04-05")] == 30_000
    (refused,) = again({"figures_2.csv": "日期,区\n2024-04-06,临江\n"})
    (good,) = again({"figures_2.csv": HEAD + "2024-04-06,临江,1,1\n"})
    assert (refused.state, good.state) == ("refused", "committed")


def test_a_file_that_grows_while_it_is_read_is_left_for_the_next_time(
    again: Callable[..., list[LoadRun]], store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "figures.csv"
    read = run.read_file
    started, ended = threading.Event(), threading.Event()

    def writer() -> None:
        started.wait(30)
        with path.open("a") as file:
            file.write("2024-04-06,临江,1,1\n")
        ended.set()

    def slowly(*args: Any, **kwargs: Any) -> Any:
        tables = read(*args, **kwargs)
        started.set()
        ended.wait(30)
        return tables

    threading.Thread(target=writer).start()
    monkeypatch.setattr(run, "read_file", slowly)
    (growing,) = again({"figures.csv": HEAD + ROW.format(3) + "2024-04-06,临"})
    assert (growing.state, growing.error_code) == ("refused", "file_growing")
    assert growing.observations == 0
    path.write_text(HEAD + ROW.format(3) + "2024-04-06,临江,1,1\n")
    (whole,) = again()
    assert (whole.state, whole.accepted) == ("committed", 2)


def test_a_fault_of_ours_with_one_file_keeps_back_no_other(
    again: Callable[..., list[LoadRun]], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    read = run.read_file

    def broken(workspace: Any, source: Any, path: Path, *, file: str, **known: Any) -> Any:
        if file == "figures_1.csv":
            raise RecursionError("deep")
        return read(workspace, source, path, file=file, **known)

    monkeypatch.setattr(run, "read_file", broken)
    first, second = again(
        {"figures_1.csv": HEAD + ROW.format(1), "figures_2.csv": HEAD + "2024-04-06,临江,1,1\n"}
    )
    assert (first.error_code, second.state) == ("load_failed", "committed")
    assert "figures_1.csv" in caplog.text
    monkeypatch.undo()
    (mended,) = again()  # tried again by itself
    assert mended.state == "committed"


def test_the_machines_faults_are_tried_again(
    again: Callable[..., list[LoadRun]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full while a file is turned into UTF-8."""
    text = (
        HEAD + "".join(f"2024-{m:02d}-{d:02d},临江,1,1\n" for m in range(1, 13) for d in range(1, 29)) * 300
    )
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    from app.ingest.readers import delimited

    to_utf8 = delimited.to_utf8

    def within_limit(*args: Any) -> Any:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
        try:
            return to_utf8(*args)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    monkeypatch.setattr(delimited, "to_utf8", within_limit)
    big, small = again(
        {"figures_1.csv": text.encode("gb18030"), "figures_2.csv": HEAD + "2025-04-06,临江,1,1\n"}
    )
    assert (big.error_code, small.state) == ("disk_full", "committed")
    assert all(told(big))
    assert big.error_code in faults.PASSING
    monkeypatch.undo()
    (mended,) = again()
    assert (mended.state, mended.accepted) == ("committed", 336)


def test_a_disk_too_full_for_what_memory_cannot_hold(
    again: Callable[..., list[LoadRun]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine writes what does not fit its memory into a file, which may not grow beyond a mebibyte."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    judged = run.outcome_of

    def within_limit(*args: Any, **kwargs: Any) -> Any:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
        try:
            return judged(*args, **kwargs)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

    monkeypatch.setattr(run, "outcome_of", within_limit)
    monkeypatch.setattr(run, "Workspace", functools.partial(run.Workspace, memory_limit="56MB"))
    rows = "".join(
        f"{number:09d}-{'x' * 40},临江区,2024-04-0{1 + number % 9} 08:30:00,,,投诉,已解决,3\n"
        for number in range(300_000)
    )
    (full,) = again({"cases.csv": CASES_HEAD + rows}, CASES)
    assert (full.state, full.error_code, full.observations) == ("refused", "disk_full", 0)
    assert all(told(full))
    monkeypatch.undo()
    (mended,) = again(source=CASES)
    assert (mended.state, mended.accepted) == ("committed", 300_000)


def test_a_file_on_which_the_engine_gives_up_whole_keeps_back_no_other(
    again: Callable[..., list[LoadRun]],
) -> None:
    _, name, content = delivery(110_869)  # a Parquet file with a broken page, found by the fuzzer
    assert name.endswith(".parquet")
    # What is made of its columns does not matter here: both files have them.
    source = """
read: {format: parquet, files: ["f*.parquet"]}
fields:
  district: {from: 区, type: area, level: district}
  day: {from: 受理时间, type: datetime}
  offered: {from: 数量, type: number, optional: true}
period: day
area: district
measures: {offered: {sum: offered}}
"""
    good = io.BytesIO()
    row = {"区": ["临江"], "受理时间": ["2024-04-05"], "数量": ["3"]}
    pd.DataFrame(row).to_parquet(good)
    broken, right = again({"f_1.parquet": content, "f_2.parquet": good.getvalue()}, source)
    assert (broken.error_code, right.state, right.accepted) == ("delivery_unreadable", "committed", 1)
    assert all(told(broken))


def test_a_million_wrong_rows_are_refused_in_one_sentence_and_the_rest_goes_on(
    again: Callable[..., list[LoadRun]], tmp_path: Path
) -> None:
    with (tmp_path / "figures_1.csv").open("w") as file:
        file.write(HEAD)
        for _ in range(100):
            file.write("2024-04-05,nowhere,1,1\n" * 10_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wrong, right = again({"figures_2.csv": HEAD + ROW.format(2)})
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert (wrong.state, wrong.error_code, right.state) == ("refused", "too_many_refused", "committed")
    assert wrong.error_params["rows"] == "1000000"
    assert all("1000000" in text or "1,000,000" in text for text in told(wrong)[::2])
    assert used < 900
    assert [r.id for r in again()] == [wrong.id]
