"""A department head's morning: the own board, the gap, further in and back, the late cases, a comment."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.driving import LEADER, VISITOR, Who, drawn

pytestmark = pytest.mark.browser
HEAD = Who("dept_head", "urban_mgmt")
RATE = "/indicator/city_case_on_time_rate"


def test_a_miss_says_its_gap_and_both_changes(visit: Visit) -> None:
    card = visit("/department/urban_mgmt", HEAD).locator("article.card--off-target").first
    expect(card.locator(".card__gap")).to_have_text(re.compile(r"距目标差 [\d.]+ 个百分点"))
    assert card.locator(".change__kind").all_inner_texts() == ["环比", "同比"]


def test_a_district_is_held_against_similar_ones(visit: Visit) -> None:
    card = visit("/department/urban_mgmt?area=990103", HEAD).locator("article.card").first
    expect(card).to_contain_text(re.compile(r"相似区域中位数 [\d.]+%（\d个中有数的\d个）"))


def test_each_step_is_taken_back_alone(visit: Visit) -> None:
    page = visit(f"{RATE}?area=990103&period=2025-11&part=numerator", LEADER)
    page.locator(".drill__group--period .drill__back").click()
    page.wait_for_url("**period=2025-Q4**")
    drawn(page)
    assert "area=990103" in page.url
    assert "part=numerator" in page.url
    page.locator(".drill__group--part .drill__back").click()
    expect(page.locator(".drill__group--part")).to_have_count(0)
    assert "period=2025-Q4" in page.url
    page.go_back()
    expect(page.locator(".drill__group--part")).to_have_count(1)


def test_a_month_leads_to_its_days(visit: Visit) -> None:
    page = visit(f"{RATE}?period=2025-11", LEADER)
    page.get_by_role("link", name="2025年11月5日").first.click()
    page.wait_for_url("**period=2025-11-05**")
    drawn(page)
    expect(page.locator(".drill__group--period li")).to_have_count(4)


def test_the_late_cases_add_up(visit: Visit) -> None:
    page = visit(RATE, HEAD)
    page.get_by_role("link", name="逐件清单").click()
    page.wait_for_url("**/cases/**")
    drawn(page)
    expect(page.locator("main")).to_contain_text("与指标一件不差")
    numbers = [int(text.replace(",", "")) for text in page.locator(".stat__value").all_inner_texts()[1:]]
    whole, part, expected, listed = numbers
    assert whole - part == expected == listed


def test_a_comment_is_released_to_board_and_citizens(visit: Visit) -> None:
    words = "换约期间派单减少，新承包方已到位"
    page = visit("/indicator/waste_sorting_rate", HEAD)
    comment(page, words)
    assert words not in visit("/indicator/waste_sorting_rate", LEADER).locator("main").inner_text()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator(".notes").first).to_contain_text("已发布")
    expect(visit("/department/urban_mgmt", LEADER).locator(".card__said").first).to_contain_text(words)
    expect(visit("/public/indicator/waste_sorting_rate", VISITOR).locator("main")).to_contain_text(words)


def comment(page: Page, words: str) -> None:
    """Write a draft."""
    page.get_by_text("写一条说明").click()
    page.locator('textarea[name="words"]').fill(words)
    page.get_by_role("button", name="存为草稿").click()
    expect(page.locator(".notes").first).to_contain_text("草稿")
