"""Forms say what is in force and fit a phone; what colour says, something else says too; 4K is used."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.driving import LEADER, Who
from tests.browser.test_every_page import serious

pytestmark = pytest.mark.browser
HEAD = Who("dept_head", "water")
PHONE, WALL = (360, 800), (3840, 2160)

# Fields and buttons that reach over the edge of the form they stand in.
BEYOND = """() => [...document.querySelectorAll('main form')].flatMap(form => {
  const edge = form.parentElement.getBoundingClientRect().right;
  return [...form.querySelectorAll('input:not([type=hidden]), textarea, select, button')]
    .filter(part => part.getBoundingClientRect().right > edge + 1).map(part => part.name || part.textContent);
})"""


def opened(page: Page) -> Page:
    """The page with every form unfolded."""
    page.evaluate(
        "() => document.querySelectorAll('main details:has(form)').forEach(each => { each.open = true; })"
    )
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_forms_of_an_indicator_fit_a_phone_and_are_open_to_all(visit: Visit, lang: str) -> None:
    page = opened(visit(f"/indicator/water_loss_rate?lang={lang}", HEAD, PHONE))
    for action in ("target", "review", "comment"):
        expect(page.locator(f"form[action='/do/{action}']")).to_be_visible()
    assert page.evaluate(BEYOND) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []


def test_a_target_starts_from_what_is_in_force(visit: Visit) -> None:
    page = opened(visit("/indicator/water_loss_rate", HEAD))
    target = page.locator("form[action='/do/target']")
    expect(target.locator("[name=target]")).to_have_value("9")
    expect(target.locator("[name=red_line]")).to_have_value("12")
    expect(target).to_contain_text("越低越好：红线高于目标。")
    band = opened(visit("/indicator/power_load_rate", Who("dept_head", "energy")))
    expect(band.locator("form[action='/do/target'] [name=target_high]")).to_have_value("88")


def test_a_cell_of_the_heat_map_says_without_colour_that_all_is_on_target(visit: Visit) -> None:
    page = visit("/compare", LEADER)
    expect(page.locator(".heat__legend li")).to_have_count(5)
    marks = page.locator("td.heat__cell").evaluate_all(
        """cells => cells.map(cell => [cell.textContent,
          getComputedStyle(cell.querySelector('a') || cell, '::after').content.includes('✓')])"""
    )
    assert len(marks) > 100
    for words, marked in marks:
        attained, _, scored = words.partition("/")
        assert marked == (attained == scored), words
    assert {marked for _, marked in marks} == {True, False}


@pytest.mark.parametrize("path", ["/compare", "/compare?view=districts", "/compare?view=two"])
def test_a_4k_screen_is_used(visit: Visit, path: str) -> None:
    page = visit(path, LEADER, WALL)
    assert page.locator("main").bounding_box()["width"] > 2000  # type: ignore[index]
    assert page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize)") == 20
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
