"""New York: five boroughs in column names, American dates, and totals that two definitions give."""

from __future__ import annotations

from datetime import date

import pytest

pytestmark = pytest.mark.real

FIRST, LAST, PUBLISHED = date(2020, 2, 29), date(2025, 10, 13), "2025-10-16"


@pytest.fixture
def new_york(city):
    return city("nyc_covid")


def test_wide_columns_become_a_row_a_borough_and_kind(new_york):
    run = new_york.run("borough_days")
    assert (run.rows_read, run.accepted) == (2054 * 5 * 2, 2054 * 5 * 2)


@pytest.mark.parametrize(
    ("indicator", "total"),
    [
        ("cases", 3_769_829),
        ("confirmed_cases", 3_045_980),
        ("death_count", 47_148),
        ("borough_cases", 3_045_013),
        ("borough_deaths", 47_146),
        ("cases_without_borough", 967),
    ],
)
def test_totals_of_the_whole_time(new_york, indicator, total):
    assert new_york.total(indicator, FIRST, LAST) == total


@pytest.mark.parametrize(
    ("by_day", "published"), [("cases", "cases_total_published"), ("death_count", "deaths_total_published")]
)
def test_days_add_up_to_the_published_total(new_york, by_day, published):
    assert new_york.total(by_day, FIRST, LAST) == new_york.value(published, None, PUBLISHED)


def test_hospital_days_do_not_pass_for_the_published_total(new_york):
    """Two definitions under two names; the first carries a warning and points to the second."""
    assert new_york.total("hospital_admissions", FIRST, LAST) == 227_778
    assert new_york.value("hospital_total_published", None, PUBLISHED) == 246_123
    indicator = new_york.catalogue.indicator("hospital_admissions")
    assert indicator.caution is not None
    assert indicator.read_with == ("hospital_total_published",)


def test_the_city_is_the_sum_of_its_boroughs(new_york):
    years = new_york.rows("borough_cases", ("36", *new_york.districts), "2020", "2025")
    by_area = years.groupby("area")["value"].sum()
    assert by_area["36"] == by_area[list(new_york.districts)].sum() == 3_045_013
