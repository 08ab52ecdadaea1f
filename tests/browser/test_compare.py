"""The comparison: an indicator is found by its sound and by keyboard; then and now; departments by score."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.driving import LEADER, drawn

pytestmark = pytest.mark.browser
PHONE = (390, 844)


def test_an_indicator_is_found_by_initials_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit("/compare?view=ranking&period=2025-10", LEADER)
    page.locator(".finder__chosen").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".finder input[type=search]")).to_be_focused()
    page.keyboard.type("jtl")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"pick=indicator.*q=jtl|q=jtl.*pick=indicator"))
    expect(page.locator(".finder__note")).to_contain_text("找到1项")
    expect(page.locator(".finder__fold")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".finder__option").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**indicator=hotline**")
    drawn(page)
    assert "period=2025-10" in page.url
    assert not re.search(r"[?&](q|pick)=", page.url)
    expect(page.locator(".finder__chosen")).to_contain_text("接通率")
    assert page.locator("details.finder__fold[open]").count() == 0


def test_a_search_can_be_sent_on_and_says_what_may_have_been_meant(visit: Visit) -> None:
    page = visit("/compare?view=two&pick=y&q=zzqq接通", LEADER)
    expect(page.locator("details.finder__fold[open]")).to_have_count(1)
    expect(page.locator("#pick-y .finder__note")).to_contain_text("zzqq接通")
    page.keyboard.press("Tab")
    page.locator("#pick-y input[type=search]").focus()
    page.keyboard.press("Escape")
    expect(page.locator("details.finder__fold[open]")).to_have_count(0)
    expect(page.locator("#pick-y summary")).to_be_focused()


def test_the_search_drops_inside_a_phone(visit: Visit) -> None:
    page = visit("/compare?view=ranking&q=rate&pick=indicator&lang=en", LEADER, PHONE)
    box = page.locator(".finder__drop").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]
    assert _wide(page) <= PHONE[0]


def test_then_and_now_has_every_district_in_picture_and_table(visit: Visit) -> None:
    page = visit("/compare?view=districts&form=slope&indicators=waste_sorting_rate", LEADER)
    panel = page.locator("section.panel", has=page.locator("h3", has_text="那时与现在"))
    panel.locator("summary", has_text="表格").click()
    assert panel.locator("tbody tr").count() == 16
    assert panel.locator(".annotation-text").count() == 34
    expect(panel.locator(".panel__summary")).to_contain_text("16个区域中16个两期都有数值")


def test_departments_are_ranked_by_score_and_lead_to_their_boards(visit: Visit) -> None:
    page = visit("/compare?period=2025-11", LEADER)
    panel = page.locator("section.panel", has=page.locator("h3", has_text="各部门得分")).first
    cells = panel.locator("tbody tr").all()
    scores = [float(row.locator("td").nth(1).inner_text()) for row in cells]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 20
    panel.locator("tbody a").first.click()
    page.wait_for_url("**/department/**")


@pytest.mark.parametrize("path", ["", "?view=districts&form=slope", "?view=two", "?view=ranking"])
def test_nothing_is_wider_than_a_narrow_phone(visit: Visit, path: str) -> None:
    page = visit(f"/compare{path}", LEADER, (360, 780))
    assert _wide(page) <= 360


def _wide(page: Page) -> int:
    return int(page.evaluate("() => document.documentElement.scrollWidth"))
