"""Figures as an Excel workbook: numbers that can be calculated with, and a sheet that says what they are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from app.access import Actor
from app.domain.indicator import Indicator
from app.i18n import Translator, translator
from app.services.cockpit import Cockpit
from app.services.exports import TOLD, marks, meaning, moment_text, record
from app.services.figures import Figure
from app.services.formula_words import formula_words

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = {
    "indicator": 30, "area": 14, "period": 12, "value": 14, "unit": 12, "numerator": 14, "denominator": 14,
    "target": 12, "red_line": 12, "status": 11, "marks": 9, "marks_mean": 34, "coverage": 10, "areas": 10,
    "data_to": 13, "known_at": 26, "department": 22, "area_code": 14, "indicator_id": 28, "mark": 22,
}  # fmt: skip
_NUMBERS = ("value", "numerator", "denominator", "target", "red_line")
_HIDDEN = ("suppressed", "held", "not_offered", "zero_denominator", "few", "missing")
_BOLD = Font(bold=True)
_HEAD = PatternFill("solid", fgColor="E4EDF6")
_TOP = Alignment(vertical="top", wrap_text=True)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what a workbook cannot hold
_WIDE = 96


def xlsx_of(
    cockpit: Cockpit,
    actor: Actor,
    found: Sequence[Figure],
    lang: str,
    *,
    as_of: datetime | None = None,
    address: str = "",
) -> bytes:
    """The workbook: one row a figure with unrounded numbers, then a sheet about them.

    `address`: where the page stands. A value that is not there is the
    word for why, never blank and never zero. No cell is a formula.
    """
    t = translator(lang)
    told = record(cockpit, actor, "xlsx", found, as_of)
    book = Workbook(write_only=True)
    _data_sheet(book.create_sheet(t("services.book.data")), cockpit, t, found)
    page = {"as_of": told, "address": address}
    _about_sheet(book.create_sheet(t("services.book.about")), cockpit, t, found, page)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _data_sheet(sheet: WriteOnlyWorksheet, cockpit: Cockpit, t: Translator, found: Sequence[Figure]) -> None:
    for place, width in enumerate(COLUMNS.values()):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{chr(ord('A') + len(COLUMNS) - 1)}{len(found) + 1}"
    sheet.append([_cell(sheet, t(f"services.csv.{name}"), head=True) for name in COLUMNS])
    for figure in found:
        row = _row(cockpit, t, figure)
        form = number_format(figure.indicator.decimals)
        sheet.append([_cell(sheet, row[name], form if name in _NUMBERS else "") for name in COLUMNS])


def _row(cockpit: Cockpit, t: Translator, f: Figure) -> dict[str, Any]:
    indicator = f.indicator
    secret = f.state == "suppressed"
    return {
        "indicator_id": indicator.id,
        "indicator": t.name(indicator.name),
        "area_code": f.area.code,
        "area": t.name(f.area.name),
        "period": str(f.period),
        "value": shown_value(t, f),
        "unit": t.name(indicator.unit),
        "numerator": _side(t, f, f.numerator),
        "denominator": _side(t, f, f.denominator),
        "target": f.target,
        "red_line": f.red_line,
        "status": t("services.csv.held") if f.state == "held" else t(f"services.status.{f.status}"),
        "marks": marks(f.flags),
        "marks_mean": meaning(t, f),
        "coverage": None if secret else f"{f.n}/{f.m}",
        "areas": None if secret else f"{f.areas_n}/{f.areas_m}",
        "data_to": f.data_to,
        "known_at": None if f.known_at is None else moment_text(cockpit, f.known_at),
        "department": t.name(cockpit.catalogue.department(indicator.department).name),
        "mark": t("services.csv.demonstration") if cockpit.catalogue.city.demonstration else None,
    }


def shown_value(t: Translator, figure: Figure) -> float | str:
    """The number the page shows, or the word for why there is none."""
    if figure.state == "value":
        return t("services.book.missing") if figure.value is None else figure.value
    return t(f"services.book.{figure.state}")


def _side(t: Translator, figure: Figure, value: float | None) -> float | str | None:
    if figure.state in ("suppressed", "held"):
        return t(f"services.book.{figure.state}")
    return value


def number_format(decimals: int) -> str:
    """As the page rounds: thousands apart, `decimals` places. The cell keeps every place."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _cell(sheet: WriteOnlyWorksheet, value: Any, form: str = "", *, head: bool = False) -> WriteOnlyCell:
    """A number or a day as what it is; words as words, whatever they begin with."""
    words = isinstance(value, str)
    cell = WriteOnlyCell(sheet, value=_CONTROL.sub(" ", value) if words else value)
    if words:
        cell.data_type = "s"  # "=1+1" in a name stays these four characters
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif form:
        cell.number_format = form
    if head:
        cell.font, cell.fill = _BOLD, _HEAD
    return cell


def _about_sheet(
    sheet: WriteOnlyWorksheet,
    cockpit: Cockpit,
    t: Translator,
    found: Sequence[Figure],
    page: Mapping[str, str],
) -> None:
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = _WIDE
    for label, value in _about(cockpit, t, found, page):
        name, words = _cell(sheet, label, head=value is None), _cell(sheet, value)
        words.alignment = _TOP
        name.font = _BOLD
        sheet.append([name, words])


def _about(
    cockpit: Cockpit, t: Translator, found: Sequence[Figure], page: Mapping[str, str]
) -> Iterator[tuple[str, Any]]:
    """(label, value) line by line; a line without a value is a heading."""
    city = cockpit.catalogue.city
    if city.demonstration:
        yield t("services.book.mark"), t("services.csv.demonstration")
    yield t("services.book.city"), t.name(city.name)
    if found:
        comma = t("services.formula.comma")
        yield t("services.book.areas"), comma.join(dict.fromkeys(t.name(f.area.name) for f in found))
        yield t("services.book.periods"), _span(t, found)
    yield t("services.book.rows"), len(found)
    yield t("services.book.data_to"), max((f.data_to for f in found if f.data_to), default=None)
    for name in ("as_of", "address"):
        if page[name]:
            yield t(f"services.book.{name}"), page[name]
    for indicator in {f.indicator.id: f.indicator for f in found}.values():
        yield from _definition(cockpit, t, indicator)
    yield t("services.book.marks"), None
    for flag, name in TOLD.items():
        if any(f.flags & flag for f in found):
            yield marks(flag) or t(f"services.mark.{name}"), t(f"services.mark.{name}")
    states = {"missing" if f.state == "value" and f.value is None else f.state for f in found}
    for state in _HIDDEN:
        if state in states:
            yield t(f"services.book.{state}"), t(f"services.book.hidden_{state}")


def _definition(cockpit: Cockpit, t: Translator, indicator: Indicator) -> Iterator[tuple[str, Any]]:
    department = cockpit.catalogue.department(indicator.department)
    yield t.name(indicator.name), None
    yield t("services.book.id"), indicator.id
    yield t("services.book.definition"), t.name(indicator.plain)
    yield t("services.book.formula"), formula_words(cockpit, t, indicator)
    yield t("services.book.unit"), t.name(indicator.unit)
    yield t("services.book.department"), t.name(department.name)


def _span(t: Translator, found: Sequence[Figure]) -> str:
    """First to last period; '2025-01 to 2025-12'."""
    periods = sorted({f.period for f in found}, key=lambda period: (period.start, period.end))
    if len(periods) == 1:
        return str(periods[0])
    return t("services.book.span", first=str(periods[0]), last=str(periods[-1]))
