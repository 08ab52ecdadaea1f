"""The wall: nothing scrolls, overlaps or is too small on any wall; it drills, rotates and says its mode."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.driving import CHINESE, LEADER, VISITOR, drawn
from tests.browser.test_every_page import serious

pytestmark = pytest.mark.browser
WALLS = [(1920, 1080), (3840, 2160), (3840, 1080)]

TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector('.page--wall'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (!node.textContent.trim() || element.closest('option, title, .unseen, .skip')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width || element.closest('.walltile__tools .filter__label')) continue;
    const drawing = element.ownerSVGElement;
    const scale = drawing ? drawing.getScreenCTM().a : 1;
    found.push({
      words: node.textContent.trim(), size: parseFloat(getComputedStyle(element).fontSize) * scale,
      left: box.left, right: Math.min(box.right, element.getBoundingClientRect().right),
      top: box.top, bottom: box.bottom,
    });
  }
  return found;
}"""

CLIPPED = """() => [...document.querySelectorAll('.walltile, .wall, .page--wall')]
  .filter(part => part.scrollHeight > part.clientHeight + 2 || part.scrollWidth > part.clientWidth + 2)
  .map(part => part.className + ' ' + part.scrollHeight + '>' + part.clientHeight)"""


@pytest.mark.parametrize("size", WALLS)
@pytest.mark.parametrize(
    "path", ["/screen", "/screen?lang=en", "/screen?mode=emergency", "/screen?baseline=2024-11"]
)
def test_nothing_is_cut_off_or_too_small(visit: Visit, path: str, size: tuple[int, int]) -> None:
    page = visit(path, LEADER, size)
    assert page.evaluate("() => document.documentElement.scrollHeight <= window.innerHeight")
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate(CLIPPED) == []
    unit = min(size[0] / 1920, size[1] / 1080)
    found = page.evaluate(TEXTS)
    assert len(found) > 40
    assert [text for text in found if text["size"] < 20 * unit * 0.98] == []
    outside = [t for t in found if t["right"] > size[0] + 1 or t["bottom"] > size[1] + 1 or t["left"] < -1]
    assert outside == []
    assert page.locator(".walltile").count() <= 20


@pytest.mark.parametrize("size", WALLS)
def test_a_click_on_the_map_meets_the_district_under_the_pointer(visit: Visit, size: tuple[int, int]) -> None:
    page = visit("/screen", LEADER, size)
    area = page.locator(".wall__map a").first
    code = (area.get_attribute("href") or "").split("area=")[1].split("&")[0]
    spot = page.evaluate(
        """() => {
          const path = document.querySelector('.wall__map a path');
          const box = path.getBoundingClientRect();
          for (let i = 1; i < 20; i++) for (let j = 1; j < 20; j++) {
            const x = box.left + box.width * i / 20, y = box.top + box.height * j / 20;
            if (document.elementFromPoint(x, y) === path) return [x, y];
          }
          return null;
        }"""
    )
    page.mouse.click(*spot)
    page.wait_for_url(f"**area={code}**")
    drawn(page)
    expect(page.locator(".wall__city")).not_to_have_text("云津市")
    page.go_back()
    expect(page.locator(".wall__city")).to_have_text("云津市")


def test_every_red_is_named_with_its_owner(visit: Visit) -> None:
    page = visit("/screen", LEADER)
    count = int(page.locator(".walltile--abnormal .strip__number").first.inner_text())
    reds = page.locator(".wall__list .row:has(.shape--off-target)")
    assert reds.count() == count > 0
    worst = reds.first.locator(".row__name").inner_text()
    assert worst in page.locator(".wall__headline").inner_text()
    reds.first.click()
    page.wait_for_url("**/indicator/**")
    expect(drawn(page).locator("h1")).to_contain_text(worst)


def test_the_mode_is_switched_by_a_form_and_told(visit: Visit) -> None:
    page = visit("/screen?scene=transport", LEADER)
    page.get_by_role("button", name="转入战时").click()
    page.wait_for_url("**mode=emergency**")
    drawn(page)
    expect(page.locator(".wall__mode")).to_have_text("战时")
    expect(page.get_by_role("status").filter(has_text="审计")).to_be_visible()
    assert "scene=transport" in page.url


def test_the_carousel_goes_on_and_stands_still_when_paused(visit: Visit) -> None:
    page = visit("/screen?carousel=10", LEADER)
    page.keyboard.press("Space")
    expect(page.locator("[data-told]")).to_contain_text("暂停")
    page.keyboard.press("Space")
    page.wait_for_url("**scene=transport**", timeout=20_000)
    drawn(page)
    assert page.locator(".wall__scene[aria-current=page]").inner_text() == "交通"


def test_the_clock_runs(visit: Visit) -> None:
    page = visit("/screen", LEADER)
    clock = page.locator(".wall__clock")
    before = clock.inner_text()
    page.wait_for_function(
        "before => document.querySelector('.wall__clock').textContent !== before", arg=before
    )


def test_a_kiosk_shows_no_switches(visit: Visit) -> None:
    page = visit("/screen?kiosk=1", LEADER)
    expect(page.locator(".wall__switches")).to_be_hidden()


def test_a_phone_shows_the_red_list_first(visit: Visit) -> None:
    page = visit("/screen", LEADER, (360, 800))
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator(".walltile--abnormal").bounding_box()["y"] < 800  # type: ignore[index]
    assert _order(page)[0].startswith("walltile walltile--abnormal")


def _order(page: Page) -> list[str]:
    return page.evaluate("() => [...document.querySelectorAll('.walltile')].map(tile => tile.className)")


def test_the_wall_is_without_barriers_and_wholly_english_when_asked(visit: Visit) -> None:
    page = visit("/screen?lang=en", LEADER)
    assert serious(page) == []
    assert CHINESE.search(page.locator(".page--wall").inner_text()) is None
    expect(page.locator(".ribbon")).to_contain_text("fictional")


def test_a_visitor_is_led_elsewhere(visit: Visit) -> None:
    page = visit("/screen", VISITOR)
    expect(page.locator(".state--forbidden")).to_be_visible()
