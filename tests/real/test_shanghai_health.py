"""Shanghai, spring 2022: the districts' notices against the city's published totals.

The districts are written two ways (浦东新区, 浦东) and four cases have no district.
"""

from __future__ import annotations

import pytest

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
    assert len(table) == 74
    assert table[series].tolist() == table[published].tolist()


@pytest.mark.parametrize(("series", "cases"), [("confirmed_cases", 50_527), ("asymptomatic_cases", 493_300)])
def test_april(shanghai, series, cases):
    assert shanghai.value(series, None, "2022-04") == cases
    assert shanghai.value(f"{series}_published", None, "2022-04") == cases


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
    """The long form ends on the 17th of March, the short form begins on the 10th: no day is lost."""
    rows = shanghai.rows("all_cases", "310115", "2022-03-06", "2022-03-31")
    assert rows["value"].notna().all()
    assert rows["value"].sum() == shanghai.value("all_cases", "310115", "2022-03")


def test_cases_without_a_district_stay_in_the_total_and_off_the_map(shanghai):
    assert shanghai.value("all_cases", "310199", "2022-03") == 4
    assert shanghai.value("all_cases", "310199", "2022-04") == 0
    assert "310199" not in shanghai.catalogue.boundaries.read_text(encoding="utf-8")
    districts = shanghai.rows("all_cases", shanghai.districts, "2022-03")["value"].sum()
    assert districts == shanghai.value("all_cases", None, "2022-03")


def test_a_share_across_levels_meets_at_the_city(shanghai):
    rows = shanghai.rows("district_share", None, "2022-04")
    assert rows["value"].iloc[0] == 100
    assert rows["denominator"].iloc[0] == 50_527
