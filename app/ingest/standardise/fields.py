"""Fields read from text: staged, so that the odd forms of a few rows cost nothing to the rest.

Between the stages a field `f` stands in these columns: `f__text` as it came, `f__quick` read at first
sight, `f__rest` what that left over, `f__date` and `f__time` (of a number `f__digits` and `f__magnitude`) its
parts, `f__day` the date as read, `f` the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ibis

from app.catalogue.source import FieldRule
from app.ingest.plan import Plan
from app.ingest.standardise import dates, numbers
from app.ingest.standardise.steps import Steps
from app.ingest.standardise.text import clean

DATES = frozenset({"date", "datetime"})
_YEAR = r"(\d{4})"


def read_fields(steps: Steps, texts: Any, plan: Plan) -> Any:
    """A step with a typed column per field beside its `__text`: timestamp, float64 or string.

    An area stays text: it is looked up by its distinct values later.
    """
    fields = plan.source.fields
    dated = [name for name, rule in fields.items() if rule.type in DATES]
    table = texts.mutate(**{f"{name}__quick": _quick(texts, name, rule) for name, rule in fields.items()})
    table = steps.add("quick", table)
    table = table.mutate(
        **{
            f"{name}__rest": _leftover(table, name, rule)
            for name, rule in fields.items()
            if rule.type in DATES or rule.type == "number"
        }
    )
    table = steps.add("rest", table)
    table = table.mutate(
        **{f"{name}__date": dates.date_part(table[f"{name}__rest"]) for name in dated},
        **{f"{name}__time": dates.time_part(table[f"{name}__rest"]) for name in dated},
        **_parts_of_numbers(table, [name for name, rule in fields.items() if rule.type == "number"]),
    )
    table = steps.add("parts", table)
    table = table.mutate(**{f"{name}__day": _day(table, name, plan) for name in dated})
    table = steps.add("days", table)
    table = table.mutate(**{name: _value(table, name, rule) for name, rule in fields.items()})
    return steps.add("typed", table)


def _quick(table: Any, name: str, rule: FieldRule) -> Any:
    text = table[f"{name}__text"]
    if rule.type in DATES:
        return dates.quick(text)
    if rule.type == "number":
        return numbers.quick(text)
    return text if rule.type == "area" else clean(text)


def _leftover(table: Any, name: str, rule: FieldRule) -> Any:
    module = dates if rule.type in DATES else numbers
    return module.leftover(table[f"{name}__text"], table[f"{name}__quick"])


def _day(table: Any, name: str, plan: Plan) -> Any:
    rule = plan.source.fields[name]
    rules = dates.DateRules(plan.coarsest(name), rule.roc, rule.order, plan.calendar.year_start)
    day = dates.read_day(table[f"{name}__date"], rules, _year(table, rule, plan.source.fields))
    return _where_left(table[f"{name}__rest"], day)


def _value(table: Any, name: str, rule: FieldRule) -> Any:
    quick = table[f"{name}__quick"]
    if rule.type == "number":
        slow = numbers.slow(table[f"{name}__digits"], table[f"{name}__magnitude"], rule.factor)
        return ibis.coalesce(quick * rule.factor, _where_left(table[f"{name}__rest"], slow))
    if rule.type not in DATES:
        return quick
    slow = dates.with_time(dates.in_reach(table[f"{name}__day"]), table[f"{name}__time"])
    moment = ibis.coalesce(quick, _where_left(table[f"{name}__rest"], slow))
    return moment.truncate("D") if rule.type == "date" else moment


def _parts_of_numbers(table: Any, names: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        rest = table[f"{name}__rest"]
        digits, magnitude = numbers.parts(rest)
        found |= {
            f"{name}__digits": _where_left(rest, digits),
            f"{name}__magnitude": _where_left(rest, magnitude),
        }
    return found


def _where_left(rest: Any, slow: Any) -> Any:
    """The slow reading, tried only where something is left to read: an empty cell costs nothing."""
    return ibis.ifelse(rest.notnull(), slow, None)


def _year(table: Any, rule: FieldRule, fields: Mapping[str, FieldRule]) -> Any | None:
    if rule.year_from is None:
        return None
    if rule.year_from not in fields:
        message = f"year_from: {rule.year_from} is not a field"
        raise ValueError(message)
    return table[f"{rule.year_from}__text"].re_extract(_YEAR, 1).try_cast("int64")
