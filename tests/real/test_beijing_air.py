"""Beijing: six stations by the hour, the date in three columns, against the published monthly mean."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.real


@pytest.fixture
def beijing(city):
    return city("beijing_air")


def test_every_hour_of_every_station(beijing):
    runs = [run for run in beijing.runs if run.source == "station_hours"]
    assert [(run.rows_read, run.accepted) for run in runs] == [(35_064, 35_064)] * 6


def test_hours_without_a_value_are_not_zero(beijing):
    """The denominator holds the hours measured, not the hours of the month."""
    row = beijing.rows("pm25_mean", "110101", "2013-03").iloc[0]
    assert 0 < row["denominator"] < 31 * 24
    assert row["value"] == pytest.approx(row["numerator"] / row["denominator"])


def test_stations_agree_with_the_published_month(beijing):
    table = beijing.table(("pm25_mean", "pm25_mean_published"), None, "2013-12", "2017-02").dropna()
    assert len(table) == 39
    assert table["pm25_mean"].corr(table["pm25_mean_published"]) == pytest.approx(0.993, abs=0.0005)
    apart = (table["pm25_mean"] - table["pm25_mean_published"]).abs().mean()
    assert apart == pytest.approx(2.8, abs=0.05)
