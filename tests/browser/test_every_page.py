"""Every page for every reader: nothing runs out of a phone, no barrier, the mark of a demonstration."""

from __future__ import annotations

from contextlib import suppress

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLong

from tests.browser.conftest import Visit
from tests.browser.driving import CHINESE, EVERY, LEADER, Who, with_parameter

pytestmark = pytest.mark.browser
PHONE, SMALL_PHONE = (390, 844), (360, 800)
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# The widest part that stands out of the page, so that a failure names it. Parts that scroll inside may.
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return null;
  const parts = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > room + 1);
  return parts.slice(0, 5).map(e => e.tagName + '.' + e.className);
}"""


@pytest.mark.parametrize(("path", "who"), EVERY)
def test_pages_fit_a_phone(visit: Visit, path: str, who: Who) -> None:
    page = visit(path, who, PHONE)
    assert page.evaluate(TOO_WIDE) is None
    page.set_viewport_size({"width": SMALL_PHONE[0], "height": SMALL_PHONE[1]})
    with suppress(TooLong):  # charts follow the new width a moment later
        page.wait_for_function(FITS, timeout=3000)
    assert page.evaluate(TOO_WIDE) is None


@pytest.mark.parametrize(("path", "who"), [EVERY[0], EVERY[3]])
def test_long_english_words_fit_a_phone(visit: Visit, path: str, who: Who) -> None:
    assert visit(with_parameter(path, "lang=en"), who, SMALL_PHONE).evaluate(TOO_WIDE) is None


def test_the_headline_is_on_the_first_screen_of_a_phone(visit: Visit) -> None:
    box = visit("/overview", LEADER, PHONE).locator(".top__lead").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < PHONE[1]


@pytest.mark.parametrize(("path", "who"), EVERY)
def test_a_page_is_chinese_marked_and_without_barriers(visit: Visit, path: str, who: Who) -> None:
    page = visit(path, who)
    assert page.evaluate("() => document.documentElement.lang").startswith("zh")
    expect(page.locator("body")).to_contain_text("演示数据")
    for selector in ("h1", ".menu", ".top", "footer"):
        assert CHINESE.search(page.locator(selector).first.inner_text()), selector
    expect(page.locator(".state--failure")).to_have_count(0)  # a part that fails leaves the rest of its page
    assert serious(page) == []


def test_the_dark_page_has_enough_contrast_too(visit: Visit) -> None:
    page = visit(with_parameter("/overview", "theme=dark"), LEADER)
    expect(page.locator(".page")).to_have_attribute("data-theme", "dark")
    assert serious(page) == []


def test_a_keyboard_reaches_the_text_first(visit: Visit) -> None:
    page = visit("/overview", LEADER)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def serious(page: Page) -> list[tuple[str, list[str]]]:
    """Violations that axe calls serious or critical, with where they are."""
    found = Axe().run(page).response["violations"]
    return [
        (each["id"], [str(node["target"]) for node in each["nodes"]][:3])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
