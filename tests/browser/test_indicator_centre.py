"""Search, the tree, and the way from any number to its definition and its rows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.driving import LEADER, VISITOR, Who, drawn

pytestmark = pytest.mark.browser
OFFICER = Who("data_officer")
LONE = "app_monthly_active_users"  # no other test looks at it

# Numbers in large type, in tables and in boxes, and the nearest part around each that may lead on.
NUMBERS = """() => {
  const on = /^\\/(indicator|lineage|department|indicators|public\\/indicator)(\\/|$)/;
  const parts = 'a, article.card, tr, li, .tile, .stat, .ftree__box, .panel';
  const leads = part => [part, ...part.querySelectorAll('a[href]')]
    .some(a => a.href && on.test(new URL(a.href).pathname));
  const numbers = [...document.querySelectorAll(
    'main :is(.card__number, .strip__number, .tile__value, .ftree__value, .leaf__value, td.number)')]
    .filter(e => /[0-9]/.test(e.textContent) && !e.closest('#improve'));  // targets say who set them and why
  const lost = numbers.filter(number => {
    for (let part = number.closest(parts); part; part = part.parentElement?.closest(parts))
      if (leads(part)) return false;
    return true;
  });
  return [numbers.length, lost.map(e => e.className + ' ' + e.textContent).slice(0, 5)];
}"""
STAFF = (
    "/overview",
    "/overview?area=990109",
    "/department/water",
    "/compare?view=districts",
    "/indicators",
    "/indicators/tree",
)


@pytest.mark.parametrize("path", [*STAFF, "/indicator/water_loss_rate", "/lineage/indicator/water_loss_rate"])
def test_every_number_leads_on(visit: Visit, path: str) -> None:
    count, lost = visit(path, LEADER).evaluate(NUMBERS)
    assert count > 3
    assert lost == []


@pytest.mark.parametrize("path", ["/public", "/public?area=990116"])
def test_every_public_number_leads_to_its_meaning(visit: Visit, path: str) -> None:
    page = visit(path, VISITOR)
    count, lost = page.evaluate(NUMBERS)
    assert count > 20
    assert lost == []
    assert page.locator("a[href*='/lineage/']").count() == 0


def rows_are_there(page: Page) -> None:
    """The lineage page with a load run and rows of its file."""
    page.wait_for_url("**/lineage/indicator/**")
    drawn(page)
    expect(page.locator(".origin").first).to_contain_text("装载时间")
    expect(page.locator(".origin .raw tbody tr").first).to_be_visible()


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/overview?period=2025-11", "article.card .card__link"),
        ("/department/water?period=2025-11", "article.card .card__link"),
        ("/compare?view=districts&period=2025-11", ".panel a[href^='/indicator/']:visible"),
    ],
)
def test_two_clicks_from_a_number_to_the_rows(visit: Visit, path: str, number: str) -> None:
    page = visit(path, LEADER)
    page.locator(number).first.click()
    page.wait_for_url("**/indicator/**")
    drawn(page).locator(".top__actions a[href*='/lineage/']").click()
    page.wait_for_url("**/lineage/indicator/**")
    drawn(page)
    expect(page.locator(".origin table").first).to_contain_text("装载时间")
    expect(page.locator(".origin table tbody tr").first).to_be_visible()


def test_one_click_from_the_list_to_the_rows(visit: Visit) -> None:
    page = visit("/indicators?q=接通率&period=2025-11", LEADER)
    page.locator("tbody tr td.number a").first.click()
    rows_are_there(page)
    number = page.locator(".ftree__box--strong .ftree__value").inner_text()
    assert re.match(r"\d+\.\d%", number)


def test_search_by_initials_and_a_filter_stand_in_the_address(visit: Visit) -> None:
    page = visit("/indicators", LEADER)
    whole = page.locator("tbody tr").count()
    assert whole == 107
    page.locator("#search").fill("jtyd")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=jtyd**")
    expect(drawn(page).locator("tbody tr").first).to_contain_text("交通拥堵指数")
    page.goto(page.url.split("?")[0] + "?theme=data_value&status=off_target")
    found = drawn(page).locator("tbody tr")
    assert 0 < found.count() < 20
    for words in found.all_inner_texts():
        assert "数据价值" in words
        assert "不达标" in words


def test_a_search_keeps_the_filters(visit: Visit) -> None:
    page = visit("/indicators?department=hotline&part=lead", LEADER)
    page.locator("#search").fill("满意")
    page.get_by_role("button", name="查找").click()
    page.wait_for_url("**q=**")
    assert "department=hotline" in page.url
    expect(drawn(page).locator("tbody tr")).to_have_count(1)


def test_nothing_found_helps_on(visit: Visit) -> None:
    page = visit("/indicators?q=congstion", LEADER)
    expect(page.locator("main")).to_contain_text("您是不是要找")
    page.get_by_role("link", name="交通拥堵指数").click()
    page.wait_for_url("**/indicator/congestion_index**")
    hidden = visit("/indicators?q=接通率&theme=data_value", LEADER)
    hidden.get_by_role("link", name="清除其他条件").click()
    hidden.wait_for_url(lambda url: "theme" not in url)
    expect(drawn(hidden).locator("tbody tr").first).to_contain_text("12345接通率")


def test_the_tree_leads_from_a_goal_to_a_measure(visit: Visit) -> None:
    page = visit("/indicators/tree", LEADER)
    expect(page.locator(".goal")).to_have_count(5)
    expect(page.locator(".goal").last).to_contain_text("未挂接")
    assert page.locator(".leaf").count() == 107
    leaf = page.locator(".leaf", has_text="12345接通率")
    leaf.locator("summary").click()
    leaf.get_by_role("link", name="12345人工接通量").click()
    rows_are_there(page)


def test_forms_are_shown_to_who_may(visit: Visit) -> None:
    forms = {
        LEADER: {"review"},
        OFFICER: {"review", "hold", "target"},
        Who("dept_head", "hotline"): {"review", "target", "comment"},
        Who("dept_head", "water"): set(),
    }
    for who, expected in forms.items():
        page = visit("/indicator/hotline_connect_rate", who)
        actions = page.locator("main form[action^='/do/']").evaluate_all(
            "f => f.map(x => x.getAttribute('action'))"
        )
        assert {action.removeprefix("/do/") for action in actions} == expected, who


def test_a_hold_greys_the_number_until_it_is_released(visit: Visit) -> None:
    page = visit(f"/indicator/{LONE}?period=2025-11", OFFICER)
    page.get_by_text("暂停使用这个数").click()
    form = page.locator("form[action='/do/hold']")
    form.locator("[name=reason]").fill("月活口径有误，核实中")
    form.get_by_role("button").click()
    expect(drawn(page).locator(".card__number").first).to_have_text("暂停使用")
    expect(page.locator("#steer")).to_contain_text("月活口径有误")
    listed = visit(f"/indicators?q={LONE}&period=2025-11", LEADER).locator("tbody tr").first
    expect(listed).to_contain_text("暂停使用")
    form = page.locator("form[action='/do/release']")
    form.locator("[name=note]").fill("已核实")
    form.get_by_role("button").click()
    expect(drawn(page).locator(".card__number").first).to_contain_text(re.compile(r"\d"))
    expect(page.locator("#steer")).to_contain_text("解除说明：已核实")


def test_a_review_opens_on_what_was_known(visit: Visit) -> None:
    page = visit(f"/indicator/{LONE}?period=2025-10", OFFICER)
    number = page.locator(".card__number").first.inner_text()
    page.get_by_text("记录一次复盘").click()
    page.locator("form[action='/do/review'] [name=decision]").fill("下月复核月活口径")
    page.locator("form[action='/do/review']").get_by_role("button").click()
    expect(drawn(page).locator("#improve")).to_contain_text("下月复核月活口径")
    page.get_by_role("link", name="打开当时看到的页面").first.click()
    page.wait_for_url("**as_of=**")
    assert drawn(page).locator(".card__number").first.inner_text() == number
