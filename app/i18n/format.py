"""Numbers, dates and periods as people write them. Rounding is half-even and for display only."""

from __future__ import annotations

import math
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from app.domain.indicator import ChangeUnit
from app.domain.period import Grain, Period
from app.i18n.catalogue import translator

NO_DATA = "—"
MINUS = "−"
# Parsed once: babel looks a name up anew at every call, which is most of the time a page takes.
_LOCALE = {"zh": Locale.parse("zh_CN"), "en": Locale.parse("en_GB")}
_KEPT = 50_000  # a page says hundreds of numbers and days, most of them again at the next visit


def number(value: float | None, decimals: int = 0, lang: str = "zh", *, signed: bool = False) -> str:
    """1234.5 → '1,234.5'; a missing value → '—'. A true minus sign; `signed` adds '+'."""
    if value is None or math.isnan(value):
        return NO_DATA
    text = _decimal(abs(value), decimals, lang)
    if not any(digit in text for digit in "123456789"):
        return text
    if value < 0:
        return MINUS + text
    return "+" + text if signed else text


@lru_cache(maxsize=_KEPT)
def _decimal(value: float, decimals: int, lang: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=_LOCALE.get(lang, _LOCALE["zh"])))


@lru_cache(maxsize=_KEPT)
def _date(value: date, pattern: str, lang: str) -> str:
    return str(format_date(value, format=pattern, locale=_LOCALE.get(lang, _LOCALE["zh"])))


def with_unit(value: float | None, decimals: int, unit: str, lang: str) -> str:
    """A number never stands without its unit: '93.4%', '12.5 分钟'."""
    text = number(value, decimals, lang)
    if text == NO_DATA or not unit:
        return text
    return text + unit if unit.startswith(("%", "℃")) else f"{text} {unit}"


def percent(share: float | None, decimals: int = 1, lang: str = "zh") -> str:
    """A share 0..1 as percent."""
    return NO_DATA if share is None or math.isnan(share) else number(100 * share, decimals, lang) + "%"


def change(
    difference: float | None,
    relative: float | None,
    kind: ChangeUnit,
    decimals: int,
    unit: str,
    lang: str,
) -> str:
    """A change in its own unit: points for shares, relative percent for the rest.

    With no relative change to tell (a zero or negative base) the difference stands with its unit.
    """
    t = translator(lang)
    if difference is None or math.isnan(difference):
        return NO_DATA
    if kind is ChangeUnit.PERCENTAGE_POINTS:
        return t("format.points", value=number(difference, decimals, lang, signed=True))
    if relative is None or math.isnan(relative):
        return f"{number(difference, decimals, lang, signed=True)} {unit}".strip()
    return number(100 * relative, 1, lang, signed=True) + "%"


def day(value: date | datetime | None, lang: str) -> str:
    """2025年3月4日 / 4 Mar 2025; '—' for none."""
    if value is None:
        return NO_DATA
    return _date(value, translator(lang)("format.day"), lang)


def day_of_year(value: date, lang: str) -> str:
    """3月4日 / 4 Mar: where the year is plain."""
    return _date(value, translator(lang)("format.day_of_year"), lang)


def period(value: Period, lang: str) -> str:
    """2025年3月 / Mar 2025, 2025年第1季度 / Q1 2025, 2025年第12周 / week 12, 2025."""
    t = translator(lang)
    if value.grain is Grain.DAY:
        return day(value.start, lang)
    if value.grain is Grain.WEEK:
        iso = value.start.isocalendar()
        return t("format.week", year=iso.year, week=iso.week)
    if value.grain is Grain.MONTH:
        return _date(value.start, t("format.month"), lang)
    if value.grain is Grain.QUARTER:
        return t("format.quarter", year=value.label_year, quarter=str(value)[-1])
    return t("format.year", year=value.label_year)


def unit_name(unit: str, lang: str) -> str:
    """A measure's unit in the reader's language; one that no catalogue knows as it was written."""
    t = translator(lang)
    key = f"units.{unit}"
    return t(key) if t.has(key) else unit


def language_of(words: str) -> str:
    """The language that people's own words are in, for screen readers: zh where any Chinese character is."""
    return "zh" if any(0x4E00 <= ord(char) <= 0x9FFF for char in words) else "en"
