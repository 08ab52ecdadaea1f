"""From choices to the content of a source: the same plain values that a file of sources/ holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pypinyin import lazy_pinyin

from app.catalogue import Catalogue
from app.domain.area import Level
from app.domain.indicator import Measure, TimeRule
from app.domain.period import Grain
from app.domain.text import Text
from app.ingest.inspect.columns import Column, factor_of
from app.ingest.inspect.match import SURE, matches
from app.ingest.inspect.propose import Choice, Found

_DUE = {Grain.DAY: 2, Grain.WEEK: 3, Grain.MONTH: 10, Grain.QUARTER: 15, Grain.YEAR: 60}
_WAYS = {
    TimeRule.SUM: "sum",
    TimeRule.LAST: "last",
    TimeRule.MEAN: "mean",
    TimeRule.MAX: "max",
    TimeRule.NONE: "mean",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a file does not tell of itself. `constant`: the area of all rows when no column names one."""

    name: Text
    files: str
    classification: str = "internal"
    share: str = "conditional"
    system: Text | None = None
    constant: str | None = None
    constant_level: Level | None = None
    provisional: bool = False


def draft_content(
    found: Found,
    choices: Sequence[Choice],
    about: About,
    catalogue: Catalogue | None,
    new: Mapping[str, Measure] | None = None,
    units: Mapping[str, str | float] | None = None,
) -> dict[str, Any]:
    """The content of the source. `new`: measures made up on the way; `units`: overrides by column."""
    known = {**(catalogue.measures if catalogue else {}), **(new or {})}
    columns = {column.name: column for column in found.columns}
    names = field_names(choices)
    content: dict[str, Any] = {"name": _words(about.name)}
    if about.system:
        content["system"] = _words(about.system)
    period = next((columns[c.column] for c in choices if c.role == "period"), None)
    grain = (period.grain if period else None) or Grain.MONTH
    content |= {"class": about.classification, "share": about.share}
    content["schedule"] = {"every": grain.value, "due_days": _DUE[grain]}
    content["read"] = _read(found, about)
    if found.wide:
        content["unpivot"] = {
            "columns": found.wide.pattern,
            "name": found.wide.names[0] if len(found.wide.names) == 1 else list(found.wide.names),
            "value": found.wide.value,
        }
    content["fields"] = {
        names[choice.column]: _field(found, columns[choice.column], choice, known, units or {})
        for choice in choices
        if choice.role != "ignored"
    }
    if about.constant:
        level = about.constant_level or Level.CITY
        content["fields"]["area"] = {"const": about.constant, "type": "area", "level": level.value}
    ignored = _ignored(found, choices)
    if ignored:
        content["ignore"] = ignored
    ident = [names[c.column] for c in choices if c.role == "ident"]
    if ident:
        content["unique"] = ident
    content |= {"period": "period", "area": "area"}
    if found.records:
        content["fill"] = "zero"
    if about.provisional:
        content["provisional"] = True
    content["measures"] = _measures(found, choices, names, known, catalogue)
    return content


def draft_notes(
    found: Found, choices: Sequence[Choice], content: Mapping[str, Any], say: Mapping[str, str]
) -> dict[tuple[str | int, ...], str]:
    """Comments where a person must decide. `say`: sentences of the reader's language by name."""
    names, notes = field_names(choices), dict[tuple[str | int, ...], str]()
    columns = {column.name: column for column in found.columns}
    for choice in choices:
        column = columns[choice.column]
        at = ("fields", names[choice.column])
        if choice.role == "measure" and not choice.measure:
            others = ", ".join(f"{m.measure} {m.score}%" for m in choice.others) or "–"
            notes[at] = say["no_measure"].format(column=choice.column, others=others)
        elif choice.role == "measure" and choice.score and choice.score < SURE:
            others = ", ".join(f"{m.measure} {m.score}%" for m in choice.others) or "–"
            notes[("measures", choice.measure or "")] = say["check"].format(
                column=choice.column, measure=choice.measure, score=choice.score, others=others
            )
        elif column.ambiguous and choice.role in ("period", "moment"):
            notes[at] = say["order"].format(sample=column.samples[0])
        elif choice.role == "area" and column.kind != "area":
            notes[at] = say["level"]
        elif choice.role == "area" and set(column.odd) - set(found.totals):
            notes[at] = say["areas"].format(names=", ".join(sorted(set(column.odd) - set(found.totals))[:5]))
    if not content["measures"]:
        notes[("measures",)] = say["no_measures"]
    if "period" not in content["fields"]:
        notes[("period",)] = say["no_period"]
    if "area" not in content["fields"]:
        notes[("area",)] = say["no_area"]
    return notes


def field_names(choices: Sequence[Choice]) -> dict[str, str]:
    """The field of each column: period, area, the measure's id, else made of the column's name."""
    given: dict[str, str] = {}
    for choice in choices:
        stem = (
            choice.role
            if choice.role in ("period", "area", "item")
            else choice.measure or slug(choice.column)
        )
        name, count = stem, 2
        while name in given.values():
            name, count = f"{stem}_{count}", count + 1
        given[choice.column] = name
    return given


def slug(text: str) -> str:
    """An id made of a name: small letters, digits, underscores; Chinese by its sound."""
    words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(text)).casefold())
    made = "_".join(words)[:40].strip("_")
    return made if made[:1].isalpha() else f"x_{made}".strip("_")


def _read(found: Found, about: About) -> dict[str, Any]:
    look, table = found.look, found.table
    read: dict[str, Any] = {"format": look.format, "files": [about.files]}
    if look.format == "excel" and len(look.sheets) > 1:
        read["sheets"] = [table.sheet]
    if table.header is None:
        read |= {"header": "none", "names": list(table.names)}
    if table.header_rows > 1:
        read["header_rows"] = table.header_rows
    if look.records:
        read["records"] = look.records
    return read


def _field(
    found: Found,
    column: Column,
    choice: Choice,
    known: Mapping[str, Measure],
    units: Mapping[str, str | float],
) -> dict[str, Any]:
    rule: dict[str, Any] = {"from": column.name}
    if choice.role in ("period", "moment"):
        rule["type"] = "datetime" if column.kind == "datetime" else "date"
        if choice.role == "period" and found.records:
            rule["required"] = True
        if column.roc:
            rule["roc"] = True
        if column.order != "ymd" and not column.ambiguous:
            rule["order"] = column.order
    elif choice.role == "area":
        rule |= {"type": "area", "level": (column.level or Level.DISTRICT).value}
    elif choice.role in ("measure", "amount"):
        rule["type"] = "number"
        unit = units.get(column.name) or unit_for(column, known.get(choice.measure or ""))
        if unit is not None and unit != 1:
            rule["unit"] = unit
    else:
        rule["type"] = "text"
        if choice.role == "ident":
            rule["required"] = True
    return rule


def unit_for(column: Column, measure: Measure | None) -> str | float | None:
    """What the column counts in, seen from the measure's own unit; None when they are the same."""
    own = factor_of(column.unit)
    if own is None or measure is None:
        return None
    ratio = own / (factor_of(measure.unit) or 1.0)
    if ratio == 1:
        return None
    return column.unit if ratio == own else ratio


def _ignored(found: Found, choices: Sequence[Choice]) -> list[dict[str, Any]]:
    ignored: list[dict[str, Any]] = []
    area = next((c.column for c in choices if c.role == "area"), None)
    if area and found.totals:
        ignored.append({"column": area, "in": list(found.totals)})
    if found.table.footer:
        first = found.table.names[0]
        starts = list(dict.fromkeys(re.escape(line[:2]) for line in found.table.footer))[:5]
        ignored.append({"column": first, "matches": f"^({'|'.join(starts)})"})
    return ignored


def _measures(
    found: Found,
    choices: Sequence[Choice],
    names: Mapping[str, str],
    known: Mapping[str, Measure],
    catalogue: Catalogue | None,
) -> dict[str, Any]:
    item = next((c for c in choices if c.role == "item"), None)
    if item and catalogue:
        return _by_item(found, item, choices, names, catalogue)
    rules = {}
    for choice in choices:
        measure = known.get(choice.measure or "")
        if choice.role == "measure" and measure:
            rules[measure.id] = {_WAYS[measure.time]: names[choice.column]}
        elif choice.role == "ident" and measure:
            rules[measure.id] = {"count": "all"}
    return rules


def _by_item(
    found: Found, item: Choice, choices: Sequence[Choice], names: Mapping[str, str], catalogue: Catalogue
) -> dict[str, Any]:
    """One measure for each value of the item column that names one."""
    amount = next(names[c.column] for c in choices if c.role == "measure")
    values = next(column.values for column in found.columns if column.name == item.column)
    rules: dict[str, Any] = {}
    for value in values:
        hit = next((m for m in matches(catalogue, value) if m.measure not in found.delivered), None)
        if hit and hit.measure not in rules:
            way = _WAYS[catalogue.measures[hit.measure].time]
            rules[hit.measure] = {way: amount, "where": [{"field": names[item.column], "in": [value]}]}
    return rules


def _words(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
