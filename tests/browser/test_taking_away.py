"""What readers take away: pictures with everything inside, workbooks, the printed board; the menu itself."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Visit
from tests.browser.driving import LEADER
from tests.browser.test_every_page import serious

pytestmark = pytest.mark.browser
PHONE = (360, 800)
BOARD = "/department/urban_mgmt"


def taken(page: Page, menu: Locator, item: str) -> bytes:
    """The file that a choice of the menu gives."""
    menu.locator("summary").click()
    with page.expect_download() as waiting:
        menu.locator(item).click()
    expect(menu).not_to_have_attribute("open", "")
    return Path(waiting.value.path()).read_bytes()


def words(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/overview", "城管案件按时结案率：城管案件中，按时结案的比例。"),
        ("/compare?indicators=waste_sorting_rate", "来源：城市管理局"),
        ("/cause/waste_sorting_rate?period=2025-11", "来源：城市管理局"),
        ("/public/indicator/waste_sorting_rate", "演示数据"),
    ],
)
def test_a_picture_says_inside_what_the_panel_says(visit: Visit, path: str, told: str) -> None:
    page = visit(path, LEADER)
    panel = page.locator(".panel:has([data-picture])").first
    drawing = taken(page, panel.locator(".download"), "[data-picture=svg]").decode()
    page.set_content(f"<main>{drawing}</main>")
    inside = words(page.locator("main svg").first.text_content() or "")
    for line in (told, "演示数据", "2025", f"{path.split('?', maxsplit=1)[0]}"):
        assert words(line) in inside, line
    assert "@font-face" in drawing
    assert "<script" not in drawing


def test_title_sentence_and_pixels_of_a_picture(visit: Visit) -> None:
    page = visit("/overview", LEADER)
    panel = page.locator(".panel:has(.js-plotly-plot)").first
    title, summary = (panel.locator(f".panel__{part}").inner_text() for part in ("title", "summary"))
    menu = panel.locator(".download")
    drawing = taken(page, menu, "[data-picture=svg]").decode()
    pixels = taken(page, menu, "[data-picture=png]")
    assert pixels.startswith(b"\x89PNG")
    width = int.from_bytes(pixels[16:20], "big")
    assert f'width="{width // 2}"' in drawing
    page.set_content(f"<main>{drawing}</main>")
    inside = words(page.locator("main svg").first.text_content() or "")
    assert words(title) in inside
    assert words(summary) in inside


def test_files_hold_the_numbers_of_the_board(visit: Visit) -> None:
    page = visit(BOARD, LEADER)
    cards = page.locator(".grid").first.locator(".card__value").all_inner_texts()
    shown = [words(number).split("[", maxsplit=1)[0] for number in cards]  # without the marks
    assert shown
    menu = page.locator(".top .download")
    printed = words(
        "".join(p.extract_text() for p in PdfReader(io.BytesIO(taken(page, menu, "[href*='.pdf']"))).pages)
    )
    assert [number for number in shown if number not in printed] == []
    data = load_workbook(io.BytesIO(taken(page, menu, "[href*='.xlsx']"))).worksheets[0]
    held = [row[3] for row in data.iter_rows(min_row=2, values_only=True) if isinstance(row[3], float)]
    rounded = {f"{value:.1f}" for value in held}
    assert [number for number in shown if number.rstrip("%") not in rounded and "%" in number] == []


def test_the_menu_works_by_keyboard_and_fits_a_phone(visit: Visit) -> None:
    page = visit("/overview", LEADER, PHONE)
    menus = page.locator(".download")
    for menu in (menus.first, menus.nth(1)):
        opener = menu.locator("summary")
        opener.focus()
        page.keyboard.press("Enter")
        box = menu.locator(".download__list").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE[0]
        assert serious(page) == []
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
        expect(opener).to_be_focused()
