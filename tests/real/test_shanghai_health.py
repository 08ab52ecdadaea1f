"""Shanghai, spring 2022: the districts' notices against the city's published totals.

The districts are written two ways (浦东新区, 浦东) and four cases have no district.
"""

from __future__ import annotations

import pytest

from app.domain.indicator import Audience
from app.domain.observation import Flag

pytestmark = pytest.mark.real

FIRST, LAST = "2022-03-06", "2022-05-18"


@pytest.fixture
def shanghai(city):
    return city("shanghai_health")


def test_every_row_is_used(shanghai):
    run = shanghai.run("district_notices")
    assert (run.rows_read, run.accepted, run.quarantined) == (3460, 3460, 0)
    assert shanghai.run("city_totals").accepted == 79


@pytest.mark.parametrize("series", ["confirmed_cases", "asymptomatic_cases"])
def test_districts_add_up_to_the_published_total_on_every_day(shanghai, series):
    published = f"{series}_published"
    table = shanghai.table((series, published), first=FIRST, last=LAST).dropna()
    assert len(table) == 71
    assert table[series].tolist() == table[published].tolist()


@pytest.mark.parametrize(("series", "cases"), [("confirmed_cases", 50_527), ("asymptomatic_cases", 493_300)])
def test_april(shanghai, series, cases):
    assert shanghai.value(series, None, "2022-04") == cases


def test_a_day_without_notice_is_missing_and_the_month_says_so(shanghai):
    """No district notice is there for the 27th of April; the city's total is."""
    day = shanghai.rows(("confirmed_cases", "confirmed_cases_published"), None, "2022-04-27")
    assert day["state"].tolist() == ["missing", "value"]
    month = shanghai.rows("confirmed_cases", None, "2022-04").iloc[0]
    assert Flag.PARTIAL in Flag(int(month["flags"]))
    assert month["n"] == month["m"] * 29 / 30
    april = shanghai.value("confirmed_cases_published", None, "2022-04")
    assert april - shanghai.value("confirmed_cases_published", None, "2022-04-27") == month["value"] == 50_527


def test_most_cases_in_april(shanghai):
    rows = shanghai.rows("all_cases", shanghai.districts, "2022-04").sort_values("value", ascending=False)
    names = [shanghai.catalogue.area(code).name.zh for code in rows["area"]]
    assert list(zip(names[:4], rows["value"][:4], strict=True)) == [
        ("浦东新区", 200_145),
        ("闵行区", 56_000),
        ("黄浦区", 49_927),
        ("徐汇区", 38_282),
    ]
    assert rows["value"].sum() == shanghai.value("all_cases", None, "2022-04") == 50_527 + 493_300


def test_both_spellings_are_one_district(shanghai):
    """The long form ends on the 17th of March; only the two days without any notice are missing."""
    rows = shanghai.rows("all_cases", "310115", "2022-03-06", "2022-03-31")
    assert rows.loc[rows["state"] == "missing", "period"].tolist() == ["2022-03-18", "2022-03-28"]
    assert rows["value"].sum() == shanghai.value("all_cases", "310115", "2022-03")


def test_cases_without_a_district_stay_in_the_total_and_off_the_map(shanghai):
    assert shanghai.value("all_cases", "310199", "2022-03") == 4
    assert shanghai.value("all_cases", "310199", "2022-04") == 0
    assert "310199" not in shanghai.catalogue.boundaries.read_text(encoding="utf-8")
    districts = shanghai.rows("all_cases", shanghai.districts, "2022-03")["value"].sum()
    assert districts == shanghai.value("all_cases", None, "2022-03")


def test_a_share_across_levels_meets_at_the_city(shanghai):
    """Only days that both report stand in it: 50,527 and not the published 51,819."""
    rows = shanghai.rows("district_share", None, "2022-04")
    assert rows["value"].iloc[0] == 100
    assert rows["denominator"].iloc[0] == 50_527


def test_citizens_see_no_small_count_and_cannot_find_it_by_subtraction(shanghai):
    """March: the four cases without a district are hidden, and others with them. April: zero is shown."""
    areas = (shanghai.code, *shanghai.districts)
    internal = shanghai.rows("all_cases", areas, "2022-03", "2022-04").set_index(["period", "area"])
    public = shanghai.rows("all_cases", areas, "2022-03", "2022-04", audience=Audience.PUBLIC)
    march, april = (rows.set_index("area") for _, rows in public.groupby("period"))
    assert march.loc["310199", "state"] == "suppressed"
    assert (march["state"] == "suppressed").sum() >= 2
    assert march.loc[shanghai.code, "value"] == internal.loc[("2022-03", shanghai.code), "value"]
    assert april["value"].tolist() == internal.loc["2022-04", "value"].tolist()
    assert april.loc["310199", "value"] == 0


def test_citizens_see_whole_months_of_cases_only(shanghai):
    """Single days and the unfinished month would give small counts away by difference."""
    for first, last in (("2022-03-06", "2022-03-17"), ("2022-05", "2022-05")):
        rows = shanghai.rows("all_cases", shanghai.code, first, last, audience=Audience.PUBLIC)
        assert set(rows["state"]) == {"suppressed"}
        assert rows["value"].isna().all()
