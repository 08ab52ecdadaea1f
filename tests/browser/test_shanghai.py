"""A real city in the browser: Shanghai in April 2022, with its real districts and their boundaries."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Contexts, copy_store
from tests.browser.driving import LEADER, drawn, served
from tests.real.boundaries import write_boundaries
from tests.real.city import PACKAGES, open_city
from tests.real.conftest import REAL

pytestmark = [pytest.mark.browser, pytest.mark.real]
ASK = "indicator=all_cases&period=2022-04"


@pytest.fixture(scope="module")
def shanghai(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Shanghai's cockpit."""
    assert REAL.is_dir(), f"real city data are missing: {REAL}"
    folder = tmp_path_factory.mktemp("shanghai")
    package = Path(shutil.copytree(PACKAGES / "shanghai_health", folder / "package"))
    write_boundaries(package, REAL.parent / "geo" / "geo-datav" / "310000_full.json")
    city = open_city(package, REAL, f"sqlite:///{folder / 'loaded.db'}")
    data = folder / "served"
    data.mkdir()
    copy_store(city.store, data)
    city.store.dispose()
    with served(package, data, folder / "gunicorn.log", COCKPIT_DELIVERIES=str(REAL)) as address:
        yield address


def test_april_is_led_down_to_the_district_with_most_cases(
    shanghai: str, contexts: Contexts, tmp_path: Path
) -> None:
    context, seen = contexts(shanghai, LEADER, (1920, 1080))
    page = context.new_page()
    page.goto(f"{shanghai}/overview?{ASK}")
    drawn(page)
    expect(page.locator("main")).to_contain_text("上海市")
    # Cases without a district have no place on the map: an empty path.
    shapes = page.locator(".choroplethlayer path").evaluate_all(
        "paths => paths.map(p => p.getAttribute('d'))"
    )
    assert len([shape for shape in shapes if shape]) == 16
    page.screenshot(path=tmp_path / "overview.png", full_page=True)
    first = page.locator("main tbody tr", has_text="浦东新区").first
    assert first.evaluate("row => row.cells[1].textContent").startswith("200,145")
    page.goto(f"{shanghai}/indicator/all_cases?period=2022-04")
    drawn(page)
    longest(page).click(force=True)
    page.wait_for_url("**area=310115**")
    drawn(page)
    expect(page.locator(".trail")).to_contain_text("浦东新区")
    expect(page.locator(".card__number").first).to_have_text("200,145")
    page.screenshot(path=tmp_path / "pudong.png", full_page=True)
    assert not page.get_by_text("演示数据").count()
    assert not seen


def longest(page: Page) -> Locator:
    """The longest bar of the ranking, on the screen."""
    ranking = page.locator(".js-plotly-plot", has=page.locator(".ytick", has_text="浦东新区"))
    bars = ranking.locator(".barlayer .point path")
    widths = bars.evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().width)")
    bar = bars.nth(widths.index(max(widths)))
    bar.scroll_into_view_if_needed()
    return bar
