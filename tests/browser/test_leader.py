"""A leader's morning: what is off target, where, whose; down to the street and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.driving import LEADER, Who, drawn

pytestmark = pytest.mark.browser
INDICATOR = "avg_elapsed_workdays"


def test_the_first_page_of_a_leader_is_the_overview(visit: Visit, app: str) -> None:
    assert visit("/", LEADER).url.startswith(f"{app}/overview")


def test_the_headline_counts_what_the_page_lists_and_names_the_worst(visit: Visit) -> None:
    page = visit("/overview", LEADER)
    headline = page.locator(".top__lead").inner_text()
    off = int(re.search(r"(\d+)项不达标", headline).group(1))  # type: ignore[union-attr]
    assert off > 0
    assert len(listed(section(page, "不达标的指标（"))) == off
    assert page.locator("article.card h3").first.inner_text() in headline


def test_counts_by_status_equal_the_rows(visit: Visit) -> None:
    page = visit("/overview", LEADER)
    counts = counts_of(page.locator(".strip").first)
    assert len(listed(section(page, "不达标的指标（"))) == counts["不达标"]
    quieter = section(page, "关注与无数据").locator("tbody tr")
    assert quieter.count() == counts["关注"] + counts["无数据"]


def test_down_to_a_street_by_select_and_bar_and_back(visit: Visit) -> None:
    page = visit(f"/indicator/{INDICATOR}", LEADER)
    whole = number(page)
    click_on_a_bar(page)
    expect(page.locator(".drill__group--area li")).to_have_count(2)
    district, here = number(page), page.url
    assert re.search(r"area=9901\d\d(&|$)", here)
    click_on_a_bar(page)
    expect(page.locator(".drill__group--area li")).to_have_count(3)
    assert re.search(r"area=9901\d{5}", page.url)
    page.go_back()
    expect(page.locator(".drill__group--area li")).to_have_count(2)
    assert page.url == here
    page.reload()
    drawn(page)
    assert page.url == here
    assert number(page) == district
    page.locator(".drill__group--area a").first.click()
    expect(page.locator(".drill__group--area li")).to_have_count(1)
    assert number(page) == whole


def test_a_click_on_the_map_leads_into_the_district(visit: Visit) -> None:
    page = visit(f"/overview?indicator={INDICATOR}", LEADER)
    shape = page.locator(".choroplethlayer path").first
    shape.scroll_into_view_if_needed()
    shape.click(force=True)
    page.wait_for_url("**area=9901**")
    expect(page.locator(".trail")).to_contain_text("云津市")
    assert f"indicator={INDICATOR}" in page.url


def test_a_card_leads_to_trend_ranking_owner_definition_and_source(visit: Visit) -> None:
    # One that districts report too, so that it has a map and a ranking.
    page = visit("/department/urban_mgmt", LEADER)
    card = page.locator("article.card", has=page.get_by_text("城管案件按时结案率", exact=True)).first
    name, figure = card.locator("h3").inner_text(), card.locator(".card__number").inner_text()
    card.locator("a").first.click()
    page.wait_for_url("**/indicator/**")
    drawn(page)
    expect(page.locator("h1")).to_have_text(name)
    assert number(page) == figure
    for words in ("责任部门", "算法", "数据来源", "目标", "走势", "各区域比较"):
        expect(page.locator("main")).to_contain_text(words)
    assert page.locator(".js-plotly-plot").count() >= 2


def test_a_department_head_lands_on_the_own_board(visit: Visit) -> None:
    head = Who("dept_head", "water")
    page = visit("/", head)
    assert page.url.split("?")[0].endswith("/department/water")
    expect(page.locator("h1")).to_have_text("市水务局")


def test_a_board_shows_the_misses_first(visit: Visit) -> None:
    page = visit("/department/urban_mgmt", LEADER)
    order = ["不达标", "关注", "无数据", "达标", "不计分"]
    found = page.locator("section").first.locator(".card .badge").all_inner_texts()
    assert len(set(found)) > 1
    assert found == sorted(found, key=order.index)


def test_comparison_has_a_row_for_each_department_and_changes_its_indicator(visit: Visit) -> None:
    page = visit("/compare", LEADER)
    assert page.locator("table.heat tbody tr").count() == 20
    page = visit("/compare?view=districts", LEADER)
    districts = page.locator("a.tile").count()
    assert districts == 32
    page.locator(".finder__chosen").first.click()
    page.locator(".finder__drop:visible a", has_text="平均办结工作日").first.click()
    page.wait_for_url(f"**indicators={INDICATOR}**")
    drawn(page)
    expect(page.locator("main")).to_contain_text("平均办结工作日：各区域的走势")


def test_another_period_is_one_choice_and_stays_in_the_address(visit: Visit) -> None:
    page = visit("/overview", LEADER)
    expect(page.locator(".top__lead")).to_contain_text("2025年11月")
    choice = page.locator("select", has=page.locator("option", has_text="2025年9月"))
    choice.first.select_option(label="2025年9月")
    page.wait_for_url("**period=2025-09**")
    expect(page.locator(".top__lead")).to_contain_text("2025年9月")
    page.reload()
    expect(page.locator(".top__lead")).to_contain_text("2025年9月")


def section(page: Page, title: str) -> Locator:
    """The section whose heading begins so."""
    return page.locator("section", has=page.get_by_role("heading", name=title, level=2)).first


def listed(part: Locator) -> list[str]:
    """Names of the indicators of a section: on cards, then in the table's rows."""
    return [
        *part.locator("article.card h3").all_inner_texts(),
        *part.locator("tbody tr th, tbody tr td:first-child").all_inner_texts(),
    ]


def counts_of(strip: Locator) -> dict[str, int]:
    """Counts by status of the strip, by the status' word."""
    words = strip.locator(".strip__word").all_inner_texts()
    return dict(zip(words, map(int, strip.locator(".strip__number").all_inner_texts()), strict=True))


def number(page: Page) -> str:
    """The page's own figure, in large type."""
    return drawn(page).locator(".card__number").first.inner_text()


def click_on_a_bar(page: Page) -> None:
    """The worst area of the ranking."""
    bar = drawn(page).locator(".js-plotly-plot .barlayer .point path").first
    bar.scroll_into_view_if_needed()
    bar.click(force=True)
    drawn(page)
