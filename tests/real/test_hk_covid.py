"""Hong Kong: traditional Chinese, days before months, records withdrawn, a running total that ends."""

from __future__ import annotations

from datetime import date

import pytest

pytestmark = pytest.mark.real


@pytest.fixture
def hong_kong(city):
    return city("hk_covid")


def test_withdrawn_records_are_left_out_by_rule(hong_kong):
    run = hong_kong.run("cases")
    assert (run.rows_read, run.accepted, run.ignored, run.quarantined) == (13_151, 13_146, 5, 0)
    assert hong_kong.total("cases_reported", date(2020, 1, 23), date(2022, 1, 22)) == 13_146


def test_days_stand_before_months(hong_kong):
    """08/01/2020 is the eighth of January: read the other way, the series would begin in August."""
    assert hong_kong.value("confirmed_to_date", None, "2020-01-08") == 0
    assert hong_kong.rows("deaths_to_date", None, "2020-01-07")["state"].iloc[0] == "missing"


def test_a_running_total_stands_at_its_last_day_and_is_never_added_up(hong_kong):
    year = hong_kong.rows(("confirmed_to_date", "deaths_to_date"), None, "2021")
    day = hong_kong.rows(("confirmed_to_date", "deaths_to_date"), None, "2021-12-31")
    assert year["value"].tolist() == day["value"].tolist() == [12_649, 213]


def test_a_series_that_ended_is_missing_and_not_zero(hong_kong):
    rows = hong_kong.rows("confirmed_to_date", None, "2022-01-01", "2022-01-22")
    assert set(rows["state"]) == {"missing"}
    assert hong_kong.value("deaths_to_date", None, "2022-01") == 213


def test_records_add_up_to_the_running_total_of_2020(hong_kong):
    """One more stands in the records: a probable case that the published total leaves out."""
    records = hong_kong.value("cases_reported", None, "2020")
    assert records - hong_kong.value("confirmed_to_date", None, "2020") == 1
