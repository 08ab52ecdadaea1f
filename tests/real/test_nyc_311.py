"""Service requests of New York in four export shapes: one source reads them all."""

from __future__ import annotations

import csv
import math
from datetime import date, datetime

import pytest

pytestmark = pytest.mark.real

FIRST, LAST = date(2016, 6, 20), date(2024, 4, 16)


@pytest.fixture
def requests(city):
    return city("nyc_311")


def test_every_record_of_every_export(requests):
    assert [(run.rows_read, run.accepted) for run in requests.runs] == [
        (117, 117),
        (924, 924),
        (500, 500),
        (1000, 1000),
    ]
    assert requests.total("request_count", FIRST, LAST) == 2541


@pytest.mark.parametrize(
    ("day", "numbers"),
    [("2022-05-01", [158, 269, 240, 237, 20, None]), ("2023-12-10", [24, 48, 44, 82, 3, 299])],
)
def test_boroughs_in_capitals_and_none_at_all(requests, day, numbers):
    values = requests.rows("request_count", requests.districts, day)["value"]
    assert [None if math.isnan(value) else value for value in values] == numbers
    assert requests.value("request_count", None, day) == sum(number or 0 for number in numbers)


def test_share_closed(requests):
    row = requests.rows("closed_share", None, "2022-05-01").iloc[0]
    assert (row["numerator"], row["denominator"]) == (924 - 444, 924)


def test_american_times_with_am_and_pm(requests, real):
    with (real / "nyc-311" / "nyc311_2016_redhook.csv").open(encoding="utf-8", newline="") as file:
        spans = [_minutes(row["Created Date"], row["Closed Date"]) for row in csv.DictReader(file)]
    assert requests.value("mean_minutes_to_close", None, "2016") == pytest.approx(sum(spans) / len(spans))


def _minutes(created: str, closed: str) -> float:
    first, last = (datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p") for text in (created, closed))  # noqa: DTZ007
    return (last - first).total_seconds() / 60
