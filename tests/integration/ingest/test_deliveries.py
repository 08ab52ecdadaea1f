"""Files: each counts once, a wrong one is refused whole, and the others are loaded."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.domain.errors import CockpitError
from app.i18n import translator
from app.ingest import Progress, load_all, load_source
from app.store import Store
from tests.integration.ingest.sources import (
    CASE_MEASURES,
    CASES,
    FIGURE_MEASURES,
    FIGURES,
    HEAD,
    Load,
    values,
)
from tests.unit.ingest.support import make_catalogue


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


def test_known_at_may_be_given(store: Store, tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text("日期,区,呼入量,接通量\n2024-04-05,临江,1,1\n", encoding="utf-8")
    catalogue = make_catalogue(tmp_path, FIGURES, FIGURE_MEASURES)
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    moment = datetime(2024, 4, 6, tzinfo=UTC)
    load_source(catalogue, store, "trial", known_at=moment)
    cells = store.base_cells(["offered"], ["990101"], 0, 40_000)
    assert cells["known_at"].tolist() == [int(moment.timestamp() * 1_000_000)]


def test_sheets_with_other_headers_tell_their_own_columns(load: Load, store: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "甲"
    for sheet, column in ((book["甲"], "呼入量"), (book.create_sheet("乙"), "呼入")):
        sheet.append(["日期", "区", column, "接通量"])
        sheet.append(["2024-04-05", "临江", "很多", "1"])
        sheet.append(["2024-04-31", "临江", "1", "1"])
    book.save(tmp_path / "figures.xlsx")
    source = FIGURES.replace("csv", "excel", 1).replace("figures*.csv", "figures.xlsx")
    _, (run,) = load(source, FIGURE_MEASURES, {})
    assert run.state == "committed"
    told = store.quarantine(run_id=run.id).sort_values(["sheet", "row"])
    assert told[["sheet", "row", "column", "reason"]].to_numpy().tolist() == [
        ["乙", 2, "呼入", "bad_number"],
        ["乙", 3, "日期", "bad_date"],
        ["甲", 2, "呼入量", "bad_number"],
        ["甲", 3, "日期", "bad_date"],
    ]
