"""Which rule a typed row breaks first, as one expression."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import ibis

from app.catalogue.source import Check, FieldRule
from app.domain.observation import Reason
from app.ingest.plan import Plan
from app.ingest.readers.header import column_for
from app.ingest.readers.table import SURPLUS
from app.ingest.standardise.fields import DATES
from app.ingest.standardise.problems import Problem, Problems
from app.ingest.standardise.text import is_blank, is_empty

Test = tuple[Any, Problem]


def problem_of(typed: Any, columns: Sequence[str], plan: Plan, problems: Problems, *, ordinal: bool) -> Any:
    """The number of the first problem of each row, NULL for a row that is right so far."""
    named = {name: column_of(rule, columns) for name, rule in plan.source.fields.items()}
    tests: list[Test] = []
    if not ordinal:
        tests.append((typed[SURPLUS].notnull(), Problem(Reason.BAD_ROW, "")))
    for name, rule in plan.source.fields.items():
        tests += _field_tests(typed, name, rule, plan, named[name])
    for check in plan.source.checks:
        tests.append(_check(typed, check, named))
    main = plan.main_period
    if main and plan.source.fields[main].type in DATES:
        ahead = typed[main].date() > ibis.literal(plan.today)
        tests.append((ahead, Problem(Reason.FUTURE_DATE, named[main], main, {"today": str(plan.today)})))
    if not tests:
        return ibis.null("int16")
    branches = [(test, ibis.literal(problems.number(problem))) for test, problem in tests]
    return ibis.cases(*branches).cast("int16")


def column_of(rule: FieldRule, columns: Sequence[str]) -> str:
    """The name of a field's column in the file, as people know it."""
    names = rule.columns or rule.join
    return column_for(names, columns) or (names[0] if names else "")


def _field_tests(typed: Any, name: str, rule: FieldRule, plan: Plan, column: str) -> Iterator[Test]:
    text, value = typed[f"{name}__text"], typed[name]
    places = name in {plan.main_period, *plan.area_fields} or name in plan.source.unique
    if rule.type in DATES or rule.type == "number":
        reason = Reason.BAD_NUMBER if rule.type == "number" else Reason.BAD_DATE
        yield value.isnull() & text.notnull() & ~is_empty(text), Problem(reason, column, name)
    if rule.required or places:
        missing = is_blank(value) if rule.type == "area" else value.isnull()
        yield missing, Problem(Reason.MISSING_VALUE, column, name)
    if rule.min is not None or rule.max is not None:
        low = ibis.literal(False) if rule.min is None else value < rule.min
        high = ibis.literal(False) if rule.max is None else value > rule.max
        limits = {"min": _plain(rule.min), "max": _plain(rule.max)}
        yield low | high, Problem(Reason.OUT_OF_RANGE, column, name, limits)
    if rule.values:
        allowed = {"allowed": ", ".join(rule.values)}
        test = value.notnull() & ~value.isin(rule.values)
        yield test, Problem(Reason.UNKNOWN_CATEGORY, column, name, allowed)


def _check(typed: Any, check: Check, named: dict[str, str]) -> Test:
    if check.not_before:
        later, earlier = check.not_before
        problem = Problem(
            Reason.WRONG_ORDER, named.get(later, later), later, {"other": named.get(earlier, earlier)}
        )
        return typed[later] < typed[earlier], problem
    part, whole = check.not_above or ("", "")
    problem = Problem(
        Reason.PART_EXCEEDS_WHOLE, named.get(part, part), part, {"other": named.get(whole, whole)}
    )
    return typed[part] > typed[whole], problem


def _plain(limit: float | None) -> str:
    return "–" if limit is None else f"{limit:g}"
