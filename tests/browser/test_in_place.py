"""Other filters of a page change it where it stands: it says what a fresh load says, and the reader stays put."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Contexts, Visit
from tests.browser.driving import LEADER, drawn

pytestmark = pytest.mark.browser
SAID = """() => JSON.stringify([
  document.title,
  document.querySelector('main').innerText,
  document.querySelector('footer').innerText,
  [...document.querySelectorAll('a[href]')].map(one => one.getAttribute('href')),
  [...document.querySelectorAll('select')].map(one => [one.value, one.selectedOptions[0]?.textContent]),
  [...document.querySelectorAll('input')].map(one => [one.name, one.value]),
  [...document.querySelectorAll('.js-plotly-plot')].map(
    plot => plot.data.map(one => [one.type, one.x, one.y, one.z, one.locations, one.customdata])),
])"""
JOURNEYS = {
    "/overview": [
        "?period=2025-10",
        "?period=2025-10&indicator=water_loss_rate",
        "?area=990103&period=2025-10",
        "?area=990103",
        "?period=2025-Q3",
        "?as_of=2025-11-20",
        "",
    ],
    "/department/water": ["?period=2025-09", "?period=2025-09&area=990105", "?area=990105", ""],
    "/indicator/waste_sorting_rate": [
        "?period=2025-08",
        "?period=2025-08&area=990105",
        "?period=2025-Q2",
        "?as_of=2025-10-01",
        "",
    ],
    "/compare": [
        "?period=2025-10",
        "?view=ranking&period=2025-10",
        "?view=districts&indicators=waste_sorting_rate,water_loss_rate",
        "?view=districts&indicators=water_loss_rate&form=slope",
        "?view=two",
        "",
    ],
    "/indicators": ["?q=%E6%B0%B4", "?q=rate", "?department=water", ""],
    "/public": ["?area=990116", "?q=%E6%B0%B4", ""],
}


def said(page: Page) -> list[Any]:
    found: list[Any] = json.loads(page.evaluate(SAID))
    return found


@pytest.mark.parametrize("path", JOURNEYS)
def test_it_says_what_a_fresh_load_says(app: str, contexts: Contexts, path: str) -> None:
    context, seen = contexts(app, LEADER, (1920, 1080))
    page, fresh = context.new_page(), context.new_page()
    drawn_anew: list[str] = []
    page.on(
        "request",
        lambda asked: drawn_anew.append(asked.url) if "_dash-update-component" in asked.url else None,
    )
    page.goto(app + path)
    drawn(page)
    for search in JOURNEYS[path]:
        with page.expect_response("**/live/parts"):
            page.evaluate("href => window.cockpitGo(href)", path + search)
        drawn(page)
        fresh.goto(app + path + search)
        drawn(fresh)
        wanted = said(fresh)
        for _ in range(50):  # charts follow their figures a moment later
            if said(page) == wanted:
                break
            page.wait_for_timeout(100)
        for here, there in zip(said(page), wanted, strict=True):
            assert here == there, search
    assert drawn_anew == []
    page.close()
    fresh.close()
    assert not seen


def test_the_reader_stays_where_he_chose(visit: Visit) -> None:
    page = visit("/overview", LEADER)
    chart = page.locator(".js-plotly-plot").last
    chart.evaluate("one => { one.kept = true }")
    choice = page.locator("select[data-navigate]").last
    choice.scroll_into_view_if_needed()
    choice.focus()
    before = page.evaluate("() => window.scrollY")
    assert before > 0
    other = choice.locator("option").nth(3).inner_text()
    choice.select_option(index=3)
    expect(page.locator("select[data-navigate]").last.locator("option:checked")).to_have_text(other)
    drawn(page)
    assert page.evaluate("() => window.scrollY") == before
    expect(page.locator("select[data-navigate]").last).to_be_focused()
    assert chart.evaluate("one => one.kept")
    page.go_back()
    page.wait_for_url("**/overview")
    drawn(page)
    expect(page.locator("select[data-navigate]").last.locator("option:checked")).not_to_have_text(other)
    assert chart.evaluate("one => one.kept")


def test_a_link_to_another_place_is_read_from_its_title(visit: Visit) -> None:
    page = visit("/overview?area=990103", LEADER)
    page.evaluate("() => window.scrollTo(0, 800)")
    page.evaluate("() => window.cockpitGo('/overview')")
    expect(page.locator("h1")).to_have_text("云津市运行总览")
    drawn(page)
    expect(page.locator("h1")).to_be_focused()
    assert page.evaluate("() => window.scrollY") == 0
    expect(page.get_by_role("status").filter(has_text="云津市运行总览")).to_have_count(1)


def test_a_server_that_does_not_say_what_differs_is_asked_for_the_page(app: str, contexts: Contexts) -> None:
    context, _ = contexts(app, LEADER, (1440, 900))
    page = context.new_page()
    page.goto(f"{app}/overview")
    drawn(page)
    page.route("**/live/parts", lambda route: route.abort())
    page.evaluate("() => window.cockpitGo('/overview?area=990103')")
    expect(page.locator("h1")).not_to_have_text("云津市运行总览")
    drawn(page)
    assert page.url.endswith("/overview?area=990103")
    page.close()
