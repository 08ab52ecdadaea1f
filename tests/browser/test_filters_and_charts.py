"""Filters go along and are taken back in one click; every chart has its sentence and its table."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.driving import LEADER, drawn

pytestmark = pytest.mark.browser
PHONE = (360, 800)
BARE = """() => [...document.querySelectorAll('.panel:has(.js-plotly-plot, .tile)')]
  .filter(one => !one.querySelector('table tbody tr') || !(one.querySelector('.panel__summary') || {}).innerText)
  .map(one => one.querySelector('.panel__title').innerText)"""


@pytest.mark.parametrize(
    "path",
    [
        "/overview",
        "/indicator/waste_sorting_rate",
        "/compare?indicators=waste_sorting_rate",
        "/cause/waste_sorting_rate?period=2025-11",
        "/public/indicator/waste_sorting_rate",
    ],
)
def test_every_chart_has_a_sentence_and_a_table(visit: Visit, path: str) -> None:
    page = visit(path, LEADER)
    assert page.locator(".panel:has(.js-plotly-plot, .tile)").count() > 0
    assert page.evaluate(BARE) == []


def test_where_and_when_go_along_and_are_taken_back_in_one_click(visit: Visit) -> None:
    page = visit("/overview", LEADER)
    expect(page.locator(".filters__reset")).to_have_count(0)
    page = visit("/overview?area=990103&period=2025-10", LEADER)
    page.locator(".menu a[href^='/compare']").click()
    page.wait_for_url("**/compare?*")
    drawn(page)
    assert "area=990103" in page.url
    assert "period=2025-10" in page.url
    page.locator(".filters__reset").first.click()
    page.wait_for_url("**/compare")
    drawn(page)
    expect(page.locator(".filters__reset")).to_have_count(0)


def test_a_phone_shows_the_red_list_before_anything_else(visit: Visit) -> None:
    page = visit("/overview", LEADER, PHONE)
    expect(page.locator("main .section__title").first).to_contain_text("不达标")
    tops = [box["y"] for one in page.locator("main .card").all()[:2] if (box := one.bounding_box())]
    chart = page.locator(".panel").first.bounding_box()
    assert chart is not None
    assert max(tops) < chart["y"]
