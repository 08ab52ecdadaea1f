"""The data officer's day: the rows add up, a refused row is put right and replayed, the quality is signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.store import LoadRun, Store
from tests.browser.conftest import copy_store
from tests.browser.driving import CHINESE, ROOT, drawn, served, watch

expect.set_options(timeout=20_000)  # a page is worked out anew after every change
DESK = (
    "/data",
    "/data/loads",
    "/data/sources",
    "/data/quarantine",
    "/data/quality",
    "/data/assets",
    "/data/map",
    "/lineage/source/hotline_calls",
)


@pytest.fixture(scope="module")
def desk(
    loaded: tuple[Store, list[LoadRun]], deliveries: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The demo city with its deliveries beside it; what is changed here is seen by no other test."""
    folder = copy_store(loaded[0], tmp_path_factory.mktemp("desk"))
    settings = {"COCKPIT_DELIVERIES": str(deliveries)}
    with served(ROOT / "data" / "demo", folder, folder / "gunicorn.log", **settings) as address:
        yield address


@pytest.fixture(scope="module")
def officer(desk: str, chromium: Browser) -> Iterator[Page]:
    """The data officer's browser; whatever goes wrong unseen fails the module's last test."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    seen: list[str] = []
    watch(context, desk, seen)
    assert context.request.post(f"{desk}/dev/actor", form={"role": "data_officer", "back": "/data"}).ok
    yield context.new_page()
    context.close()
    assert not seen


def look(page: Page, address: str) -> Page:
    page.goto(address)
    return drawn(page)


def numbers(page: Page) -> list[int]:
    """The four numbers of the equation."""
    texts = page.locator(".equation__number").all_inner_texts()
    return [int(text.replace(",", "")) for text in texts[:4]]


def test_todays_rows_add_up(desk: str, officer: Page) -> None:
    look(officer, f"{desk}/data")
    read, accepted, quarantined, ignored = numbers(officer)
    assert read == accepted + quarantined + ignored
    assert quarantined > 400
    expect(officer.locator(".equation")).to_contain_text("对得上")
    look(officer, f"{desk}/data/loads?department=hotline")
    assert numbers(officer)[0] < read
    rows = officer.locator("table").first.locator("tbody tr")
    sums = [[int(c.replace(",", "")) for c in r.locator("td.number").all_inner_texts()] for r in rows.all()]
    assert [sum(column) for column in zip(*sums, strict=True)] == numbers(officer)


def test_the_map_shows_every_source_of_the_registry_once(desk: str, officer: Page) -> None:
    look(officer, f"{desk}/data/map")
    assert officer.locator(".system li").count() == 49


@pytest.mark.parametrize("path", DESK)
def test_every_page_of_the_desk_speaks_english_and_fits_a_phone(desk: str, officer: Page, path: str) -> None:
    officer.set_viewport_size({"width": 390, "height": 844})
    look(officer, f"{desk}{path}?lang=en")
    words = " ".join(
        officer.locator("main :is(h1, h2, h3, th[scope=col], .filter__label, .desk-nav a)").all_inner_texts()
    )
    assert not CHINESE.search(words), words
    assert officer.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    officer.set_viewport_size({"width": 1440, "height": 900})


def test_refused_rows_stand_in_groups_that_open_to_their_rows(desk: str, officer: Page) -> None:
    look(officer, f"{desk}/data/quarantine")
    total = int(re.search(r"\d+", officer.locator(".top__lead").inner_text())[0])  # type: ignore[index]
    chips = officer.locator(".refused-groups .reason-chip")
    counts = [int(text.replace(",", "")) for text in chips.locator("b").all_inner_texts()]
    assert sum(counts) == total
    assert len(counts) > 50
    source = officer.locator(".refused-groups tbody th").first.locator("div").first.inner_text()
    chips.first.click()
    officer.wait_for_url(re.compile("source=.*reason="))
    rows = drawn(officer).locator(".refused-rows tbody tr")
    expect(rows).to_have_count(counts[0])
    assert all(source in text for text in rows.locator("th").all_inner_texts())
    officer.get_by_role("link", name="返回全部分组").click()
    expect(officer.locator(".refused-groups")).to_be_visible()


def test_a_refused_row_is_put_right_and_counts(desk: str, officer: Page) -> None:
    look(officer, f"{desk}/data/quarantine?source=hall_daily&reason=out_of_range&state=open")
    officer.get_by_role("link", name="打开").first.click()
    officer.wait_for_url(re.compile(r"/data/quarantine/\d+"))
    drawn(officer)
    row_page = officer.url
    officer.locator("label", has_text="⚠").locator("input").fill("1234")
    officer.locator("textarea[name=reason]").fill("部门电话核实")
    officer.get_by_role("button", name="保存并试算").click()
    expect(officer.locator("main")).to_contain_text("改后成为")
    expect(officer.locator("main")).to_contain_text("1,234")
    officer.get_by_role("link", name="看重放会改变哪些数").click()
    officer.wait_for_url(re.compile(r"/data/replay/\d+"))
    drawn(officer)
    expect(officer.locator("main")).to_contain_text("改变的数")
    officer.get_by_role("button", name="重放入库").click()
    officer.wait_for_url(re.compile(r"/data/quarantine\?run="))
    drawn(officer)
    expect(officer.locator("body")).to_contain_text("已重放")
    look(officer, row_page)
    expect(officer.locator("main")).to_contain_text("部门电话核实")
    look(officer, f"{desk}/data")
    expect(officer.locator(".deeds")).to_contain_text("重放入库")
    read, accepted, quarantined, ignored = numbers(officer)
    assert read == accepted + quarantined + ignored


def test_a_row_still_wrong_is_told_so_and_cannot_be_replayed(desk: str, officer: Page) -> None:
    look(officer, f"{desk}/data/quarantine?source=bus_daily&reason=bad_number&state=open")
    officer.get_by_role("link", name="打开").first.click()
    officer.wait_for_url(re.compile(r"/data/quarantine/\d+"))
    drawn(officer)
    officer.locator("label", has_text="⚠").locator("input").fill("还是不知道")
    officer.locator("textarea[name=reason]").fill("试一试")
    officer.get_by_role("button", name="保存并试算").click()
    expect(officer.locator("main")).to_contain_text("改后仍会被隔离")
    assert officer.get_by_role("link", name="看重放会改变哪些数").count() == 0
    officer.get_by_role("button", name="撤回改正").click()
    expect(officer.locator("body")).to_contain_text("已撤回")


def test_quality_is_signed_and_stays_as_signed(desk: str, officer: Page) -> None:
    look(officer, f"{desk}/data/quality?source=hotline_calls")
    officer.locator("textarea[name=comment]").fill("属实")
    officer.get_by_role("button", name="签字并冻结").click()
    expect(officer.locator("body")).to_contain_text("已签字")
    expect(officer.locator("main")).to_contain_text("属实")


def test_others_read_only_and_citizens_not_at_all(desk: str, chromium: Browser) -> None:
    context = chromium.new_context(locale="zh-CN")
    form = {"role": "dept_head", "department": "hotline", "back": "/data"}
    assert context.request.post(f"{desk}/dev/actor", form=form).ok
    page = look(context.new_page(), f"{desk}/data/quarantine")
    page.locator(".reason-chip").first.click()
    page.wait_for_url(re.compile("reason="))
    rows = drawn(page).locator(".refused-rows tbody th").all_inner_texts()
    assert rows
    assert all("hotline/" in text for text in rows)
    page.get_by_role("link", name="打开").first.click()
    page.wait_for_url(re.compile(r"/data/quarantine/\d+"))
    assert drawn(page).locator("form[action='/do/repair']").count() == 0
    other = chromium.new_context(locale="zh-CN")
    page = look(other.new_page(), f"{desk}/data")
    expect(page.locator("main")).to_contain_text("权限")
    assert other.request.get(f"{desk}/export/quarantine.csv").status == 403
    context.close()
    other.close()
