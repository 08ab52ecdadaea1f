from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.domain.area import Level
from app.domain.period import Calendar, Grain, epoch_day
from app.ingest.standardise.areas import AreaFinder, lookup
from ingest.support import make_catalogue, measure

SOURCE = """
read: {format: csv, files: ["*.csv"]}
fields: {day: {from: day, type: date}, area: {from: area, type: area, level: district}, n: {from: n, type: number}}
period: day
area: area
measures: {m: {sum: n}}
"""


@pytest.fixture
def districts(tmp_path: Path) -> AreaFinder:
    return AreaFinder(make_catalogue(tmp_path, SOURCE, [measure("m")]), Level.DISTRICT)


@pytest.mark.parametrize(
    "text",
    ["临江区", "临江", " 临 江 区 ", "临　江", "\ufeff临江区", "云津市临江区",
     "990101", "990101000000", "LINJIANG", "linjiang"],
)  # fmt: skip
def test_spellings_of_one_district(districts: AreaFinder, text: str) -> None:
    found = districts.find(text)
    assert found is not None
    assert found.code == "990101"


@pytest.mark.parametrize(
    "text", ["临江县", "江", "南极", "", "  ", None, "云津市", "99010", "990101001", "江滨街道"]
)
def test_what_names_no_district(districts: AreaFinder, text: str | None) -> None:
    assert districts.find(text) is None


def test_the_nearest_name_is_told(districts: AreaFinder) -> None:
    assert districts.nearest("临江县") == "临江区"
    assert districts.nearest("xyz") == ""


def test_codes_of_every_level_asked_for(tmp_path: Path) -> None:
    finder = AreaFinder(make_catalogue(tmp_path, SOURCE, [measure("m")]), Level.STREET)
    levels = [Level.STREET, Level.DISTRICT, Level.CITY]
    table = lookup(finder, ["江滨街道", "?"], levels, grain=Grain.DAY, calendar=Calendar())
    assert table[levels].iloc[0].tolist() == ["990101001", "990101", "990100"]
    assert table[levels].iloc[1].isna().all()


def test_an_area_counts_from_the_period_in_which_it_came_to_be(districts: AreaFinder) -> None:
    by_grain = {
        grain: lookup(districts, ["北山县"], [Level.DISTRICT], grain=grain, calendar=Calendar())["from_day"][
            0
        ]
        for grain in (Grain.DAY, Grain.MONTH)
    }
    assert by_grain == {
        Grain.DAY: epoch_day(date(2024, 3, 10)),
        Grain.MONTH: epoch_day(date(2024, 3, 1)),
    }
