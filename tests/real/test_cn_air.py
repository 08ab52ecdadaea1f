"""Air of twelve cities: files without a header, byte order marks inside a file, a published monthly report."""

from __future__ import annotations

import pytest

from app.domain.observation import Flag

pytestmark = pytest.mark.real

CITIES = {
    "杭州": "330100",
    "深圳": "440300",
    "上海": "310000",
    "北京": "110000",
    "合肥": "340100",
    "天津": "120000",
}


@pytest.fixture
def air(city):
    return city("cn_air")


def test_no_city_is_lost_to_a_byte_order_mark(air):
    """It stands in front of the first month of almost every city in the national file."""
    run = air.run("city_months")
    assert (run.accepted, run.quarantined) == (12 * 39, 0)
    assert run.rows_read == run.accepted + run.ignored
    first = air.rows("pm25_mean_published", air.districts, "2013-12")
    assert first["value"].notna().all()


@pytest.mark.parametrize(
    ("name", "days"),
    [("杭州", 302), ("深圳", 365), ("上海", 314), ("北京", 219), ("合肥", 270), ("天津", 240)],
)
def test_days_of_good_air_in_2016(air, name, days):
    assert air.value("good_air_days", CITIES[name], "2016") == days


def test_share_of_good_days(air):
    row = air.rows("good_air_rate", CITIES["杭州"], "2016").iloc[0]
    assert (row["numerator"], row["denominator"]) == (302, 366)
    assert row["value"] == pytest.approx(100 * 302 / 366)


def test_a_month_that_begins_late_says_so(air):
    """The files begin on the 2nd of December 2013."""
    row = air.rows("good_air_rate", CITIES["杭州"], "2013-12").iloc[0]
    assert (row["n"], row["m"], row["denominator"]) == (30, 31, 30)
    assert Flag.PARTIAL in Flag(int(row["flags"]))


def test_pm25_of_hangzhou(air):
    assert air.value("pm25_mean", CITIES["杭州"], "2016-01") == pytest.approx(80.28, abs=0.005)
    assert air.value("pm25_mean_published", CITIES["杭州"], "2016-01") == 80.2


def test_monthly_means_are_those_published(air):
    """456 months of cities; the months that differ much are those with gaps."""
    table = air.table(("pm25_mean", "pm25_mean_published"), air.districts, "2013-12", "2017-01").dropna()
    apart = (table["pm25_mean"] - table["pm25_mean_published"]).abs()
    assert len(table) == 456
    assert apart.median() == pytest.approx(0.065, abs=0.005)
    assert apart.quantile(0.95) < 0.4


def test_concentrations_are_never_added_over_cities(air):
    assert air.rows("pm25_mean", None, "2016-01")["state"].iloc[0] != "value"
    assert air.value("good_air_days", None, "2016") == pytest.approx(
        air.rows("good_air_days", air.districts, "2016")["value"].sum()
    )


@pytest.mark.parametrize(
    ("name", "status", "score"),
    [
        ("深圳", "on_target", 110),
        ("杭州", "on_target", 60 + 40 * (100 * 302 / 366 - 60) / 20),
        ("天津", "watch", 60 + 40 * (100 * 240 / 366 - 60) / 20),
        ("北京", "off_target", 60 + 40 * (100 * 219 / 366 - 60) / 20),
    ],
)
def test_status_and_score_against_a_target_of_80_and_a_red_line_of_60(air, name, status, score):
    """The files end on the last of January 2017: the year 2016 is judged as it stood, not as old data."""
    row = air.rows("good_air_rate", CITIES[name], "2016").iloc[0]
    assert (row["status"], row["score"]) == (status, pytest.approx(score))
