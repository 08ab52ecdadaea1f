"""From a figure to why it changed: the table behind the chart adds up to the change that is told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.driving import LEADER, drawn
from tests.browser.test_every_page import serious

pytestmark = pytest.mark.browser


def test_the_parts_add_up_to_the_change(visit: Visit) -> None:
    page = visit("/indicator/water_loss_rate", LEADER)
    page.get_by_role("link", name="为什么变了").click()
    page.wait_for_url("**/cause/water_loss_rate**")
    drawn(page)
    page.locator("summary").filter(has_text="看表格").first.click()
    rows = page.locator("table tbody tr")
    told = [_number(rows.nth(at).locator("td").last.inner_text()) for at in range(rows.count())]
    *parts, total = told
    assert len(parts) == 16
    assert sum(parts) == pytest.approx(total, abs=0.006 * len(parts))
    expect(page.locator(".top__lead")).to_contain_text("影响最大的是")
    assert serious(page) == []


def test_a_click_on_an_area_asks_the_same_one_level_down(visit: Visit) -> None:
    page = visit("/cause/city_case_on_time_rate?compare=previous", LEADER)
    page.locator("summary").filter(has_text="看表格").first.click()
    first = page.locator("table tbody tr a").first
    name = first.inner_text()
    first.click()
    page.wait_for_url("**area=9901**")
    expect(drawn(page).locator(".top__lead")).to_contain_text(name)


def _number(words: str) -> float:
    found = re.search(r"[+−-]?[\d.]+", words)
    assert found, words
    return float(found.group().replace("−", "-"))
