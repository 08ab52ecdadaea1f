"""A yearbook table in GBK: years as columns, 亿元 as unit, forty figures out of three hundred and sixty."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.real


@pytest.fixture
def retail(city):
    return city("cn_retail")


def test_other_cities_are_left_out_by_rule(retail):
    run = retail.run("yearbook")
    assert (run.rows_read, run.accepted, run.ignored, run.quarantined) == (360, 40, 320, 0)


def test_figures_are_in_yuan(retail):
    assert retail.value("retail", "110000", "2024") == pytest.approx(14_092.4e8)
    assert retail.value("retail", "120000", "2015") == pytest.approx(3_963.2e8)


def test_change_on_the_year_before(retail):
    row = retail.compared("retail", "110000", "2024", "previous").iloc[0]
    assert row["base_value"] == pytest.approx(14_485.9e8)
    assert row["relative"] == pytest.approx(14_092.4 / 14_485.9 - 1)
