# ruff: noqa: DTZ001  the city's own clock: times without a zone

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.source import Condition, Derive
from app.ingest.standardise.conditions import all_hold, derived
from app.ingest.workspace import Workspace


def holds(
    workspace: Workspace, rows: dict[str, list[Any]], schema: dict[str, str], **test: Any
) -> list[bool]:
    table = workspace.keep("rows", ibis.memtable(rows, schema=schema))
    flag = all_hold(table, (Condition.model_validate(test),))
    return table.select(flag=flag).to_pyarrow()["flag"].to_pylist()


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ({"in": ["a", "b"]}, [True, True, False, False]),
        ({"not_in": ["a"]}, [False, True, True, False]),
        ({"not_empty": True}, [True, True, True, False]),
        ({"empty": True}, [False, False, False, True]),
    ],
)
def test_conditions_on_text(workspace: Workspace, test: dict[str, Any], expected: list[bool]) -> None:
    assert holds(workspace, {"f": ["a", "b", "c", None]}, {"f": "string"}, field="f", **test) == expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ({"at_least": 2}, [False, True, False]),
        ({"at_most": 1}, [True, False, False]),
        ({"in": ["2"]}, [False, True, False]),
        ({"not_above_field": "g"}, [True, False, False]),
        ({"above_field": "g"}, [False, True, False]),
        ({"at_least": 1, "at_most": 1}, [True, False, False]),
    ],
)
def test_conditions_on_numbers(workspace: Workspace, test: dict[str, Any], expected: list[bool]) -> None:
    rows = {"f": [1.0, 2.0, None], "g": [1.0, 1.0, 1.0]}
    assert holds(workspace, rows, {"f": "float64", "g": "float64"}, field="f", **test) == expected


def value_of(workspace: Workspace, rule: dict[str, Any], pairs: list[tuple[Any, Any]]) -> list[Any]:
    rows = {"a": [pair[0] for pair in pairs], "b": [pair[1] for pair in pairs]}
    table = workspace.keep("rows", ibis.memtable(rows, schema={"a": "timestamp", "b": "timestamp"}))
    value = derived(table, Derive.model_validate(rule))
    return table.select(value=value).to_pyarrow()["value"].to_pylist()


def test_minutes_between(workspace: Workspace) -> None:
    begin = datetime(2024, 4, 5, 10)
    pairs = [(begin, begin + timedelta(seconds=90)), (begin, None), (begin, begin - timedelta(hours=1))]
    assert value_of(workspace, {"minutes": ["a", "b"]}, pairs) == [1.5, None, -60]


def test_full_days_between(workspace: Workspace) -> None:
    begin = datetime(2024, 4, 5, 10)
    spans = [timedelta(hours=47, minutes=59), timedelta(days=2), timedelta(), timedelta(hours=-1)]
    pairs = [*((begin, begin + span) for span in spans), (begin, None)]
    assert value_of(workspace, {"days": ["a", "b"]}, pairs) == [1, 2, 0, -1, None]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spans=st.lists(
        st.tuples(st.dates(date(1960, 1, 1), date(2060, 1, 1)), st.integers(0, 400)), min_size=1, max_size=30
    )
)
def test_working_days_are_mondays_to_fridays_after_the_first_day(
    workspace: Workspace, spans: list[tuple[date, int]]
) -> None:
    pairs = [
        (
            datetime.combine(day, datetime.min.time()),
            datetime.combine(day, datetime.min.time()) + timedelta(n),
        )
        for day, n in spans
    ]
    counted = [
        sum((day + timedelta(step)).weekday() < 5 for step in range(1, length + 1)) for day, length in spans
    ]
    assert value_of(workspace, {"workdays": ["a", "b"]}, pairs) == counted
