"""The printed board: what is read back out of the PDF is what the page says."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, replace

import pytest
from pypdf import PdfReader

from app.domain.indicator import ChangeUnit, Status
from app.domain.text import Text
from app.i18n import translator
from app.ui.reading import value_text
from app.ui.report import Sheet, content, pdf
from app.ui.report.content import gap_text
from tests.unit.ui import readings

OWNERS = {"hotline": Text("热线中心", "Hotline")}


@dataclass(frozen=True)
class Judged(readings.Figure):
    """A figure that knows its gap, as the services' do."""

    @property
    def gap(self) -> float | None:
        return None if self.value is None or self.target is None else self.value - self.target


def sheet(*figures: Judged, lang: str = "zh") -> Sheet:
    counts = Counter(figure.status for figure in figures)
    return Sheet(
        title=Text("热线中心", "Hotline").get(lang),
        city="云津市",
        area=readings.CITY.name,
        period=readings.NOW,
        figures=figures,
        owners=OWNERS,
        counts=counts,
        address="http://here/department/hotline",
        made="2025-12-18 09:00",
        demonstration=True,
    )


def text_of(body: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(body)).pages]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_gap_owner_and_marks_are_read_back(lang: str) -> None:
    t = translator(lang)
    miss = Judged(value=85.04, status=Status.OFF_TARGET)
    text = "".join(text_of(pdf(content(t, sheet(miss, Judged(), lang=lang)))))
    wanted = [value_text(t, miss), value_text(t, Judged()), gap_text(t, miss), t.name(OWNERS["hotline"])]
    wanted += [t("ui.report.misses"), t("ui.frame.demonstration", city="云津市")]
    assert [words for words in wanted if "".join(words.split()) not in text] == []


def test_every_page_tells_the_demonstration_mark_and_its_number() -> None:
    pages = text_of(pdf(content(translator("zh"), sheet(*[Judged(value=float(n)) for n in range(80)]))))
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "演示数据" in page
        assert f"第{number}页，共{len(pages)}页" in page


def test_the_chinese_font_is_inside() -> None:
    reader = PdfReader(io.BytesIO(pdf(content(translator("zh"), sheet(Judged())))))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    below = [child.get_object() for font in fonts for child in font["/DescendantFonts"]]
    assert any("CockpitSansSC" in font["/BaseFont"] for font in below)
    for font in below:
        assert {"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].get_object())


def test_a_held_number_is_not_printed_and_no_miss() -> None:
    held = Judged(state="held", hold=readings.Hold(), status=Status.OFF_TARGET, value=41.7)
    data = content(translator("zh"), sheet(held))
    assert data["misses"] == []
    text = "".join(text_of(pdf(data)))
    assert "41.7" not in text
    assert "暂停使用" in text
    assert "两份报表对不上" in text


def test_a_suppressed_value_has_no_history() -> None:
    hidden = Judged(state="suppressed", value=None)
    row = content(translator("zh"), sheet(replace(hidden, series=(Judged(), Judged()))))["figures"][0]
    assert (row["value"], row["spark"], row["gap"]) == ("*", "", "")


def test_the_gap_is_told_in_the_indicator_s_unit() -> None:
    t = translator("en")
    assert gap_text(t, Judged(value=85.04)) == "−10.0 pp"
    days = replace(readings.CONNECT, change_unit=ChangeUnit.RELATIVE_PERCENT, unit=Text("天", "days"))
    assert gap_text(t, Judged(value=5.0, target=7.5, indicator=days)) == "−2.5 days"
    assert gap_text(t, Judged(value=96.9, target=None, target_band=(55.0, 88.0))) == "−8.9 pp"
    assert gap_text(t, Judged(value=None)) == ""
