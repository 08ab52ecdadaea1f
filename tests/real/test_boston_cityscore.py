"""Boston's scoreboard: every published score is a ratio over its target, none is an average of averages."""

from __future__ import annotations

import csv

import pytest

from tests.real import scoreboard

pytestmark = pytest.mark.real


@pytest.fixture
def boston(city):
    return city("boston_cityscore")


def test_every_published_score(boston, real):
    published = scoreboard.published(real)
    rows = boston.rows(tuple(published), None, scoreboard.SNAPSHOT)
    assert len(published) == 60
    assert rows["value"].tolist() == pytest.approx(list(published.values()), abs=1e-6)


def test_scores_of_windows_are_not_added_up(boston):
    """A window of a week that ends on the 15th says nothing about the month of May."""
    assert boston.rows("potholes_week", None, "2026-05")["state"].iloc[0] == "missing"


def test_a_score_may_pass_one_hundred_percent_and_keeps_its_parts(boston):
    row = boston.rows("missed_trash_quarter", None, scoreboard.SNAPSHOT).iloc[0]
    assert (row["numerator"], row["denominator"]) == (1301, 1355)
    assert row["value"] == pytest.approx(1.20018450184502, abs=1e-12)


def test_the_call_centre_day_by_day(boston, real):
    path = real / "boston-cityscore" / "cityscore_311_daily_published_2016.csv"
    with path.open(encoding="utf-8", newline="") as file:
        published = {row["etl_load_date"]: float(row["published_day_score"]) for row in csv.DictReader(file)}
    rows = boston.rows("call_score", None, "2016-01-15", "2016-04-01").dropna(subset="value")
    assert len(published) == 21
    assert dict(zip(rows["period"], rows["value"], strict=True)) == pytest.approx(published, abs=1e-6)


def test_two_values_for_one_day_are_a_conflict_and_no_figure(boston):
    """1,030 pairs of day and metric, 2,364 rows: none of them is taken for the truth."""
    run = boston.run("trial_days")
    assert boston.reasons("trial_days") == {"conflict": 2364}
    assert run.rows_read == 3891 == run.accepted + run.quarantined
    doubtful = boston.store.quarantine(source="trial_days")
    calls = [raw for raw in doubtful["raw"] if raw["metric_id"] == "4"]
    rows = boston.rows("trial_call_share", None, min(r["entry_date"] for r in calls), "2016-07-19")
    there = set(rows.dropna(subset="value")["period"])
    assert there
    assert not there & {raw["entry_date"] for raw in calls}
