"""While a page is fetched its outline stands there; when it comes nothing jumps."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Contexts
from tests.browser.driving import LEADER, drawn

pytestmark = pytest.mark.browser
ANSWERS = "**/_dash-layout*"
OUTLINE = """() => {
  const style = getComputedStyle(document.body, '::after');
  return style.content === 'none' || style.position !== 'fixed' ? null : Number(style.opacity);
}"""
SHIFTS = """
  window.shifts = [];
  new PerformanceObserver(list => list.getEntries().forEach(one => {
    if (!one.hadRecentInput) {
      window.shifts.push(one.value);
    }
  })).observe({ type: 'layout-shift', buffered: true });
"""


def hold(route: Route) -> None:
    """Gives no answer: the server is as slow as a test wants."""


def fetched_with_nothing_answered(page: Page, address: str) -> None:
    """The page as it stands until the server answers."""
    page.route(ANSWERS, hold)
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.DashRenderer !== undefined")


@pytest.mark.parametrize("size", [(1920, 1080), (390, 844)])
@pytest.mark.parametrize("path", ["/overview", "/compare", "/compare?view=districts&form=slope", "/screen"])
def test_an_outline_is_shown_and_nothing_jumps(
    app: str, contexts: Contexts, path: str, size: tuple[int, int]
) -> None:
    context, seen = contexts(app, LEADER, size)
    page = context.new_page()
    page.add_init_script(SHIFTS)

    fetched_with_nothing_answered(page, app + path)
    page.wait_for_timeout(600)
    assert page.locator("main").count() == 0
    assert page.evaluate(OUTLINE) == 1
    page.unroute(ANSWERS)  # lets go what is held
    drawn(page)
    page.wait_for_timeout(500)
    assert page.evaluate(OUTLINE) is None
    shifts: list[Any] = page.evaluate("() => window.shifts")
    assert sum(shifts) < 0.1, shifts
    page.close()
    assert not seen


def test_a_quick_answer_shows_no_flash_of_it(app: str, contexts: Contexts) -> None:
    context, _ = contexts(app, LEADER, (1920, 1080))
    page = context.new_page()
    fetched_with_nothing_answered(page, f"{app}/public")
    assert page.evaluate("() => getComputedStyle(document.body, '::after').animationDelay") == "0.2s"
    page.close()


def test_the_wall_is_dark_from_the_first_answer(app: str, contexts: Contexts) -> None:
    context, _ = contexts(app, LEADER, (1920, 1080))
    assert 'data-theme="dark"' in context.request.get(f"{app}/screen").text()
    assert 'data-theme="light"' in context.request.get(f"{app}/overview").text()
