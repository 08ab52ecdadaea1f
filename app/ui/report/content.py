"""What stands in the printed board: every word and number chosen here, none computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from urllib.parse import unquote

from app.domain.indicator import ChangeUnit, Status
from app.domain.period import Period
from app.domain.text import Text
from app.i18n import Translator
from app.i18n import format as fmt
from app.ui import figures
from app.ui.protocols import Reading
from app.ui.reading import (
    HELD,
    amount,
    change_words,
    marks,
    no_change,
    note,
    standing,
    target_cell,
    value_text,
    visible,
)
from app.ui.ready.plain import points
from app.ui.theme import GLYPH, LIGHT

_ORDER = (Status.OFF_TARGET, Status.WATCH, Status.NO_DATA, Status.ON_TARGET, Status.UNSCORED)
_SVG = "data:image/svg+xml,"


class Judged(Reading, Protocol):
    """A figure that knows how far it is from its target."""

    @property
    def gap(self) -> float | None:
        """Negative when worse than the target."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A board to be printed. `figures`: in the order they are to stand; `owners`: names by department."""

    title: str
    city: str
    area: Text
    period: Period
    figures: Sequence[Judged]
    owners: Mapping[str, Text]
    counts: Mapping[Status, int]
    address: str
    made: str  # the moment, in the city's zone
    demonstration: bool
    as_of: str = ""
    facts: Sequence[tuple[str, str]] = ()
    rest: str = "figures"  # the word above what is not off target


def content(t: Translator, sheet: Sheet) -> dict[str, Any]:
    """The data of the template `board.typ`: words, in the reader's language."""
    misses = [f for f in sheet.figures if f.status is Status.OFF_TARGET and f.state != HELD]
    return {
        "lang": t.lang,
        "title": sheet.title,
        "place": t("ui.report.place", area=t.name(sheet.area), period=fmt.period(sheet.period, t.lang)),
        "brand": f"{sheet.city} {t('ui.frame.product')}",
        "headline": headline(t, sheet, misses),
        "counts": [_count(t, status, sheet.counts.get(status, 0)) for status in _ORDER[:4]],
        "facts": [{"label": label, "value": value} for label, value in sheet.facts],
        "misses": [_row(t, sheet, figure) for figure in misses],
        "figures": [_row(t, sheet, figure) for figure in sheet.figures if figure not in misses],
        "rest": t(f"ui.report.{sheet.rest}"),
        "definitions": [
            {"name": t.name(figure.indicator.name), "text": t.name(figure.indicator.plain)}
            for figure in sheet.figures
        ],
        "marks": _legend(t, sheet.figures),
        "foot": _foot(t, sheet),
        "words": {
            name: t(f"ui.report.{name}")
            for name in (
                "misses", "definitions", "indicator", "value", "target", "gap", "change", "owner",
                "status", "history", "no_misses", "none", "marks",
            )
        },
        "page": t("ui.report.page", n="{n}", m="{m}"),
    }  # fmt: skip


def headline(t: Translator, sheet: Sheet, misses: Sequence[Judged]) -> str:
    """How many are on target, and the worst by name."""
    on, off = sheet.counts.get(Status.ON_TARGET, 0), sheet.counts.get(Status.OFF_TARGET, 0)
    scored = on + off + sheet.counts.get(Status.WATCH, 0)
    words = t("ui.report.headline", attained=on, scored=scored)
    if not misses:
        return words + t("ui.report.headline_fine")
    return words + t("ui.report.headline_worst", n=off, name=t.name(misses[0].indicator.name))


def _count(t: Translator, status: Status, number: int) -> dict[str, Any]:
    return {
        "word": t(f"ui.status.{status}"),
        "number": str(number),
        "glyph": GLYPH[status],
        "colour": LIGHT.status[status],
    }


def _row(t: Translator, sheet: Sheet, figure: Judged) -> dict[str, Any]:
    held = figure.state == HELD
    status = Status.UNSCORED if held else figure.status
    owner = sheet.owners.get(figure.indicator.department)
    first, second = figure.year_ago, figure.previous
    change = change_words(t, figure, first) or change_words(t, figure, second)
    return {
        "name": t.name(figure.indicator.name),
        "value": value_text(t, figure),
        "marks": "".join(mark for mark, _ in marks(t, figure)),
        "period": fmt.period(figure.period, t.lang),
        "status": standing(t, figure),
        "glyph": GLYPH[status],
        "colour": LIGHT.status[status],
        "target": target_cell(t, figure) or t("ui.target.none"),
        "gap": gap_text(t, figure),
        "change": change.text if change else no_change(t, figure, first or second),
        "owner": t.name(owner) if owner else "",
        "note": note(t, figure),
        "spark": _spark(t, figure),
    }


def gap_text(t: Translator, figure: Judged) -> str:
    """How far on the wrong (−) or right (+) side of the target; empty without a value or a target."""
    gap = _gap(figure)
    if gap is None:
        return ""
    if figure.indicator.change_unit is ChangeUnit.PERCENTAGE_POINTS:
        unit = t.name(figure.indicator.unit)
        return fmt.change(gap, None, figure.indicator.change_unit, figure.indicator.decimals, unit, t.lang)
    return (fmt.MINUS if gap < 0 else "+") + amount(t, figure, abs(gap))


def _gap(figure: Judged) -> float | None:
    """The figure's own; outside a band the distance to its nearer edge."""
    value = visible(figure)
    if value is None or figure.target_band is None:
        return None if value is None else figure.gap
    low, high = figure.target_band
    return min(value - low, high - value, 0.0)


def _spark(t: Translator, figure: Reading) -> str:
    """The history as an SVG; empty with fewer than two values or where the value must not be seen."""
    if figure.state in (HELD, "suppressed"):
        return ""
    return unquote(figures.spark(points(t, figure.series), theme=LIGHT).removeprefix(_SVG))


def _legend(t: Translator, shown: Sequence[Reading]) -> list[str]:
    """What the marks behind numbers mean; only those that occur."""
    found = dict.fromkeys(pair for figure in shown for pair in marks(t, figure))
    return [words for _, words in found]


def _foot(t: Translator, sheet: Sheet) -> str:
    """What stands on every page: the demonstration mark, freshness, vintage, where it comes from."""
    newest: date | None = max((f.data_to for f in sheet.figures if f.data_to), default=None)
    parts = [
        t("ui.frame.demonstration", city=sheet.city) if sheet.demonstration else "",
        t("ui.age.to", day=fmt.day(newest, t.lang)) if newest else "",
        t("ui.as_of.bar", moment=sheet.as_of) if sheet.as_of else "",
        t("ui.report.made", moment=sheet.made, address=sheet.address),
    ]
    return t("ui.picture.between").join(part for part in parts if part)
