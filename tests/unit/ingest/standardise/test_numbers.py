from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.ingest.workspace import Workspace
from ingest.standardise.reading import read_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1234", 1234),
        ("1,234", 1234),
        ("12,345,678.5", 12345678.5),
        ("１２３４", 1234),
        ("１，２３４．５", 1234.5),
        ("1.2万", 12000),
        ("3.5亿元", 350000000),
        ("1.2万人次", 12000),
        ("120件", 120),
        ("12%", 12),
        ("(5)", -5),
        ("（1,200）", -1200),
        ("-7", -7),
        ("−7", -7),
        ("+3", 3),
        (" 5 ", 5),
        ("1e3", 1000),
        ("¥1,234.50", 1234.5),
        (".5", 0.5),
    ],
)
def test_forms_of_a_number(workspace: Workspace, text: str, expected: float) -> None:
    assert read_numbers(workspace, [text]) == [pytest.approx(expected)]


@pytest.mark.parametrize(
    "text",
    ["", "-", "—", "/", "无", "缺测", "N/A", "NaN", "inf", "1,23",
     "1_000", "0x10", "--5", "5 小时", "1万2", "x", "1.2.3"],
)  # fmt: skip
def test_what_is_no_number_is_never_zero(workspace: Workspace, text: str) -> None:
    assert read_numbers(workspace, [text]) == [None]


def test_the_unit_of_the_column_and_of_the_cell(workspace: Workspace) -> None:
    """A cell that states its own magnitude is not multiplied twice."""
    assert read_numbers(workspace, ["1.5", "1,200", "1.5万", "5%"], 10_000.0) == [15000, 12e6, 15000, 50_000]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=60))
def test_written_numbers_are_read_back(workspace: Workspace, numbers: list[int]) -> None:
    wide = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
    texts: list[str | None] = []
    expected: list[float] = []
    for number in numbers:
        texts += [f"{number}", f"{number:,}", f"{number:,}".translate(wide), f"{number / 100:.2f}"]
        expected += [number, number, number, round(number / 100, 2)]
    assert read_numbers(workspace, texts) == pytest.approx(expected)
