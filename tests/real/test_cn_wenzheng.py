"""Messages to the government: 2,816 records of a workbook, times as text or as real times.

The median reply of 11 days cannot come from a ratio of sums, and this product takes no median of records
once they are measures. What it can say is where the median lies: fewer than half are answered within 10
full days, more than half within 11.
"""

from __future__ import annotations

from datetime import date

import pytest

pytestmark = pytest.mark.real

FIRST, LAST = date(2011, 4, 1), date(2020, 1, 9)


@pytest.fixture
def messages(city):
    return city("cn_wenzheng")


def test_every_record_counts_once(messages):
    run = messages.run("replies")
    assert (run.rows_read, run.accepted, run.quarantined) == (2816, 2816, 0)
    assert messages.total("message_count", FIRST, LAST) == 2816


@pytest.mark.parametrize(
    ("indicator", "value"),
    [("mean_reply_days", 19.8), ("replied_within_7", 39.9), ("replied_within_15", 63.5)],
)
def test_time_to_reply(messages, indicator, value):
    assert messages.total(indicator, FIRST, LAST) == pytest.approx(value, abs=0.05)


def test_the_median_lies_at_eleven_days(messages):
    within_10, within_11 = (messages.total(f"replied_within_{days}", FIRST, LAST) for days in (10, 11))
    assert within_10 < 50 <= within_11


def test_the_mean_is_not_a_mean_of_yearly_means(messages):
    years = messages.rows("mean_reply_days", None, "2011", "2020")
    means = years["value"].mean()
    assert messages.total("mean_reply_days", FIRST, LAST) == pytest.approx(
        years["numerator"].sum() / years["denominator"].sum()
    )
    assert abs(means - messages.total("mean_reply_days", FIRST, LAST)) > 0.5
