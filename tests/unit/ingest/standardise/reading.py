"""Runs the staged reading of one field over a list of texts."""

from __future__ import annotations

from typing import Any

import ibis

from app.ingest.standardise import dates, numbers
from app.ingest.workspace import Workspace


def _texts(workspace: Workspace, texts: list[str | None], year: str | None = None) -> Any:
    rows = {"n": list(range(len(texts))), "text": texts, "year": [year] * len(texts)}
    schema = {"n": "int64", "text": "string", "year": "string"}
    return workspace.keep("given", ibis.memtable(rows, schema=schema))


def _values(table: Any) -> list[Any]:
    values = table.order_by("n").to_pyarrow()["value"].to_pylist()
    assert values, "nothing was read"
    return values


def read_dates(
    workspace: Workspace,
    texts: list[str | None],
    rules: dates.DateRules | None = None,
    year: str | None = None,
) -> list[Any]:
    table = _texts(workspace, texts, year)
    table = workspace.view("quick", table.mutate(quick=dates.quick(table.text)))
    table = workspace.view("rest", table.mutate(rest=dates.leftover(table.text, table.quick)))
    parts = {"day": dates.date_part(table.rest), "clock": dates.time_part(table.rest)}
    table = workspace.view("parts", table.mutate(**parts))
    read = dates.read_day(table.day, rules or dates.DateRules(), table.year if year else None)
    day = dates.in_reach(read)
    return _values(table.mutate(value=ibis.coalesce(table.quick, dates.with_time(day, table.clock))))


def read_numbers(workspace: Workspace, texts: list[str | None], factor: float = 1.0) -> list[Any]:
    table = _texts(workspace, texts)
    table = workspace.view("quick", table.mutate(quick=numbers.quick(table.text)))
    table = workspace.view("rest", table.mutate(rest=numbers.leftover(table.text, table.quick)))
    value = ibis.coalesce(table.quick * factor, numbers.slow(*numbers.parts(table.rest), factor))
    return _values(table.mutate(value=value))
