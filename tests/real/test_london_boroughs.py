"""London: 179 months as columns of two files, and a crime year from March to February."""

from __future__ import annotations

import pytest

from app.domain.observation import Flag

pytestmark = pytest.mark.real


@pytest.fixture
def london(city):
    return city("london_boroughs")


@pytest.fixture
def boroughs(london):
    """The 32 boroughs of the police; the City of London has a force of its own."""
    return tuple(code for code in london.districts if "E09000002" <= code <= "E09000033")


def test_every_month_of_every_row_is_read(london):
    runs = [run for run in london.runs if run.source == "crimes_by_month"]
    assert [run.accepted for run in runs] == [931 * 155, 1013 * 24]
    assert not any(run.quarantined for run in london.runs)


@pytest.mark.parametrize("year", [str(year) for year in range(2011, 2025)])
def test_rates_are_those_published(london, boroughs, year):
    table = london.table(("crime_rate", "crime_rate_published"), boroughs, year)
    assert len(boroughs) == len(table.dropna()) == 32
    assert table["crime_rate"].tolist() == pytest.approx(table["crime_rate_published"].tolist(), rel=1e-12)


def test_the_year_2023_ends_in_february(london):
    year = london.rows("crime_rate", "E09000002", "2023").iloc[0]
    months = london.rows("crime_count", "E09000002", "2023-03", "2024-02")
    assert str(year["period_start"]) == "2023-03-01"
    assert str(year["data_to"]) == "2024-02-29"
    assert year["numerator"] == months["value"].sum()
    calendar_year = london.rows("crime_count", "E09000002", "2023-01", "2023-12")["value"].sum()
    assert calendar_year != year["numerator"]


def test_a_borough_without_residents_has_crimes_and_no_rate(london):
    heathrow = "E09000998"
    assert london.value("crime_count", heathrow, "2023") > 0
    assert london.rows("crime_rate", heathrow, "2023")["state"].iloc[0] == "not_offered"


def test_a_borough_of_another_force_is_not_a_borough_without_crime(london):
    assert london.rows("crime_rate", "E09000001", "2023")["state"].iloc[0] == "not_offered"


def test_the_rate_of_london_rests_on_boroughs_that_have_both(london, boroughs):
    """Crimes of airports and of nowhere, and the residents of the City of London, are left out of it."""
    city = london.rows("crime_rate", None, "2023").iloc[0]
    assert (city["areas_n"], city["areas_m"], city["n"], city["m"]) == (32, 32, 32 * 12, 32 * 12)
    assert Flag.PARTIAL not in Flag(int(city["flags"]))
    each = london.rows("crime_rate", boroughs, "2023")
    assert city["numerator"] == each["numerator"].sum()
    assert city["denominator"] == each["denominator"].sum()
    assert city["value"] == pytest.approx(1000 * each["numerator"].sum() / each["denominator"].sum())
    assert london.value("crime_count", None, "2023") > city["numerator"]


def test_a_file_whose_lines_end_in_cr_alone(london, boroughs):
    run = london.run("spending")
    assert (run.rows_read, run.quarantined) == (33, 0)
    assert london.value("care_spend", "E09000007", "2015") == 63_701_186
