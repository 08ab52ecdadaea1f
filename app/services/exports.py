"""Figures as files: the same numbers as on the page, with what is needed to understand them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.access import Actor
from app.domain.observation import Flag
from app.i18n import Translator, translator
from app.services.cockpit import Cockpit
from app.services.figures import Figure

MARKS = {Flag.PROVISIONAL: "[p]", Flag.REVISED: "[r]", Flag.ESTIMATED: "[e]", Flag.BREAK: "[b]"}
TOLD = {
    Flag.PROVISIONAL: "provisional",
    Flag.REVISED: "revised",
    Flag.ESTIMATED: "estimated",
    Flag.BREAK: "break",
    Flag.PARTIAL: "partial",
    Flag.STALE: "stale",
    Flag.FEW: "few",
}
_HIDDEN = ("suppressed", "held")
COLUMNS = (
    "indicator_id", "indicator", "area_code", "area", "period", "value", "unit", "numerator", "denominator",
    "target", "red_line", "status", "marks", "marks_mean", "coverage", "areas", "data_to", "known_at", "as_of",
    "definition", "department", "mark",
)  # fmt: skip


def marks(flags: Flag) -> str:
    """The marks of a value, '[p][r]'."""
    return "".join(mark for flag, mark in MARKS.items() if flags & flag)


def csv_of(
    cockpit: Cockpit, actor: Actor, found: Sequence[Figure], lang: str, as_of: datetime | None = None
) -> str:
    """CSV with a header in the reader's language, one row a figure; unrounded values.

    Comment lines are avoided so that any program reads it; the demonstration mark, the definition, what the
    marks mean and the moment whose knowledge the file holds (`as_of`) are columns. A suppressed or held
    value is the word, a missing one empty, zero is 0.
    """
    t = translator(lang)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([t(f"services.csv.{column}") for column in COLUMNS])
    told = record(cockpit, actor, "csv", found, as_of)
    for figure in found:
        row = _row(cockpit, t, figure) | {"as_of": told}
        writer.writerow([row[column] for column in COLUMNS])
    return "\ufeff" + buffer.getvalue()


def record(
    cockpit: Cockpit, actor: Actor, kind: str, found: Sequence[Figure], as_of: datetime | None = None
) -> str:
    """Write down who took which figures away in which form; the moment whose knowledge they hold."""
    told = moment_text(cockpit, as_of or datetime.now(UTC))
    names = sorted({figure.indicator.id for figure in found})
    cockpit.store.audit(actor.name, "export", kind, {"rows": len(found), "as_of": told, "indicators": names})
    return told


def moment_text(cockpit: Cockpit, moment: datetime) -> str:
    """A moment in the city's zone, to the second, as ISO 8601."""
    zone = ZoneInfo(cockpit.catalogue.city.time_zone)
    return moment.astimezone(zone).replace(microsecond=0).isoformat()


def _row(cockpit: Cockpit, t: Translator, f: Figure) -> dict[str, str]:
    indicator = f.indicator
    hidden = f.state == "suppressed"
    return {
        "indicator_id": indicator.id,
        "indicator": t.name(indicator.name),
        "area_code": f.area.code,
        "area": t.name(f.area.name),
        "period": str(f.period),
        "value": _value(t, f, f.value),
        "unit": t.name(indicator.unit),
        "numerator": _value(t, f, f.numerator),
        "denominator": _value(t, f, f.denominator),
        "target": "" if f.target is None else repr(f.target),
        "red_line": "" if f.red_line is None else repr(f.red_line),
        "status": t("services.csv.held") if f.state == "held" else t(f"services.status.{f.status}"),
        "marks": marks(f.flags),
        "marks_mean": meaning(t, f),
        "coverage": "" if hidden else f"{f.n}/{f.m}",
        "areas": "" if hidden else f"{f.areas_n}/{f.areas_m}",
        "data_to": f.data_to.isoformat() if f.data_to else "",
        "known_at": "" if f.known_at is None else moment_text(cockpit, f.known_at),
        "definition": t.name(indicator.plain),
        "department": t.name(cockpit.catalogue.department(indicator.department).name),
        "mark": t("services.csv.demonstration") if cockpit.catalogue.city.demonstration else "",
    }


def meaning(t: Translator, figure: Figure) -> str:
    """Every mark of a figure in words, and why it is held."""
    words = [t(f"services.mark.{name}") for flag, name in TOLD.items() if figure.flags & flag]
    if figure.hold is not None:
        words.append(t("services.mark.held", reason=figure.hold.reason))
    return t("services.mark.separator").join(words)


def _value(t: Translator, figure: Figure, value: float | None) -> str:
    if figure.state in _HIDDEN:
        return t(f"services.csv.{figure.state}")
    return "" if value is None else repr(value)
