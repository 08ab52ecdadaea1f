"""Two languages: every page in both, the same address, nothing of the one left in the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.driving import CHINESE, EVERY, LEADER, Who, drawn, with_parameter

pytestmark = pytest.mark.browser
# What a reader or a screen reader meets: also what is folded away, and names that are not text.
WORDS = """() => {
  const skip = new Set(['SCRIPT', 'STYLE']);
  const found = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!skip.has(parent.tagName) && !parent.closest('[lang=zh]')) found.push(walk.currentNode.data);
  }
  for (const e of document.body.querySelectorAll('[aria-label],[alt],[title],[placeholder]')) {
    for (const name of ['aria-label', 'alt', 'title', 'placeholder']) found.push(e.getAttribute(name) || '');
  }
  return found;
}"""


@pytest.mark.parametrize(("path", "who"), EVERY)
def test_an_english_page_has_no_chinese_left(visit: Visit, path: str, who: Who) -> None:
    page = visit(with_parameter(path, "lang=en"), who)
    assert page.evaluate("() => document.documentElement.lang") == "en"
    expect(page.locator("body")).to_contain_text("Demonstration data")
    assert [words for words in texts(page) if CHINESE.search(words) and words != "中文"] == []


def test_the_switch_keeps_the_place(visit: Visit) -> None:
    page = visit("/indicator/avg_elapsed_workdays?area=990109&period=2025-09", LEADER)
    number = page.locator(".card__number").first.inner_text()
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**lang=en**")
    drawn(page)
    for part in ("/indicator/avg_elapsed_workdays", "area=990109", "period=2025-09"):
        assert part in page.url
    expect(page.locator(".page")).to_have_attribute("lang", "en")
    assert page.evaluate("() => document.documentElement.lang") == "en"
    assert page.locator(".card__number").first.inner_text() == number
    page.get_by_role("navigation").first.get_by_role("link").first.click()
    page.wait_for_url("**/overview**")
    assert "lang=en" in page.url
    drawn(page).get_by_role("link", name="中文").click()
    expect(page.locator(".page")).to_have_attribute("lang", "zh")


def texts(page: Page) -> list[str]:
    return list(page.evaluate(WORDS))
