"""Where a field can stand: in a part of a column's name, in several columns, in the file's name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from app.domain.errors import FileRefused
from app.ingest.delivery import identify
from app.ingest.plan import make_plan
from app.ingest.run import Outcome, read_delivery
from tests.unit.ingest.support import make_catalogue, measure

DAY_AND_DISTRICT = """
  day: {from: 日期, type: date}
  district: {from: 区, type: area, level: district}
"""


def read(
    folder: Path, source: str, text: str, name: str = "a.csv", measures: tuple[str, ...] = ("n",)
) -> Outcome:
    (folder / name).write_text(text, encoding="utf-8")
    catalogue = make_catalogue(folder, source, [measure(one) for one in measures])
    plan = make_plan(catalogue, catalogue.sources["trial"])
    return read_delivery(catalogue, plan, identify(folder / name, folder))


def values(outcome: Outcome) -> dict[tuple[str, str, str], float | None]:
    """(measure, area, day) → value, None when missing."""
    frame = outcome.observations
    days = pd.to_datetime(frame["period_start"], unit="D").dt.strftime("%Y-%m-%d")
    found = [None if pd.isna(value) else float(value) for value in frame["value"]]
    return dict(zip(zip(frame["measure"], frame["area"], days, strict=True), found, strict=True))


def test_each_capture_group_of_a_wide_header_is_a_column(tmp_path: Path) -> None:
    source = """
read: {format: csv, files: [a.csv]}
unpivot: {columns: '^(.+)/(呼入|接通)$', name: [区, 类], value: 量}
fields:
  day: {from: 日期, type: date}
  district: {from: 区, type: area, level: district}
  kind: {from: 类, type: text}
  amount: {from: 量, type: number}
period: day
area: district
measures:
  calls: {sum: amount, where: [{field: kind, in: [呼入]}]}
  answered: {sum: amount, where: [{field: kind, in: [接通]}]}
"""
    text = "日期,临江/呼入,临江/接通,东湖/呼入,东湖/接通\n2024-04-01,10,9,20,15\n"
    outcome = read(tmp_path, source, text, measures=("calls", "answered"))
    assert outcome.rows_read == outcome.accepted == 4
    assert values(outcome) == {
        ("calls", "990101", "2024-04-01"): 10,
        ("answered", "990101", "2024-04-01"): 9,
        ("calls", "990102", "2024-04-01"): 20,
        ("answered", "990102", "2024-04-01"): 15,
    }


def test_a_date_in_three_columns(tmp_path: Path) -> None:
    source = """
read: {format: csv, files: [a.csv]}
fields:
  day: {join: [year, month, day], type: date}
  district: {from: 区, type: area, level: district}
  amount: {from: 量, type: number}
period: day
area: district
measures: {n: {sum: amount}}
"""
    outcome = read(
        tmp_path, source, "year,month,day,区,量\n2024,4,5,临江,3\n2024,,6,临江,4\n2024,13,6,临江,4\n"
    )
    assert values(outcome) == {("n", "990101", "2024-04-05"): 3}
    assert outcome.quarantine["reason"].tolist() == ["missing_value", "bad_date"]
    assert outcome.quarantine["row"].tolist() == [3, 4]


def test_a_column_to_join_that_is_not_there_refuses_the_file(tmp_path: Path) -> None:
    source = """
read: {format: csv, files: [a.csv]}
fields:
  day: {join: [year, month, day], type: date}
  district: {from: 区, type: area, level: district}
  amount: {from: 量, type: number}
period: day
area: district
measures: {n: {sum: amount}}
"""
    with pytest.raises(FileRefused, match="header_missing") as refused:
        read(tmp_path, source, "year,month,区,量\n2024,4,临江,3\n")
    assert refused.value.params["columns"] == "day"


FROM_NAME = r"""
read: {format: csv, files: ["*.csv"]}
fields:
  day: {from: 日期, type: date}
  district: {file: '^日报_(.+)\.csv$', type: area, level: district}
  amount: {from: 量, type: number}
period: day
area: district
measures: {n: {sum: amount}}
"""


def test_an_area_told_by_the_name_of_the_file(tmp_path: Path) -> None:
    outcome = read(tmp_path, FROM_NAME, "日期,量\n2024-04-05,3\n", name="日报_东湖.csv")
    assert values(outcome) == {("n", "990102", "2024-04-05"): 3}


def test_a_file_whose_name_tells_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="file_name"):
        read(tmp_path, FROM_NAME, "日期,量\n2024-04-05,3\n", name="其他.csv")


def test_rows_of_others_are_left_out_by_rule(tmp_path: Path) -> None:
    source = f"""
read: {{format: csv, files: [a.csv]}}
fields:{DAY_AND_DISTRICT}
  amount: {{from: 量, type: number}}
ignore: [{{column: 区, not_in: [临江, 东湖]}}]
period: day
area: district
measures: {{n: {{sum: amount}}}}
"""
    outcome = read(
        tmp_path, source, "日期,区,量\n2024-04-05,外市,1\n2024-04-05,\ufeff临江,2\n2024-04-05,,3\n"
    )
    assert (outcome.rows_read, outcome.accepted, outcome.ignored) == (3, 1, 2)
    assert values(outcome) == {("n", "990101", "2024-04-05"): 2}


@pytest.mark.parametrize(("fill", "second"), [("zero", {"990101": 0, "990102": 0}), ("zero_areas", {})])
def test_zero_for_areas_without_rows(tmp_path: Path, fill: str, second: dict[str, int]) -> None:
    """The first day tells of one district, the third of the other, the second of none."""
    source = f"""
read: {{format: csv, files: [a.csv]}}
fields:{DAY_AND_DISTRICT}
  amount: {{from: 量, type: number}}
period: day
area: district
fill: {fill}
measures: {{n: {{sum: amount}}}}
"""
    outcome = read(tmp_path, source, "日期,区,量\n2024-04-01,临江,5\n2024-04-03,东湖,7\n")
    expected = {("n", area, "2024-04-02"): value for area, value in second.items()} | {
        ("n", "990101", "2024-04-01"): 5,
        ("n", "990102", "2024-04-01"): 0,
        ("n", "990101", "2024-04-03"): 0,
        ("n", "990102", "2024-04-03"): 7,
    }
    assert values(outcome) == expected
