"""The Excel file: the page's numbers as numbers, why one is not there as words, nothing that calculates."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.access import VISITOR, Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.errors import CockpitError, Forbidden
from app.domain.text import Text
from app.i18n import translator
from app.indicators import IndicatorCentre
from app.services import Cockpit
from app.services.downloads import board_figures, chosen_figures, with_parts
from app.services.figures import Figure
from app.services.workbook import number_format, shown_value, xlsx_of
from app.store import LoadRun, Store

LEADER = Actor(Role.LEADER)
INDICATOR = "waste_sorting_rate"


@pytest.fixture(scope="module")
def cockpit(demo: Catalogue, loaded: tuple[Store, list[LoadRun]]) -> Cockpit:
    store, _ = loaded
    return Cockpit(demo, IndicatorCentre(demo, store), store, NoCache())


@pytest.fixture(scope="module")
def found(cockpit: Cockpit) -> list[Figure]:
    return board_figures(cockpit, LEADER, "urban_mgmt", None, None)


def sheets(body: bytes) -> tuple[Worksheet, Worksheet]:
    book = load_workbook(io.BytesIO(body))
    return book.worksheets[0], book.worksheets[1]


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def test_numbers_are_the_page_s_and_can_be_calculated_with(cockpit: Cockpit, found: list[Figure]) -> None:
    data, about = sheets(xlsx_of(cockpit, LEADER, found, "en", address="http://here/department/urban_mgmt"))
    read = rows(data)
    assert len(read) == len(found)
    for row, figure in zip(read, found, strict=True):
        # A workbook holds sixteen digits.
        wanted = "no data" if figure.value is None else pytest.approx(figure.value, rel=1e-15)
        assert row["value"] == wanted
        assert row["target"] == figure.target
        assert "fictional" in str(row["note"])
    told = dict(about.iter_rows(values_only=True))
    assert told["Address of the page"] == "http://here/department/urban_mgmt"
    assert told["Rows"] == len(found)
    assert "÷" in str(told["Formula"])
    assert told["[r]"] == "revised and replaces an earlier figure"
    log = cockpit.store.audit_log(1)
    assert (log["action"].iloc[0], log["object"].iloc[0]) == ("export", "xlsx")


@pytest.mark.parametrize("state", ["suppressed", "held", "missing", "not_offered", "zero_denominator", "few"])
def test_why_there_is_no_number_is_a_word_of_its_own(
    cockpit: Cockpit, found: list[Figure], state: str
) -> None:
    hidden = replace(found[0], state=state, value=1.0 if state == "held" else None, numerator=3.0)
    data, about = sheets(xlsx_of(cockpit, LEADER, [hidden], "zh"))
    row = rows(data)[0]
    t = translator("zh")
    assert row["数值"] == t(f"services.book.{state}")
    assert (row["分子"] == 3.0) is (state not in ("suppressed", "held"))
    assert t(f"services.book.hidden_{state}") in [line[1] for line in about.iter_rows(values_only=True)]


def test_the_words_differ_from_each_other(found: list[Figure]) -> None:
    states = ("suppressed", "held", "missing", "not_offered", "zero_denominator", "few")
    for lang in ("zh", "en"):
        words = {shown_value(translator(lang), replace(found[0], state=s, value=None)) for s in states}
        assert len(words) == len(states)


@given(st.sampled_from("=+-@"), st.text(st.characters(categories=["L", "N", "P", "Zs", "Cc"]), max_size=12))
def test_words_never_become_a_formula(first: str, rest: str) -> None:
    words = first + rest
    body = _with_name(words)
    data, _ = sheets(body)
    assert all(cell.data_type != "f" for row in data.iter_rows() for cell in row)


_made: dict[str, tuple[Cockpit, Figure]] = {}


@pytest.fixture(autouse=True, scope="module")
def _remember(cockpit: Cockpit, found: list[Figure]) -> None:
    _made["one"] = cockpit, found[0]


def _with_name(words: str) -> bytes:
    cockpit, figure = _made["one"]
    named = replace(figure, indicator=replace(figure.indicator, name=Text(words, words)))
    return xlsx_of(cockpit, LEADER, [named], "zh")


def test_numbers_read_as_the_page_rounds() -> None:
    assert number_format(0) == "#,##0"
    assert number_format(2) == "#,##0.00"


def test_a_chart_s_numbers_are_for_staff_and_not_endless(cockpit: Cockpit) -> None:
    areas = with_parts(cockpit, None)
    got = chosen_figures(cockpit, LEADER, [INDICATOR], areas, ("2025-10", "2025-11"))
    assert len(got) == 2 * len(areas)
    with pytest.raises(Forbidden):
        chosen_figures(cockpit, VISITOR, [INDICATOR], areas, ("2025-10", "2025-11"))
    with pytest.raises(CockpitError, match="export_too_large"):
        chosen_figures(
            cockpit, LEADER, list(cockpit.catalogue.indicators), areas, ("2020-01-01", "2025-11-30")
        )
