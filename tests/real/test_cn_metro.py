"""Metro passengers of three cities: no unit, no city column, newest first, gaps, two broken dates."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.real

BEIJING, SHANGHAI, GUANGZHOU = "110000", "310000", "440100"


@pytest.fixture
def metro(city):
    return city("cn_metro")


def test_broken_dates_are_quarantined_and_every_other_day_is_there(metro):
    assert metro.reasons("daily_flows") == {"bad_date": 2}
    assert set(metro.store.quarantine(source="daily_flows")["raw"].map(lambda raw: raw["date"])) == {
        "2015-10-003",
        "2015-008-12",
    }
    assert [run.accepted for run in metro.runs if run.source == "daily_flows"] == [2654, 1568, 1644]


def test_a_day_given_twice_counts_once(metro):
    run = metro.run("daily_flows_second")
    assert (run.rows_read, run.accepted, run.ignored, run.quarantined) == (897, 896, 1, 0)
    assert metro.value("metro_passengers_second", SHANGHAI, "2017-01-06") == pytest.approx(10_673_000)


def test_two_sources_agree_on_every_common_day(metro):
    """897 records, one of them twice: 896 days."""
    both = metro.table(
        ("metro_passengers", "metro_passengers_second"), SHANGHAI, "2015-04-29", "2019-11-17"
    ).dropna()
    assert len(both) == 896
    assert (both["metro_passengers"] == both["metro_passengers_second"]).all()


def test_a_ratio_uses_only_days_that_both_report(metro):
    """April 2016 has one day in the second source and thirty in the first."""
    row = metro.rows("source_agreement", SHANGHAI, "2016-04").iloc[0]
    assert row["value"] == pytest.approx(100, abs=1e-9)
    assert row["denominator"] == pytest.approx(8_840_000)
    assert metro.value("metro_passengers", SHANGHAI, "2016-04") > 20 * row["numerator"]


@pytest.mark.parametrize(
    ("area", "first", "missing"),
    [(BEIJING, "2012-05-27", 77), (GUANGZHOU, "2015-02-18", 166), (SHANGHAI, "2015-04-29", 20)],
)
def test_missing_days_are_missing_and_not_zero(metro, area, first, missing):
    rows = metro.rows("metro_passengers", area, first, "2019-11-17")
    assert (rows["state"] == "missing").sum() == missing
    assert rows.loc[rows["state"] == "missing", "value"].isna().all()
    assert not (rows["value"] == 0).any()


def test_a_month_with_gaps_says_so(metro):
    days = metro.rows("metro_passengers", BEIJING, "2015-08-01", "2015-08-31")
    month = metro.rows("metro_passengers", BEIJING, "2015-08").iloc[0]
    assert month["m"] == 31
    assert month["n"] == (days["state"] == "value").sum() < 31
    assert month["value"] == pytest.approx(days["value"].sum())


def test_passengers_are_counted_in_ones(metro):
    assert metro.value("metro_passengers", BEIJING, "2019-11-17") == pytest.approx(5_822_400)
