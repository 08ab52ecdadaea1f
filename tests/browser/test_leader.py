"""A leader's morning: what is off target, where, whose; down to the street and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, drawn

pytestmark = pytest.mark.browser


def test_the_first_page_of_a_leader_is_the_overview(visit: Visit, app: str, watched: list[str]) -> None:
    page = visit("/", role="leader")
    assert page.url.startswith(f"{app}/overview")
    assert not watched


def test_the_headline_counts_what_the_page_lists(visit: Visit) -> None:
    page = visit("/overview", role="leader")
    headline = page.locator(".top__lead").inner_text()
    off = int(re.search(r"(\d+)项不达标", headline).group(1))  # type: ignore[union-attr]
    assert off > 0
    cards = page.locator("section", has_text="不达标的指标（").locator("article.card").count()
    assert cards == min(off, 8)
    worst = page.locator("article.card h3").first.inner_text()
    assert worst in headline


def test_drilling_to_a_street_by_links_and_back(visit: Visit) -> None:
    page = visit("/indicator/avg_elapsed_workdays", role="leader")
    city_value = page.locator(".card__number").first.inner_text()
    page.goto(page.url + "?area=990109")
    drawn(page)
    expect(page.locator(".trail")).to_contain_text("云津市")
    page.goto(page.url.split("?")[0] + "?area=990109001")
    drawn(page)
    assert len(page.locator(".trail li").all()) == 3
    page.go_back()
    drawn(page)
    assert "area=990109" in page.url
    page.reload()
    drawn(page)
    assert "area=990109" in page.url
    page.locator(".trail a").first.click()
    page.wait_for_function("!location.search.includes('area')")
    drawn(page)
    assert page.locator(".card__number").first.inner_text() == city_value


def test_a_click_on_the_map_leads_into_the_district(visit: Visit) -> None:
    page = visit("/overview?indicator=avg_elapsed_workdays", role="leader")
    shape = page.locator(".choroplethlayer path").first
    shape.scroll_into_view_if_needed()
    shape.click(force=True)
    page.wait_for_function("location.search.includes('area=9901')")
    drawn(page)
    expect(page.locator(".trail")).to_contain_text("云津市")


def test_a_card_leads_to_owner_definition_and_source(visit: Visit) -> None:
    page = visit("/overview", role="leader")
    page.locator("article.card a").first.click()
    page.wait_for_url("**/indicator/**")
    drawn(page)
    for words in ("责任部门", "算法", "数据来源", "目标"):
        expect(page.locator("main")).to_contain_text(words)


def test_a_department_head_lands_on_the_own_board(visit: Visit, app: str) -> None:
    page = visit("/department/water", role="dept_head", department="water")
    expect(page.locator("h1")).to_have_text("市水务局")
    statuses = page.locator("article.card .badge").all_inner_texts()
    assert statuses == sorted(statuses, key=["不达标", "关注", "无数据", "达标", "不计分"].index)


def test_comparison_has_a_row_for_each_department_and_changes_its_indicator(visit: Visit) -> None:
    page = visit("/compare", role="leader")
    assert page.locator("table.heat tbody tr").count() == 20
    page.locator("select").nth(-2).select_option(label="平均办结工作日")
    page.wait_for_function("location.search.includes('avg_elapsed_workdays')")
    drawn(page)
    expect(page.locator("main")).to_contain_text("平均办结工作日：各区域的走势")


def test_the_same_number_everywhere(visit: Visit) -> None:
    page = visit("/department/urban_mgmt", role="leader")
    card = page.locator("article.card", has=page.get_by_text("城管案件按时结案率", exact=True)).first
    number = card.locator(".card__number").inner_text()
    page.goto(page.url.replace("/department/urban_mgmt", "/indicator/city_case_on_time_rate"))
    drawn(page)
    assert page.locator("article.card .card__number").first.inner_text() == number
    csv = page.request.get(
        page.url.split("/indicator")[0] + "/export/indicator/city_case_on_time_rate.csv"
    ).text()
    row = next(line for line in csv.splitlines() if ",990100," in line and ",2025-11," in line)
    assert f"{float(row.split(',')[5]):.1f}" == number
    page.goto(page.url.split("/indicator")[0] + "/public/indicator/city_case_on_time_rate")
    drawn(page)
    assert page.locator("article.card .card__number").first.inner_text() == number
