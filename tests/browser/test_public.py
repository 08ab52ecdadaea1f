"""A citizen's visit: no account, good and bad news alike, nothing internal."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Contexts, Visit
from tests.browser.driving import LEADER, drawn

pytestmark = pytest.mark.browser
WASTE = "waste_sorting_rate"
INTERNAL = ["/overview", "/department/water", "/indicator/water_loss_rate", "/compare"]


def test_a_visitor_is_led_to_the_public_page(visit: Visit, app: str) -> None:
    page = visit("/")
    assert page.url.startswith(f"{app}/public")
    expect(page.get_by_role("navigation").first.get_by_role("link")).to_have_text(["公众"])


@pytest.mark.parametrize("path", INTERNAL)
def test_internal_pages_tell_a_visitor_nothing(visit: Visit, path: str) -> None:
    page = visit("/public")
    replies: list[str] = []
    page.on("response", lambda r: replies.append(r.text()) if "/_dash-layout" in r.url else None)
    page.goto(page.url.replace("/public", path))
    drawn(page)
    expect(page.locator("main")).to_contain_text("没有查看这一页的权限")
    assert page.locator(".card, .js-plotly-plot, table").count() == 0
    assert replies
    parts = page.request.post(page.url.replace(path, "/live/parts"), data={"address": path, "parts": {}})
    assert parts.ok
    for reply in [*replies, parts.text()]:
        assert not re.search(r"\d\.\d", reply)


def test_what_a_leader_may_see_reaches_no_visitor(visit: Visit, app: str, contexts: Contexts) -> None:
    page = visit("/public")
    for path in ("/export/department/water.csv", "/export/indicator/water_loss_rate.csv"):
        answer = page.request.get(app + path)
        assert answer.status == 403
        assert not re.search(r"\d\.\d", answer.text())
        leader, _ = contexts(app, LEADER, (1920, 1080))
        assert re.search(r"\d\.\d", leader.request.get(app + path).text())
    assert page.request.get(f"{app}/api/v1/public/indicator/red_action_rate.csv").status == 404
    assert "red_action_rate" not in page.request.get(f"{app}/api/v1/public/indicators.csv").text()


@pytest.mark.parametrize("words", ["垃圾", "laji", "waste"])
def test_search_finds_in_chinese_pinyin_and_english(visit: Visit, words: str) -> None:
    page = visit("/public")
    page.locator("form[data-search] input").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    drawn(page)
    found = names(page)
    assert "垃圾分类准确率" in found
    assert len(found) < 20


def test_a_search_without_result_says_what_to_do(visit: Visit) -> None:
    page = visit("/public?q=xyzxyz")
    assert page.locator("main table").count() == 0
    expect(page.locator("main")).to_contain_text("xyzxyz")


def test_bad_news_stands_beside_good_news(visit: Visit) -> None:
    page = visit("/public")
    worse, better = (
        page.locator(".panel", has_text="变差").first,
        page.locator(".panel", has_text="变好").first,
    )
    left, right = worse.bounding_box(), better.bounding_box()
    assert left is not None
    assert right is not None
    assert (left["y"], left["width"]) == (right["y"], right["width"])
    for panel in (worse, better):
        count = int(re.search(r"\d+", panel.locator("h3").inner_text()).group())  # type: ignore[union-attr]
        assert panel.locator("li").count() == count > 5


def test_a_district_is_one_choice(visit: Visit) -> None:
    page = visit("/public")
    whole = page.locator("main table").first.inner_text()
    page.locator("main select").first.select_option(label="西濠区")
    page.wait_for_url("**area=9901**")
    drawn(page)
    expect(page.locator("h1")).to_contain_text("西濠区")
    assert page.locator("main table").first.inner_text() != whole


def test_the_download_holds_the_numbers_of_the_table(visit: Visit, app: str) -> None:
    page = visit(f"/public/indicator/{WASTE}")
    with page.expect_download() as started:
        page.locator(".download summary").first.click()
        page.get_by_role("link", name="CSV").first.click()
    text = started.value.path().read_text(encoding="utf-8-sig")
    assert "演示数据" in text
    in_file = {row[3]: row[5] for row in rows(text) if row[4] == "2025-11"}
    shown = {area: value for area, value in pairs(page, "临江区") if value[0].isdigit()}
    assert len(shown) > 10
    assert shown == {area: f"{float(in_file[area]):.1f}%" for area in shown}


def rows(text: str) -> list[list[str]]:
    """The lines of a CSV that are data."""
    return [row for row in csv.reader(io.StringIO(text)) if len(row) > 5]


def pairs(page: Page, area: str) -> list[tuple[str, str]]:
    """First and second column of the table that has a row for the area."""
    table = page.locator(
        "main table", has=page.get_by_role("rowheader", name=area, include_hidden=True)
    ).first
    script = "t => [...t.tBodies[0].rows].map(r => [r.cells[0].textContent, r.cells[1].textContent])"
    return [(first, second) for first, second in table.evaluate(script)]


def names(page: Page) -> list[str]:
    """The first column of all tables."""
    script = "() => [...document.querySelectorAll('main tbody tr')].map(r => r.cells[0].textContent.trim())"
    return list(page.evaluate(script))
