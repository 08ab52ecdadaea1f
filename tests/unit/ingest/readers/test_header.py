from __future__ import annotations

import pytest

from app.domain.errors import FileRefused
from app.ingest.readers.header import column_for, find_header, matches_any, unique_names
from ingest.readers.raw import wanting

TITLE = ["2024年统计表", None, None]


def test_the_header_is_the_first_row_that_holds_the_columns() -> None:
    rows = [TITLE, [None], ["日期", "区", "数量"], ["2024-01-01", "临江", "3"]]
    header = find_header(rows, wanting("区", "数量"), file="f")
    assert header.names == ("日期", "区", "数量")
    assert header.body == 3


@pytest.mark.parametrize(
    "name", ["受理量（件）", "受理量(件)", " 受理量 (件) ", "受理量\n（件）", "\ufeff受理量（件）"]
)
def test_width_blanks_and_line_breaks_do_not_count(name: str) -> None:
    assert find_header([["日期", name]], wanting("受理量（件）"), file="f").body == 1
    assert column_for(["没有", "受理量(件)"], ["日期", name]) == name


def test_a_missing_column_is_told_with_the_nearest() -> None:
    with pytest.raises(FileRefused) as caught:
        find_header([TITLE, ["日期", "所属地区", "数量"]], wanting("日期", "所属区"), file="f.csv")
    assert caught.value.code == "header_missing"
    assert caught.value.params["columns"] == "所属区"
    assert caught.value.params["nearest"] == "所属地区"


def test_two_rows_of_a_merged_header_are_joined() -> None:
    rows = [
        TITLE,
        ["区", "一季度", None, "二季度", None],
        [None, "受理量", "办结量", "受理量", "办结量"],
        ["临江", "1", "2", "3", "4"],
    ]
    header = find_header(rows, wanting("区", "二季度/办结量", header_rows=2), file="f")
    assert header.names == ("区", "一季度/受理量", "一季度/办结量", "二季度/受理量", "二季度/办结量")
    assert header.body == 3


def test_a_row_number_is_taken_at_its_word() -> None:
    rows = [["a", "b"], ["a", "b"], ["1", "2"]]
    assert find_header(rows, wanting("a", header=2), file="f").body == 2
    with pytest.raises(FileRefused):
        find_header(rows, wanting("a", header=3), file="f")


def test_without_a_header_the_names_are_given() -> None:
    header = find_header([["2024", "x", "1"]], wanting(header="none", names=("年", "区")), file="f")
    assert header == find_header([["2024", "x", "1"]], wanting(header="none", names=("年", "区")), file="f")
    assert header.names == ("年", "区", "column_3")
    assert header.body == 0
    with pytest.raises(FileRefused, match="columns_too_few"):
        find_header([["2024"]], wanting(header="none", names=("年", "区")), file="f")


def test_a_pattern_must_match_some_column() -> None:
    layout = wanting("区", patterns=[r"^\d{4}年$"])
    assert find_header([["区", "2024年"]], layout, file="f").body == 1
    with pytest.raises(FileRefused):
        find_header([["区", "2024"]], layout, file="f")


def test_names_become_unique() -> None:
    assert unique_names(["量", "量", "", "A", "a", "_pos"], 6) == (
        "量",
        "量_2",
        "column_3",
        "A",
        "a_2",
        "_pos_2",
    )


def test_a_sheet_of_notes_is_told_from_a_wrong_header() -> None:
    assert not matches_any([["填表说明"], ["一、"]], wanting("区", "数量"))
    assert matches_any([["区", "数"]], wanting("区", "数量"))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FileRefused, match="file_empty"):
        find_header([[None, " "]], wanting("a"), file="f")
