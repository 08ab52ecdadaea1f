"""The wizard: a file as a department sends it becomes a source, and nobody writes a line of YAML."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from app.catalogue import load_package
from tests.browser.driving import CHINESE, ROOT, drawn, served, watch
from tests.browser.test_every_page import serious

pytestmark = pytest.mark.browser
PHONE, DESKTOP = (360, 800), (1440, 900)
FILE = """\
小城水务局 2025年供水月报（初稿）,,,,,
制表：值班室,,,,,
月份,区,售水量(万立方米),爆管处数,抢修人次,备注
2025年1月,东区,"1,205.5",3,12,
2025年1月,西区,980,2,9,
2025年2月,东区,1190,1,4,节后
2025年2月,西区,９５０.５,0,0,
2025年3月,火星区,1,1,1,
2025年3月,东区,待核,2,8,
2025年3月,合计,2170,5,20,
"""
WAITING = """\
- {id: main_bursts, name: {zh: 爆管处数, en: burst mains}, unit: 处, grain: month, level: district, time: sum}
- {id: water_sold, name: {zh: 售水量, en: water sold}, unit: 立方米, grain: month, level: district, time: sum}
"""
BY_HAND = """\
name: {zh: 供水月报, en: Monthly water supply}
class: internal
share: conditional
schedule: {every: month, due_days: 10}
read:
  format: csv
  files: [water/water_supply_*.csv]
fields:
  period: {from: 月份, type: date}
  area: {from: 区, type: area, level: district}
  water_sold: {from: 售水量(万立方米), type: number, unit: 万立方米}
  main_bursts: {from: 爆管处数, type: number}
  repair_visits: {from: 抢修人次, type: number}
ignore:
  - {column: 区, in: [合计]}
period: period
area: area
measures:
  water_sold: {sum: water_sold}
  main_bursts: {sum: main_bursts}
  repair_visits: {sum: repair_visits}
"""


@dataclass
class Hall:
    """A city whose officer sits before the browser."""

    address: str
    package: Path
    page: Page
    file: Path

    def upload(self, lang: str = "") -> None:
        """Hand the file over and come to its mapping."""
        self.page.goto(f"{self.address}/data/onboard{lang}")
        drawn(self.page)
        self.page.locator("main select[name=department]").select_option("water")
        self.page.locator("input[type=file]").set_input_files(self.file)
        self.submit("onboard_upload", re.compile(r"file=[0-9a-f]{32}"))

    def submit(self, action: str, to: re.Pattern[str]) -> None:
        """Send a form and wait for the page it leads to."""
        self.page.locator(f"form[action='/do/{action}'] button[type=submit]").click()
        self.page.wait_for_url(to)
        drawn(self.page)

    def column(self, name: str) -> Locator:
        """The line of a column of the file."""
        head = self.page.get_by_role("rowheader", name=name, exact=True)
        return self.page.locator(".onboard tbody tr").filter(has=head)

    def map(self) -> None:
        """A new measure where none is like the column, and what the file cannot say."""
        visits = self.column("抢修人次")
        visits.locator("select[name^=role]").select_option("new")
        for name, words in (("zh", "抢修出动人次"), ("en", "repair visits"), ("unit", "人次")):
            visits.locator(f"[name^=new_{name}_]").fill(words)
        self.page.locator("[name=source]").fill("water_supply")
        self.page.locator("[name=name_en]").fill("Monthly water supply")

    def told(self) -> dict[str, str]:
        """What the page says it found in the file."""
        facts = self.page.locator(".onboard-facts .facts > div").all()
        return {each.locator("dt").inner_text(): each.locator("dd").inner_text() for each in facts}


@pytest.fixture
def hall(tmp_path: Path, chromium: Browser) -> Iterator[Hall]:
    """The small city with two measures that wait for a source; whatever goes wrong unseen fails the test."""
    package = Path(shutil.copytree(ROOT / "tests" / "packages" / "small", tmp_path / "city"))
    (package / "deliveries").mkdir()
    with (package / "departments/water/measures.yaml").open("a", encoding="utf-8") as measures:
        measures.write(WAITING)
    (file := tmp_path / "供水月报.csv").write_bytes(FILE.encode("gbk"))
    (data := tmp_path / "var").mkdir()
    context = chromium.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, locale="zh-CN")
    seen: list[str] = []
    with served(package, data, tmp_path / "gunicorn.log") as address:
        watch(context, address, seen)
        form = {"role": "data_officer", "back": "/data"}
        assert context.request.post(f"{address}/dev/actor", form=form).ok
        yield Hall(address, package, context.new_page(), file)
        context.close()
    assert not seen


OWN_WORDS = "main :is(h1, h2, dt, th[scope=col], label > .field__label, .steps, .stat__label, button, p)"


def own_words(hall: Hall) -> str:
    """What the page itself says, without the file's name, which it repeats."""
    return " ".join(hall.page.locator(OWN_WORDS).all_inner_texts()).replace(hall.file.name, "")


def fits_and_is_open_to_all(page: Page) -> None:
    """No violation on a desk and on a phone, where nothing is wider than the screen or cut off below."""
    for width, height in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": height})
        assert serious(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        frames = page.locator("form .table-frame")
        assert frames.evaluate_all("all => all.every(f => f.scrollHeight <= f.clientHeight + 1)")


def test_a_file_becomes_a_source_without_a_line_of_yaml(hall: Hall) -> None:
    page = hall.page
    hall.upload()
    told = hall.told()
    assert told["编码"].startswith("gb18030")
    assert told["表头所在行"] == "3"
    assert "2025年供水月报（初稿）" in told["表头上方"]
    sold, bursts = hall.column("售水量(万立方米)"), hall.column("爆管处数")
    expect(sold.locator("select[name^=role] option:checked")).to_have_text("建议：售水量（相似 100%）")
    expect(sold.locator("[name^=unit]")).to_have_value("万立方米")
    expect(bursts.locator("select[name^=role] option:checked")).to_have_text("建议：爆管处数（相似 100%）")
    expect(hall.column("月份").locator("option:checked").first).to_have_text("周期")
    expect(hall.column("区").locator("option:checked").first).to_have_text("区域")
    new = hall.column("抢修人次").locator("[name^=new_zh]")
    expect(new).to_be_hidden()
    hall.map()
    expect(new).to_be_visible()
    before = {path: path.read_bytes() for path in hall.package.rglob("*") if path.is_file()}
    hall.submit("onboard_map", re.compile("step=preview"))
    counts = dict(
        zip(*(page.locator(f".stat__{p}").all_inner_texts() for p in ("label", "value")), strict=True)
    )
    assert counts == {"读入行数": "7", "接受": "4", "隔离": "2", "按规则忽略": "1", "得到的基础数": "12"}
    refused = page.locator("section", has_text="将被隔离的行").locator("tbody tr").all_inner_texts()
    assert [("火星区" in row, "待核" in row) for row in refused] == [(True, False), (False, True)]
    figures = page.locator("section", has_text="将写入的基础数").locator("tbody tr").all_inner_texts()
    assert any("12,055,000 立方米" in row for row in figures), "tens of thousands, as the header says"
    assert page.locator(".yaml").first.inner_text() == BY_HAND
    assert {path: path.read_bytes() for path in hall.package.rglob("*") if path.is_file()} == before
    hall.submit("onboard_save", re.compile("/lineage/source/water_supply"))
    expect(page.locator(".notice")).to_contain_text("接受 4 行")
    written = (hall.package / "departments/water/sources/water_supply.yaml").read_text("utf-8")
    assert written == BY_HAND
    assert yaml.safe_load(written) == yaml.safe_load(BY_HAND)
    assert load_package(hall.package).measures["repair_visits"].name.zh == "抢修出动人次"
    assert (hall.package / "deliveries/water/water_supply_供水月报.csv").read_bytes() == FILE.encode("gbk")
    page.goto(f"{hall.address}/data/quarantine?source=water_supply")
    expect(drawn(page).locator("main")).to_contain_text("火星区")


def test_every_step_is_english_when_asked_open_to_all_and_fits_a_phone(hall: Hall) -> None:
    page = hall.page
    for lang in ("", "?lang=en"):
        page.goto(f"{hall.address}/data/onboard{lang}")
        fits_and_is_open_to_all(drawn(page))
        hall.upload(lang)
        fits_and_is_open_to_all(page)
        assert bool(CHINESE.search(own_words(hall))) is not bool(lang)
        hall.map()
        fits_and_is_open_to_all(page)
        hall.submit("onboard_map", re.compile("step=preview"))
        fits_and_is_open_to_all(page)
        assert bool(CHINESE.search(own_words(hall))) is not bool(lang)
    expect(page.locator("main")).to_contain_text("Rows that would be quarantined (2 of 2)")


def test_a_name_in_english_is_asked_for_before_anything_is_sent(hall: Hall) -> None:
    hall.upload()
    hall.map()
    english = hall.page.locator("[name=name_en]")
    english.fill("")
    hall.page.get_by_role("button", name="预览").click()
    assert english.evaluate("field => field.matches(':invalid') && document.activeElement === field")
    assert "step=preview" not in hall.page.url


def test_the_way_back_keeps_what_was_chosen_and_faults_stop_the_saving(hall: Hall) -> None:
    page = hall.page
    hall.upload()
    hall.map()
    hall.column("售水量(万立方米)").locator("[name^=unit]").fill("斗")
    hall.submit("onboard_map", re.compile("step=preview"))
    expect(page.locator(".state--failure")).to_contain_text("斗")
    expect(page.locator("form[action='/do/onboard_save']")).to_have_count(0)
    page.get_by_role("link", name="返回修改映射").click()
    page.wait_for_url(re.compile(r"onboard\?file=[0-9a-f]+$"))
    drawn(page)
    expect(hall.column("抢修人次").locator("[name^=new_zh]")).to_have_value("抢修出动人次")
    expect(hall.column("售水量(万立方米)").locator("[name^=unit]")).to_have_value("斗")
    hall.column("售水量(万立方米)").locator("[name^=unit]").fill("万立方米")
    hall.column("区").locator("select[name^=role]").select_option("ignored")
    hall.submit("onboard_map", re.compile("step=preview"))
    expect(page.locator(".onboard-faults li")).to_have_count(3)  # none of the measures is the whole city's
    expect(page.locator("form[action='/do/onboard_save']")).to_have_count(0)
    page.go_back()
    page.wait_for_url(re.compile(r"onboard\?file=[0-9a-f]+$"))
    drawn(page)
    hall.column("区").locator("select[name^=role]").select_option("area")
    hall.submit("onboard_map", re.compile("step=preview"))
    expect(page.locator("form[action='/do/onboard_save']")).to_have_count(1)
