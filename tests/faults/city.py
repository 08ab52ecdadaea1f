"""A small city with every kind of delivery, its loader as a process, and all that a load leaves behind."""

from __future__ import annotations

import multiprocessing
import random
from pathlib import Path
from typing import Any

import ibis.backends.duckdb  # noqa: F401  imported at first use: a fork should find it there
import openpyxl
from sqlalchemy import text

from app.catalogue import Catalogue
from app.ingest import load_all
from app.store import Store
from tests.integration.ingest.sources import CASE_MEASURES, CASES, FIGURE_MEASURES, FIGURES, HEAD
from tests.unit.ingest.support import make_catalogue, measure

SHEETS = """
read: {format: excel, files: ["sheets*.xlsx"]}
unpivot: {columns: '^(\\d{4})年(\\d+)月$', name: month, value: amount}
fields:
  month: {from: month, type: date}
  district: {from: 区, type: area, level: district}
  amount: {from: amount, type: number, min: 0}
period: month
area: district
measures: {wide: {sum: amount}}
"""
SOURCES = {"cases": CASES, "figures": FIGURES, "sheets": SHEETS}
MEASURES = [*CASE_MEASURES, *FIGURE_MEASURES, measure("wide", "month")]
AREAS = ["临江区", "东湖", "临 江", "nowhere"]

# Forked from a process that has imported the loader but opened nothing.
FRESH = multiprocessing.get_context("forkserver")
FRESH.set_forkserver_preload(["tests.faults.city"])

CONTENT = {
    "observation": "SELECT m.code, o.grain, a.code, o.period_start, o.value, o.status FROM observation o "
    "JOIN measure m ON m.id = o.measure_id JOIN area a ON a.id = o.area_id "
    "ORDER BY 1, 2, 3, 4, o.known_at",
    "cell": "SELECT m.code, c.grain, a.code, c.period_start, c.value, c.n, c.areas, c.flags FROM cell c "
    "JOIN measure m ON m.id = c.measure_id JOIN area a ON a.id = c.area_id ORDER BY 1, 2, 3, 4",
    "quarantine": 'SELECT file, sheet, "row", "column", reason, CAST(params AS TEXT), CAST(raw AS TEXT) '
    'FROM quarantine ORDER BY file, sheet, "row", "column", reason',
    "load_run": "SELECT source, state, rows_read, accepted, quarantined, ignored, observations, error_code "
    "FROM load_run ORDER BY 1, 2, 3, 4, 5, 6",
    "batch": "SELECT source, name, sha256, bytes FROM batch ORDER BY 1, 2, 3",
}


def write_deliveries(folder: Path, files: int = 5, rows: int = 400, seed: int = 4) -> None:
    """Records, ready figures and workbooks; some rows are wrong, some files correct earlier ones, one is empty."""
    rng = random.Random(seed)
    for number in range(files):
        cases = [
            f"{number}-{row},{rng.choice(AREAS)},2024-0{rng.randint(3, 6)}-{rng.randint(1, 28):02d} 08:30,,,"
            f"{rng.choice(['投诉', '咨询', '?'])},已解决,{rng.choice([3, 4.75, 'x', '', 900])}"
            for row in range(rows)
        ]
        (folder / f"cases_{number}.csv").write_text(HEAD + "\n".join(cases), encoding="utf-8")
        days = [
            f"2024-03-{day:02d},{area},{rng.randint(1, 9)}.{number},{rng.choice(['0.5', '', '99'])}"
            for day in range(1, 29)
            for area in ("临江", "东湖", "全市")
        ]
        (folder / f"figures_{number}.csv").write_bytes(
            ("日期,区,呼入量,接通量\n" + "\n".join(days)).encode("gb18030")
        )
    (folder / "figures_empty.csv").write_text("日期,区,呼入量,接通量\n")
    book = openpyxl.Workbook()
    book.active.append(["区", "2024年1月", "2024年2月"])
    book.active.append(["临江区", 3, "oops"])
    book.active.append(["东湖区", 4.5, None])
    book.save(folder / "sheets.xlsx")


def city(folder: Path) -> Catalogue:
    """The city that delivers in this folder."""
    return make_catalogue(folder, SOURCES, MEASURES)


def opened(url: str, catalogue: Catalogue) -> Store:
    """The store with the city's measures and areas."""
    store = Store(url)
    store.migrate()
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    return store


def load_everything(url: str, folder: Path) -> None:
    """What a loader process does from its start to its end."""
    catalogue = city(folder)
    store = opened(url, catalogue)
    load_all(catalogue, store)
    store.dispose()


def fingerprints_hold(url: str) -> bool:
    """Whether each cell's hash is that of the observations below it. It rests on numbers that the database gives
    out, and a killed registration leaves gaps in them: between two databases hashes cannot be compared."""
    query = "SELECT measure_id, grain, area_id, period_start, fp FROM cell ORDER BY 1, 2, 3, 4"
    store = Store(url)

    def found() -> list[tuple[Any, ...]]:
        with store.reading() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    before = found()
    store.rebuild()
    after = found()
    store.dispose()
    return before == after


def content(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that loads have left behind, without numbers, moments and what rests on numbers."""
    store = Store(url)
    with store.reading() as connection:
        found = {
            name: [tuple(row) for row in connection.execute(text(query))] for name, query in CONTENT.items()
        }
    store.dispose()
    return found
