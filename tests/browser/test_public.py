"""A citizen's visit: no account, good and bad news alike, nothing internal, on any screen and language."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PUBLIC = ["/public", "/public?area=990116", "/public/indicator/waste_sorting_rate"]
INTERNAL = ["/overview", "/department/water", "/indicator/water_loss_rate", "/compare"]
EVERY = [(path, None) for path in PUBLIC] + [(path, "leader") for path in INTERNAL]


def test_a_visitor_is_led_to_the_public_page(visit: Visit, app: str) -> None:
    page = visit("/")
    assert page.url.startswith(f"{app}/public")


@pytest.mark.parametrize("path", INTERNAL)
def test_internal_pages_tell_a_visitor_nothing(visit: Visit, path: str) -> None:
    page = visit(path)
    expect(page.locator("main")).to_contain_text("没有查看这一页的权限")
    assert page.locator("article.card, .js-plotly-plot, table").count() == 0


def test_exports_are_refused_to_a_visitor(visit: Visit, app: str) -> None:
    page = visit("/public")
    for path in ("/export/department/water.csv", "/export/indicator/water_loss_rate.csv"):
        answer = page.request.get(app + path)
        assert answer.status == 403
        assert "," not in answer.json()["message"]
    assert page.request.get(f"{app}/api/v1/public/indicator/red_action_rate.csv").status == 404


@pytest.mark.parametrize("words", ["垃圾", "laji", "waste"])
def test_search_finds_in_chinese_pinyin_and_english(visit: Visit, words: str) -> None:
    page = visit(f"/public?q={words}")
    expect(page.locator("main")).to_contain_text("垃圾分类准确率")
    assert page.locator("main table tbody tr").count() < 20


def test_bad_news_stands_beside_good_news(visit: Visit) -> None:
    page = visit("/public")
    worse, better = (
        page.locator(".panel", has_text="变差").first,
        page.locator(".panel", has_text="变好").first,
    )
    first, second = worse.bounding_box(), better.bounding_box()
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"]
    assert worse.locator("li").count() > 5


def test_the_download_holds_the_numbers_of_the_table(visit: Visit, app: str) -> None:
    page = visit("/public/indicator/waste_sorting_rate")
    shown = page.locator("article.card .card__number").first.inner_text()
    text = page.request.get(f"{app}/api/v1/public/indicator/waste_sorting_rate.csv").text()
    rows = [line.split(",") for line in text.splitlines()]
    last = [row for row in rows if row[2] == "990100"][-1]
    assert f"{float(last[5]):.1f}" == shown
    assert "演示数据" in text


@pytest.mark.parametrize(("path", "role"), EVERY)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_stays_inside_and_is_marked(
    visit: Visit, path: str, role: str | None, lang: str, watched: list[str]
) -> None:
    joint = "&" if "?" in path else "?"
    page = visit(path + (f"{joint}lang=en" if lang == "en" else ""), role=role)
    expect(page.locator("body")).to_contain_text("演示数据" if lang == "zh" else "Demonstration data")
    assert page.evaluate("document.documentElement.lang").startswith(lang)
    if lang == "en":
        assert not CHINESE.search(page.locator("main").inner_text())
    assert not watched


@pytest.mark.parametrize(("path", "role"), EVERY)
def test_pages_fit_a_phone(visit: Visit, path: str, role: str | None) -> None:
    page = visit(path, role=role, width=360, height=800)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("path", "role"), EVERY)
def test_axe_finds_nothing_serious(visit: Visit, path: str, role: str | None) -> None:
    page = visit(path, role=role)
    found = Axe().run(page).response["violations"]
    serious = [
        (v["id"], [n["target"] for n in v["nodes"]][:3])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert not serious
