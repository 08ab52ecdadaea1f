"""Conditions, checks and derived fields as expressions over typed fields."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import ibis

from app.catalogue.source import Condition, Derive

_DAY = 86_400
_MONDAY = 700_003  # a Monday so many days before 1970-01-01: earlier than any date read


def all_hold(table: Any, conditions: Sequence[Condition]) -> Any:
    """Whether a row meets every condition: never NULL."""
    tests = [test for condition in conditions for test in _tests(table, condition)]
    return reduce(lambda left, right: left & right, tests).fill_null(False)


def derived(table: Any, rule: Derive) -> Any:
    """The value of a derived field; NULL when a time is missing."""
    if rule.minutes:
        first, second = (table[name] for name in rule.minutes)
        return second.cast("timestamp").delta(first.cast("timestamp"), unit="second").cast("float64") / 60
    if rule.days:
        first, second = (table[name].cast("timestamp") for name in rule.days)
        return (second.delta(first, unit="second").cast("float64") / _DAY).floor().cast("float64")
    if rule.workdays:
        first, second = (table[name].cast("date").epoch_days() for name in rule.workdays)
        return (_workdays_until(second) - _workdays_until(first)).cast("float64")
    return all_hold(table, rule.flag or ()).cast("float64")


def _workdays_until(day: Any) -> Any:
    """Mondays to Fridays up to and including an epoch day, from a fixed Monday on."""
    since = day + _MONDAY
    return (since // 7) * 5 + ibis.least(since % 7 + 1, 5)


def _tests(table: Any, condition: Condition) -> list[Any]:
    value = table[condition.field]
    tests = []
    if condition.in_ is not None:
        tests.append(value.isin(_alike(value, condition.in_)))
    if condition.not_in is not None:
        tests.append(value.notnull() & ~value.isin(_alike(value, condition.not_in)))
    if condition.not_empty:
        tests.append(value.notnull())
    if condition.empty:
        tests.append(value.isnull())
    if condition.at_least is not None:
        tests.append(value >= condition.at_least)
    if condition.at_most is not None:
        tests.append(value <= condition.at_most)
    if condition.not_above_field:
        tests.append(value <= table[condition.not_above_field])
    if condition.above_field:
        tests.append(value > table[condition.above_field])
    return tests


def _alike(value: Any, options: Sequence[str]) -> list[Any]:
    return [float(option) for option in options] if value.type().is_numeric() else list(options)
