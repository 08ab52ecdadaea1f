"""The first visit: the page stands and its links work before Dash has started, which then takes it over."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import Contexts
from tests.browser.driving import LEADER, drawn

pytestmark = pytest.mark.browser
RENDERER = re.compile(r"/dash-renderer/build/")
ALL_DRAWN = """() => document.querySelectorAll('.chart').length > 0
  && [...document.querySelectorAll('.chart')].every(one => one.querySelector('.main-svg'))
  && [...document.querySelectorAll('.geolayer .geo')].every(map => map.querySelector('.choroplethlayer path'))"""
NAMED = "() => document.querySelectorAll('.js-plotly-plot').forEach((one, at) => { one.first = at + 1; })"
NAMES = "() => [...document.querySelectorAll('.js-plotly-plot')].map(one => one.first)"
SAID = "() => document.querySelector('main').innerText"


def hold(route: Route) -> None:
    """Gives no answer, until the page is unrouted."""


def without_dash(context: BrowserContext, address: str) -> Page:
    """A page whose Dash does not come until it is let go."""
    page = context.new_page()
    page.route(RENDERER, hold)
    page.goto(address, wait_until="commit")
    return page


@pytest.mark.parametrize("path", ["/overview", "/compare?view=ranking", "/indicator/waste_sorting_rate"])
def test_charts_are_drawn_before_dash_and_stay_the_same_charts(
    app: str, contexts: Contexts, path: str
) -> None:
    context, seen = contexts(app, LEADER, (1920, 1080))
    page = without_dash(context, app + path)
    page.wait_for_function(ALL_DRAWN)
    assert page.locator("#react-entry-point main").count() == 0
    page.evaluate(NAMED)
    before: Any = page.evaluate(SAID), page.evaluate(NAMES)
    page.unroute(RENDERER)
    drawn(page)
    assert page.locator("main").count() == 1
    assert (page.evaluate(SAID), page.evaluate(NAMES)) == before
    assert before[1] == list(range(1, len(before[1]) + 1))
    page.close()
    assert not seen


def test_links_and_filters_lead_on_before_dash(app: str, contexts: Contexts) -> None:
    context, seen = contexts(app, LEADER, (1920, 1080))
    page = without_dash(context, f"{app}/overview")
    page.locator("main a[href*='/indicator/']").first.click()
    page.wait_for_url("**/indicator/**")
    page.close()

    page = without_dash(context, f"{app}/overview")
    filters = page.locator("select[data-navigate]").first
    chosen = filters.locator("option:not(:checked)").first.get_attribute("value")
    filters.select_option(
        index=filters.locator("option").evaluate_all("all => all.findIndex(one => !one.selected)")
    )
    expect(page).to_have_url(app + str(chosen))
    page.close()
    assert not seen


def test_a_click_on_a_mark_leads_on_before_and_after(app: str, contexts: Contexts) -> None:
    context, seen = contexts(app, LEADER, (1920, 1080))
    for early in (True, False):
        page = without_dash(context, f"{app}/overview")
        page.wait_for_function(ALL_DRAWN)
        if not early:
            page.unroute(RENDERER)
            drawn(page)
        page.locator(".barlayer .point path").first.click(force=True)
        page.wait_for_url(lambda url: url != f"{app}/overview")
        page.close()
    assert not seen


def test_a_chart_follows_the_width_of_its_place(app: str, contexts: Contexts) -> None:
    context, seen = contexts(app, LEADER, (1920, 1080))
    page = context.new_page()
    page.goto(f"{app}/overview")
    drawn(page)
    widths = """() => [...document.querySelectorAll('.chart')].map(
      one => [one.clientWidth, one.querySelector('.main-svg').clientWidth])"""
    for width in (1000, 390, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(f"() => ({widths})().every(([place, drawn]) => Math.abs(place - drawn) <= 1)")
    page.close()
    assert not seen
