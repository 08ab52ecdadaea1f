"""The cases behind every rate over records add up to it exactly, and are those a plain count finds."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from app.access import VISITOR, Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.errors import CockpitError, Forbidden
from app.domain.indicator import FormulaKind
from app.indicators import IndicatorCentre
from app.services import Cockpit
from app.services.cases import PAGE, Cases, cases, cases_csv, sides
from app.store import LoadRun, Store

OFFICER = Actor(Role.DATA_OFFICER)
CITY, DISTRICT = "990100", "990101"


@pytest.fixture(scope="module")
def cockpit(demo: Catalogue, loaded: tuple[Store, list[LoadRun]]) -> Cockpit:
    return Cockpit(demo, IndicatorCentre(demo, loaded[0]), loaded[0], NoCache())


def listed(cockpit: Cockpit, indicator: str, area: str = CITY, **more: int) -> Cases:
    month = cockpit.catalogue.city.calendar.parse("2025-11")
    return cases(cockpit, OFFICER, indicator=indicator, area=area, period=month, **more)


def test_every_rate_over_records_adds_up(cockpit: Cockpit) -> None:
    rates = [i for i in cockpit.catalogue.indicators.values() if sides(cockpit.catalogue, i)]
    assert len(rates) >= 9
    for indicator in rates:
        for area in (CITY, DISTRICT):
            found = listed(cockpit, indicator.id, area)
            assert found.expected is not None
            assert found.adds_up, (indicator.id, area, found.expected, found.listed)
            assert len(found.rows) == min(found.listed, PAGE)


def test_the_late_road_cases_are_those_pandas_finds(cockpit: Cockpit) -> None:
    path = next(cockpit.catalogue.city.deliveries.glob("urban_mgmt/urban_cases_2*.csv"))
    frame = pd.read_csv(path, dtype=str, encoding="gb18030").drop_duplicates("案件号")
    due = frame[(frame["案件类别"] == "道路病害") & frame["应结日期"].str.match(r"114[-/.年]?11")]
    late = due[due["结案日期"].isna() | (due["结案日期"] > due["应结日期"])]
    found = listed(cockpit, "road_repair_on_time_rate", limit=10_000)
    mine = {row.cells["案件号"] for row in found.rows}
    assert mine <= set(late["案件号"])
    refused = cockpit.store.quarantine(source="urban_cases")
    assert len(set(late["案件号"]) - mine) <= len(refused)


def test_pages_follow_each_other_without_gap(cockpit: Cockpit) -> None:
    whole = listed(cockpit, "hotline_resolution_rate", limit=10_000).rows
    pages = [listed(cockpit, "hotline_resolution_rate", first=at).rows for at in range(0, len(whole), PAGE)]
    assert tuple(row for page in pages for row in page) == whole


def test_the_file_holds_every_case_with_its_marks_and_is_audited(cockpit: Cockpit) -> None:
    month = cockpit.catalogue.city.calendar.parse("2025-11")
    text = cases_csv(cockpit, OFFICER, "en", indicator="hotline_response_rate", area=CITY, period=month)
    head, *rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert len(rows) == listed(cockpit, "hotline_response_rate").expected
    assert all(row[3] for row in rows)  # the demonstration mark
    assert "工单编号" in head
    assert "export_cases" in set(cockpit.store.audit_log()["action"])


def test_who_may_not(cockpit: Cockpit) -> None:
    month = cockpit.catalogue.city.calendar.parse("2025-11")
    for actor in (VISITOR, Actor(Role.DEPT_HEAD, "water")):
        with pytest.raises(Forbidden):
            cases(cockpit, actor, indicator="hotline_response_rate", area=CITY, period=month)


def test_only_rates_over_records_have_cases(cockpit: Cockpit) -> None:
    with pytest.raises(CockpitError, match="cases_none"):
        listed(cockpit, "pm25_mean")
    for indicator in cockpit.catalogue.indicators.values():
        if indicator.formula.kind is not FormulaKind.RATIO:
            assert sides(cockpit.catalogue, indicator) is None
