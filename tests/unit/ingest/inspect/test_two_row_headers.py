"""Headers of two rows that hold periods: understood, and the proposed mapping reads the right figures."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from app.catalogue import load_package
from app.catalogue.source import Source
from app.domain.period import epoch_day
from app.domain.text import Text
from app.ingest.delivery import identify
from app.ingest.inspect import About, Found, draft_content, inspect
from app.ingest.inspect.wide import wide_names
from app.ingest.plan import make_plan
from app.ingest.run import read_delivery

SMALL = Path(__file__).resolve().parents[3] / "packages" / "small"
CITY = replace(load_package(SMALL), sources={})  # no measure is delivered yet
Rows = list[list[object]]

YEARS: Rows = [
    ["区", "2024年", None, None, "2025年", None],
    [None, "10月", "11月", "12月", "1月", "2月"],
    ["东区", 1, 2, 3, 4, 5],
    ["西区", 6, 7, 8, 9, 10],
]
OVER: Rows = [
    ["区", "测点数", None, "压力合格测点数", None],
    [None, "2025-01", "2025-02", "2025-01", "2025-02"],
    ["东区", 10, 20, 9, 18],
    ["西区", 30, 40, 27, 36],
]
UNDER: Rows = [
    ["区", "2025年1月", None, "2025年2月", None],
    [None, "测点数", "压力合格测点数", "测点数", "压力合格测点数"],
    ["东区", 10, 9, 20, 18],
    ["西区", 30, 27, 40, 36],
]
TWO = {
    ("gauges", "880101", (2025, 1)): 10, ("gauges", "880101", (2025, 2)): 20,
    ("gauges", "880102", (2025, 1)): 30, ("gauges", "880102", (2025, 2)): 40,
    ("pressure_ok", "880101", (2025, 1)): 9, ("pressure_ok", "880101", (2025, 2)): 18,
    ("pressure_ok", "880102", (2025, 1)): 27, ("pressure_ok", "880102", (2025, 2)): 36,
}  # fmt: skip
MONTHS = [(2024, 10), (2024, 11), (2024, 12), (2025, 1), (2025, 2)]
ONE = {
    ("gauges", area, month): value
    for area, first in (("880101", 1), ("880102", 6))
    for value, month in enumerate(MONTHS, first)
}


def written(folder: Path, rows: Rows, form: str, banner: str | None) -> Path:
    told = [[banner]] if banner else []
    path = folder / f"测点数.{form}"
    if form == "csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([*told, *rows])
        return path
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [*told, *rows]:
        sheet.append(row)
    top = len(told) + 1
    if banner:
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(rows[0]))
    sheet.merge_cells(start_row=top, end_row=top + 1, start_column=1, end_column=1)
    starts = [at for at, cell in enumerate(rows[0], 1) if cell and at > 1]
    for first, after in zip(starts, [*starts[1:], len(rows[0]) + 1], strict=True):
        sheet.merge_cells(start_row=top, end_row=top, start_column=first, end_column=after - 1)
    book.save(path)
    return path


def figures(seen: Found, path: Path) -> dict[tuple[str, str, tuple[int, int]], float]:
    """What the proposed mapping reads, by measure, area and month."""
    content = draft_content(seen, seen.choices, About(Text("甲", "a"), path.name), CITY)
    source = Source.model_validate({**content, "id": "trial", "department": "water"})
    city = replace(CITY, sources={"trial": source})
    found = read_delivery(city, make_plan(city, source), identify(path, path.parent))
    assert found.quarantine.empty
    days = {epoch_day(p.start): (p.start.year, p.start.month) for p in months()}
    return {
        (row.measure, row.area, days[int(row.period_start)]): row.value
        for row in found.observations.itertuples()
    }


def months():
    calendar = CITY.city.calendar
    return calendar.between(calendar.parse("2024-01"), calendar.parse("2025-12"))


@pytest.mark.parametrize("banner", [None, "各区供水情况表"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(("rows", "expected"), [(YEARS, ONE), (OVER, TWO), (UNDER, TWO)])
def test_the_proposal_reads_the_figures(
    tmp_path: Path, rows: Rows, expected: dict[object, float], form: str, banner: str | None
) -> None:
    path = written(tmp_path, rows, form, banner)
    seen = inspect(path, CITY)
    assert (seen.table.header, seen.table.header_rows) == (2 if banner else 1, 2)
    assert seen.table.banner == ((banner,) if banner else ())
    assert figures(seen, path) == expected


def test_the_next_delivery_may_have_longer_months_and_other_years() -> None:
    wide = wide_names(["区", *(f"2025年/{month}月" for month in (1, 2, 3))])
    assert wide is not None
    longer = wide_names(["区", *(f"2025年/{month}月" for month in (10, 11, 12))])
    assert longer is not None
    assert longer.pattern == wide.pattern
    plain = wide_names(["2025年1月", "2025年2月", "2025年3月"])
    assert plain is not None
    assert plain.pattern == r"^(\d{4}年\d{1,2}月)$"


@pytest.mark.parametrize(
    "names",
    [
        ["区", "指标/测点数", "指标/压力合格测点数", "指标/日期"],
        ["区", "2025年/1月", "2025年/2月"],  # too few to be sure
        ["区", "2025年/71月", "2025年/72月", "2025年/73月"],
        ["区", "测点数/2025-01", "测点数/2025-02", "测点数/2025-03"],  # a banner over plain months
    ],
)
def test_what_is_no_period_stays(names: list[str]) -> None:
    assert wide_names(names) is None


def test_months_under_one_banner_stay_a_header_of_one_row(tmp_path: Path) -> None:
    rows: Rows = [["区", "2025-01", "2025-02", "2025-03"], ["东区", 1, 2, 3], ["西区", 4, 5, 6]]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["各区测点数"], *rows]:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    book.save(tmp_path / "a.xlsx")
    seen = inspect(tmp_path / "a.xlsx", CITY)
    assert (seen.table.header, seen.table.header_rows, seen.table.banner) == (2, 1, ("各区测点数",))
    assert seen.wide is not None
