"""A source that goes silent greys its own tile of the wall and says for how long; when it speaks, so it stays."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.catalogue import load_package
from app.ingest import load_all
from app.store import Store
from tests.browser.driving import ROOT, drawn, served, watch
from tests.browser.test_every_page import serious

pytestmark = pytest.mark.browser
TODAY = date(2025, 6, 15)  # the small city's
SPOKE = date(2025, 2, 28)
GAUGES = """\
name: {zh: 测点月报, en: Monthly gauges}
schedule: {every: month, due_days: 10}
read: {format: csv, files: ["gauges_*.csv"]}
fields:
  month: {from: 月份, type: date}
  district: {from: 区, type: area, level: district}
  ok: {from: 合格, type: number}
  all: {from: 全部, type: number}
period: month
area: district
measures:
  pressure_ok: {last: ok}
  gauges: {last: all}
"""


@dataclass
class City:
    """A served city into which another delivery can be loaded."""

    address: str
    package: Path
    store: Store
    page: Page

    def load(self, source: str) -> None:
        """Load what lies in the deliveries of a source."""
        catalogue = load_package(self.package)
        self.store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
        runs = load_all(catalogue, self.store, sources=[source])
        assert {(run.state, run.quarantined) for run in runs} == {("committed", 0)}

    def wall(self, query: str = "") -> Page:
        """The wall as it stands now."""
        self.page.goto(f"{self.address}/screen{query}")
        return drawn(self.page)

    def vital(self, indicator: str) -> Locator:
        """The tile of an indicator at the foot of the wall."""
        return self.page.locator(f".vital[href^='/indicator/{indicator}']")


def deliver_gauges(folder: Path, *months: str) -> None:
    """A file for each month: nine of ten gauges in order, everywhere."""
    for month in months:
        lines = [f"{month},{area},90,100" for area in ("东区", "西区", "北区")]
        (folder / f"gauges_{month}.csv").write_text("\n".join(["月份,区,合格,全部", *lines]), "utf-8")


def deliver_calls(folder: Path) -> None:
    """Every day until yesterday."""
    days = [TODAY - timedelta(days=n) for n in range(1, 120)]
    lines = [f"{day},{area},200,19{day.day % 8}" for day in days for area in ("东区", "西区", "北区")]
    (folder / "calls_2025.csv").write_text("\n".join(["日期,区,呼入量,接通量", *lines]), "utf-8")


@pytest.fixture
def city(tmp_path: Path, chromium: Browser) -> Iterator[City]:
    """Calls until yesterday, gauges until February; whatever goes wrong unseen fails the test."""
    package = Path(shutil.copytree(ROOT / "tests" / "packages" / "small", tmp_path / "city"))
    (package / "departments/water/sources/gauges.yaml").write_text(GAUGES, "utf-8")
    (deliveries := package / "deliveries").mkdir()
    deliver_calls(deliveries)
    deliver_gauges(deliveries, "2024-12", "2025-01", "2025-02")
    (data := tmp_path / "var").mkdir()
    store = Store(f"sqlite:///{data / 'cockpit.db'}")
    store.migrate()
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    seen: list[str] = []
    with served(package, data, tmp_path / "gunicorn.log") as address:
        watch(context, address, seen)
        assert context.request.post(f"{address}/dev/actor", form={"role": "leader", "back": "/screen"}).ok
        made = City(address, package, store, context.new_page())
        made.load("daily_calls")
        made.load("gauges")
        yield made
        context.close()
    store.dispose()
    assert not seen


def test_the_silent_tile_is_grey_with_its_age_and_the_others_stay(city: City, tmp_path: Path) -> None:
    page = city.wall()
    silent, fresh = city.vital("water_pressure"), city.vital("connect_rate")
    expect(silent).to_contain_text(f"{(TODAY - SPOKE).days}天没有新数据")
    expect(fresh).not_to_contain_text("没有新数据")
    assert looks(silent) == (True, "grayscale(1)", "dashed")
    assert looks(fresh) == (False, "none", "none")
    assert serious(page) == []
    page.screenshot(path=tmp_path / "silent.png")
    before = fresh.inner_html()
    city.wall("?lang=en")
    expect(silent).to_contain_text(f"No new data for {(TODAY - SPOKE).days} days")
    deliver_gauges(city.package / "deliveries", "2025-03", "2025-04", "2025-05")
    city.load("gauges")
    city.wall()
    expect(silent).to_contain_text("90.0%")
    expect(silent).not_to_contain_text("没有新数据")
    assert looks(silent) == looks(fresh)
    assert fresh.inner_html() == before


def test_the_map_of_a_silent_source_is_grey_with_its_age(city: City) -> None:
    page = city.wall("?indicator=water_pressure")
    tile = page.locator(".walltile--where")
    expect(tile.locator(".wall__silent")).to_have_text(f"{(TODAY - SPOKE).days}天没有新数据")
    assert looks(tile)[0]
    page = city.wall("?indicator=connect_rate")
    assert not looks(page.locator(".walltile--where"))[0]


def looks(tile: Locator) -> tuple[bool, str, str]:
    """Whether a tile is marked silent, its filter, and its outline's style."""
    marked = "is-silent" in (tile.get_attribute("class") or "")
    seen = "tile => [getComputedStyle(tile).filter, getComputedStyle(tile).outlineStyle]"
    return marked, *tile.evaluate(seen)
