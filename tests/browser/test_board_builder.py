"""A board is built without code: begun, filled, arranged by pointer and keyboard, saved, shared, reopened the same."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Visit
from tests.browser.driving import LEADER, VISITOR, Who, drawn
from tests.browser.test_every_page import TOO_WIDE, serious
from tests.browser.test_taking_away import taken, words

pytestmark = pytest.mark.browser
HEAD = Who("dept_head", "water")
OTHER = Who("dept_head", "ecology")
PHONE, SMALL_PHONE = (390, 844), (360, 800)
Begin = Callable[[str, str], Page]


@pytest.fixture
def begin(visit: Visit) -> Begin:
    """A new board of a title, begun from a template; the builder."""

    def start(title: str, template: str = "empty") -> Page:
        page = visit("/boards", HEAD)
        page.get_by_label("名称", exact=True).fill(title)
        page.get_by_label("从哪里开始").select_option(template)
        page.get_by_role("button", name="新建").click()
        page.wait_for_url("**/edit**")
        return drawn(page)

    return start


def add(page: Page, words: str, button: str) -> None:
    """Look for an indicator, take the first, put it on the board."""
    page.locator("#search").fill(words)
    page.locator("#search").press("Enter")
    page.wait_for_url("**q=**")
    drawn(page).locator(".builder__found a").first.click()
    page.wait_for_url("**pick=**")
    count = page.locator(".builder__tile").count()
    drawn(page).get_by_role("button", name=button).click()
    expect(page.locator(".builder__tile")).to_have_count(count + 1)
    drawn(page)


def names(page: Page) -> list[str]:
    """The tiles by their kind, in order."""
    return [text.split(" · ")[1] for text in page.locator(".builder__name").all_inner_texts()]


def test_found_by_pinyin_and_drawn_as_suggested(begin: Begin) -> None:
    page = begin("拼音", "empty")
    expect(page.locator("main")).to_contain_text("还没有内容")
    add(page, "jsd", "建议：趋势")
    expect(page.locator("#tile-1")).to_contain_text("积水点平均处置时长的走势")
    expect(page.locator("#tile-1 .js-plotly-plot")).to_have_count(1)


def test_arranged_by_keyboard_and_by_pointer_and_taken_back(begin: Begin) -> None:
    page = begin("排列", "empty")
    for button in ("加为数字卡", "加为表格", "建议：趋势"):
        add(page, "供水", button)
    assert names(page) == ["数字卡", "表格", "趋势"]
    later = page.locator("#tile-1").get_by_role("button", name="后移")
    later.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tile-1 .builder__name")).to_have_text("1 · 表格")
    expect(page.locator("#tile-2")).to_be_focused()  # the tile that moved
    drawn(page).locator("#tile-1 .builder__grip").drag_to(page.locator("#tile-2 .builder__name"))
    expect(page.locator("#tile-1 .builder__name")).to_have_text("1 · 数字卡")
    drawn(page).get_by_role("button", name="撤销上一步").click()
    expect(page.locator("#tile-1 .builder__name")).to_have_text("1 · 表格")
    drawn(page).locator("#tile-1").get_by_role("button", name="移除").click()
    expect(page.locator(".builder__tile")).to_have_count(2)
    assert names(drawn(page)) == ["数字卡", "趋势"]


def test_a_tile_takes_another_chart_width_and_heading(begin: Begin) -> None:
    page = begin("改样子", "empty")
    add(page, "jsd", "建议：趋势")
    tile = page.locator("#tile-1")
    tile.get_by_text("改图形、宽度、标题").click()
    tile.get_by_label("图形").select_option("ranking")
    tile.get_by_label("宽度").select_option("full")
    tile.get_by_label("标题或文字").fill("雨后多久排干")
    tile.get_by_role("button", name="应用").click()
    expect(page.locator("#tile-1 h3")).to_have_text("雨后多久排干")
    expect(page.locator("#tile-1")).to_have_class(re.compile("board__tile--full"))
    assert names(drawn(page)) == ["区域排名"]


def test_others_see_what_was_saved_and_only_when_shared(begin: Begin, visit: Visit) -> None:
    page = begin("汛期看板", "department:water")
    address = re.sub(r"/edit.*", "", page.url.split("//")[1].partition("/")[2])
    # Nobody learns of a board that was never saved.
    assert "没有这块看板" in visit(f"/{address}", OTHER).locator("main").inner_text()
    page.get_by_text("共享", exact=True).click()
    page.get_by_label("部门负责人").check()
    page.get_by_role("button", name="保存并共享").click()
    expect(page.locator(".notice")).to_contain_text("已保存并更新共享")
    seen = visit(f"/{address}", OTHER)
    expect(seen.locator("h1")).to_have_text("汛期看板")
    shown = seen.locator(".board").inner_text()
    expect(seen.get_by_role("link", name="编辑")).to_have_count(0)
    # A change that is not saved yet is the builder's own.
    drawn(page).locator("#tile-1").get_by_role("button", name="移除").click()
    expect(page.locator(".top__lead")).to_contain_text("未保存")
    again = visit(f"/{address}", OTHER)
    assert again.locator(".board").inner_text() == shown
    assert "没有查看" in visit(f"/{address}", LEADER).locator("main").inner_text()
    assert "公众" in visit(f"/{address}", VISITOR).locator("main").inner_text()


def test_a_board_opens_in_another_district_and_month_by_its_address(begin: Begin) -> None:
    page = begin("换地方", "department:water")
    page.get_by_role("link", name="查看", exact=True).click()
    page.wait_for_url(re.compile(r"/boards/\w+(\?.*)?$"))
    drawn(page)
    before = page.locator(".board").inner_text()
    page.locator("select[data-navigate]").first.select_option(label="北溪区")
    page.wait_for_url("**area=**")
    drawn(page)
    expect(page.locator(".top__lead")).to_contain_text("北溪区")
    assert page.locator(".board").inner_text() != before
    page.reload()
    expect(drawn(page).locator(".top__lead")).to_contain_text("北溪区")


def test_a_tile_shows_the_number_of_the_indicator_page(begin: Begin) -> None:
    page = begin("同一个数", "department:water")
    card = page.locator("#tile-1 article.card").first
    number = card.locator(".card__value").inner_text()
    assert re.search(r"\d", number)
    card.locator(".card__link").click()
    page.wait_for_url("**/indicator/**")
    assert drawn(page).locator(".card__value").first.inner_text() == number


def test_its_files_hold_the_numbers_it_shows(begin: Begin) -> None:
    page = begin("带走", "department:water")
    page.get_by_role("link", name="查看", exact=True).click()
    page.wait_for_url(re.compile(r"/boards/\w+(\?.*)?$"))
    drawn(page).locator("select[data-navigate]").first.select_option(label="北溪区")
    page.wait_for_url("**area=**")
    cards = drawn(page).locator(".board .card__value").all_inner_texts()
    numbers = [words(number).split("[", maxsplit=1)[0] for number in cards]
    assert sum("%" in number for number in numbers) > 1
    menu = page.locator(".top .download")
    pages = PdfReader(io.BytesIO(taken(page, menu, "[href*='.pdf']"))).pages
    printed = words("".join(one.extract_text() for one in pages))
    assert [number for number in numbers if number not in printed] == []
    assert "带走" in printed
    assert "北溪区" in printed
    listed = taken(page, menu, "[href*='.csv']").decode("utf-8-sig")
    assert words(page.locator(".board .card__name").first.inner_text()) in words(listed)
    assert "云津市,2025" not in listed


def test_the_builder_has_no_barrier_and_fits_a_phone(begin: Begin, visit: Visit) -> None:
    page = begin("手机上", "department:water")
    assert serious(page) == []
    path = "/" + page.url.split("//")[1].partition("/")[2].partition("?")[0].partition("#")[0]
    for address in (path, path.removesuffix("/edit"), "/boards"):
        for size in (PHONE, SMALL_PHONE):
            small = visit(address, HEAD, size)
            assert small.evaluate(TOO_WIDE) is None, (address, size)
    assert serious(visit(path.removesuffix("/edit"), HEAD)) == []


def test_what_was_deleted_is_gone(begin: Begin, visit: Visit) -> None:
    page = begin("临时看板", "empty")
    page.locator("summary", has_text="删除看板").click()
    page.get_by_role("button", name="删除看板").click()
    page.wait_for_url("**/boards**")
    expect(drawn(page).locator(".notice")).to_contain_text("已删除")
    assert "临时看板" not in visit("/boards", HEAD).locator("main").inner_text()
