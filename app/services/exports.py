"""Figures as files: the same numbers as on the page, with what is needed to understand them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from app.access import Actor
from app.domain.observation import Flag
from app.i18n import translator
from app.services.cockpit import Cockpit
from app.services.figures import Figure

MARKS = {Flag.PROVISIONAL: "[p]", Flag.REVISED: "[r]", Flag.ESTIMATED: "[e]", Flag.BREAK: "[b]"}


def marks(flags: Flag) -> str:
    """The marks of a value, '[p][r]'."""
    return "".join(mark for flag, mark in MARKS.items() if flags & flag)


def csv_of(cockpit: Cockpit, actor: Actor, found: Iterable[Figure], lang: str) -> str:
    """CSV with a header in the reader's language, one row a figure; unrounded values.

    Comment lines are avoided so that any program reads it; the demonstration mark and the
    definition are columns. A suppressed value is the word, a missing one empty, zero is 0.
    """
    t = translator(lang)
    city = cockpit.catalogue.city
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    columns = [
        "indicator_id", "indicator", "area_code", "area", "period", "value", "unit", "numerator", "denominator",
        "target", "red_line", "status", "marks", "coverage", "data_to", "definition", "department", "mark",
    ]  # fmt: skip
    writer.writerow([t(f"services.csv.{column}") for column in columns])
    count = 0
    for f in found:
        count += 1
        indicator = f.indicator
        writer.writerow(
            [
                indicator.id,
                t.name(indicator.name),
                f.area.code,
                t.name(f.area.name),
                str(f.period),
                _value(f, f.value, lang),
                t.name(indicator.unit),
                _value(f, f.numerator, lang),
                _value(f, f.denominator, lang),
                "" if f.target is None else repr(f.target),
                "" if f.red_line is None else repr(f.red_line),
                t(f"services.status.{f.status}"),
                marks(f.flags),
                "" if f.state == "suppressed" else f"{f.n}/{f.m}",
                f.data_to.isoformat() if f.data_to else "",
                t.name(indicator.plain),
                t.name(cockpit.catalogue.department(indicator.department).name),
                t("services.csv.demonstration") if city.demonstration else "",
            ]
        )
    cockpit.store.audit(actor.name, "export", "csv", {"rows": count})
    return "\ufeff" + buffer.getvalue()


def _value(figure: Figure, value: float | None, lang: str) -> str:
    if figure.state == "suppressed":
        return translator(lang)("services.csv.suppressed")
    return "" if value is None else repr(value)
