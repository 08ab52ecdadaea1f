"""A file nobody described: what is found in it, and that nothing is decided silently."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from app.catalogue import load_package
from app.catalogue.document import read_yaml
from app.catalogue.source import Source
from app.catalogue.validate import validate
from app.catalogue.write import package_yaml
from app.domain.errors import FileRefused
from app.domain.period import Grain
from app.domain.text import Text
from app.ingest.inspect import About, Found, draft_content, draft_notes, inspect, matches
from app.ingest.inspect.match import LIKELY, SURE

SMALL = Path(__file__).resolve().parents[3] / "packages" / "small"
CITY = load_package(SMALL)
SAY = dict.fromkeys(
    ("no_measure", "check", "order", "level", "areas", "no_measures", "no_period", "no_area"), "DECIDE"
)


def found(tmp_path: Path, text: str, *, name: str = "a.csv", encoding: str = "utf-8") -> Found:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return inspect(path, CITY)


def roles(seen: Found) -> dict[str, str]:
    return {choice.column: choice.role for choice in seen.choices}


def test_banner_header_units_footer_and_encoding(tmp_path: Path) -> None:
    text = (
        "养老服务月报,,,\n单位：万元,,,\n月份,区,测点(万个),补贴\n"
        "2025-01,东区,1,2\n2025-02,西区,,3\n2025-02,合计,1,5\n注：含送餐,,,\n"
    )
    seen = found(tmp_path, text, encoding="gb18030")
    assert (seen.look.encoding, seen.look.sure, seen.look.delimiter) == ("gb18030", "likely", ",")
    assert (seen.table.header, seen.table.header_rows) == (3, 1)
    assert seen.table.banner == ("养老服务月报", "单位：万元")
    assert seen.table.footer == ("注：含送餐",)
    assert seen.totals == ("合计",)
    assert [(c.name, c.unit, c.nulls) for c in seen.columns][2:] == [
        ("测点(万个)", "万个", 1),
        ("补贴", "万元", 0),
    ]
    assert list(roles(seen).values()) == ["period", "area", "measure", "measure"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    rows = [["月份", "区", "数"], ["2025-01", "东区", "1"], ["2025-02", "西区", "2"]]
    seen = found(tmp_path, "\n".join(delimiter.join(row) for row in rows))
    assert seen.look.delimiter == delimiter
    assert len(seen.columns) == 3


def test_a_merged_header_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["统计口径", None, "指标", None])
    sheet.append(["季度", "区", "测点数", "压力合格测点数"])
    sheet.append(["2025Q1", "东区", 3, 2])
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:D1")
    book.create_sheet("空")
    book.save(tmp_path / "a.xlsx")
    seen = inspect(tmp_path / "a.xlsx", CITY)
    assert seen.table.header_rows == 2
    assert seen.table.names == ("统计口径/季度", "统计口径/区", "指标/测点数", "指标/压力合格测点数")
    assert seen.columns[0].grain is Grain.QUARTER


def test_months_as_columns(tmp_path: Path) -> None:
    seen = found(tmp_path, "区,2025年1月,2025年2月,2025年12月\n东区,1,2,3\n西区,4,5,6\n", name="测点数.csv")
    assert seen.wide is not None
    assert seen.wide.pattern == r"^(\d{4}年\d{1,2}月)$"
    assert roles(seen) == {"区": "area", "period_name": "period", "amount": "measure"}
    assert seen.choices[2].others[0].measure == "gauges"  # the file's name speaks for its cells


def test_a_file_without_header(tmp_path: Path) -> None:
    seen = found(tmp_path, "东区,2025-01-01,3\n西区,2025-01-02,4\n")
    assert seen.table.header is None
    content = draft_content(seen, seen.choices, About(Text("甲", "a"), "a.csv"), CITY)
    assert content["read"]["header"] == "none"
    assert content["read"]["names"] == ["column_1", "column_2", "column_3"]


def test_records_with_a_key(tmp_path: Path) -> None:
    rows = "".join(f"T{i},2025-01-0{i % 9 + 1} 08:30,桥头街道,投诉\n" for i in range(40))
    seen = found(tmp_path, "工单编号,受理时间,街道,类别\n" + rows)
    assert seen.records
    assert list(roles(seen).values())[:3] == ["ident", "period", "area"]
    content = draft_content(seen, seen.choices, About(Text("甲", "a"), "a.csv"), CITY)
    assert content["unique"] == ["gong_dan_bian_hao"]
    assert content["fields"]["area"]["level"] == "street"


def test_the_order_of_dates_is_told_by_the_file_or_asked(tmp_path: Path) -> None:
    clear = found(tmp_path, "date,area,n\n27/12/2021,East,1\n01/02/2022,West,2\n")
    assert (clear.columns[0].order, clear.columns[0].ambiguous) == ("dmy", False)
    unclear = found(tmp_path, "date,area,n\n01/02/2022,East,1\n03/04/2022,West,2\n")
    assert unclear.columns[0].ambiguous
    content = draft_content(unclear, unclear.choices, About(Text("甲", "a"), "a.csv"), CITY)
    assert "order" not in content["fields"]["period"]
    assert ("fields", "period") in draft_notes(
        unclear, unclear.choices, content, {**SAY, "order": "{sample}?"}
    )


def test_codes_of_areas_are_no_amounts_and_years_no_numbers(tmp_path: Path) -> None:
    seen = found(tmp_path, "code,year,n\n880101,2023,5\n880102,2024,6\n")
    assert list(roles(seen).values()) == ["area", "period", "measure"]


@pytest.mark.parametrize(
    ("column", "measure"),
    [
        ("测点数", "gauges"),
        ("测点数(个)", "gauges"),
        ("gauges", "gauges"),
        ("ceidianshu", "gauges"),
        ("压力合格测点", "pressure_ok"),
    ],
)
def test_names_are_matched_by_name_unit_pinyin(column: str, measure: str) -> None:
    best = matches(CITY, column)[0]
    assert best.measure == measure
    assert best.score >= LIKELY


def test_what_is_not_alike_is_not_proposed() -> None:
    assert matches(CITY, "天气") == []
    assert all(match.score < SURE for match in matches(CITY, "测点"))


def test_a_measure_that_has_a_source_is_not_given_another(tmp_path: Path) -> None:
    seen = found(tmp_path, "日期,区,呼入量,接通量\n2025-01-01,东区,3,2\n2025-01-02,西区,4,3\n")
    assert "calls_offered" in seen.delivered
    assert all(choice.measure not in seen.delivered for choice in seen.choices)


def test_without_a_measure_the_proposal_is_no_source_yet(tmp_path: Path) -> None:
    rows = "".join(f"2025-0{m},{a},{m}\n" for m in (1, 2, 3) for a in ("东区", "西区"))
    seen = found(tmp_path, "月份,区,天气（百个）\n" + rows)
    content = draft_content(seen, seen.choices, About(Text("甲", "a"), "x.csv"), CITY)
    (tmp_path / "s.yaml").write_text(package_yaml(content), encoding="utf-8")
    spec, problems = validate(Source, read_yaml(tmp_path / "s.yaml", "s.yaml"))
    assert spec is None
    assert [problem.params["item"] for problem in problems] == ["measures"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04nonsense", b"PAR1nonsense", b"{}"])
def test_files_that_hold_nothing_are_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused):
        inspect(path, CITY)


def test_a_day_is_a_day(tmp_path: Path) -> None:
    seen = found(tmp_path, "日期,区,数\n2025-01-06,东区,1\n2025-02-03,东区,1\n2025-02-04,东区,1\n")
    assert seen.columns[0].grain is Grain.DAY
    assert date(2025, 1, 6).weekday() == 0
