"""Steps of one computation as one SQL statement.

A step is computed once a row, however often the next one uses it: as nested expressions it would be
computed at each use. Compiling costs more than a small delivery takes to run, so the text is kept and run
over any relation of the same columns.
"""

# ruff: noqa: S608  the text comes from ibis, names are quoted by the workspace

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis

from app.ingest.workspace import identifier

_GIVEN = "given"


class Steps:
    """Named expressions, each over those before it. `columns`: names and types of what they start from."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        self.given = ibis.table(dict(columns), name=_GIVEN)
        self._steps: list[tuple[str, str]] = []

    def add(self, name: str, expression: Any) -> Any:
        """Make an expression a step; returns the table that the next expressions read."""
        self._steps.append((name, ibis.to_sql(expression, dialect="duckdb")))
        return ibis.table(expression.schema(), name=name)

    def over(self, relation: str, renumbered: Mapping[str, Sequence[int]]) -> str:
        """The statement that gives the last step over a relation.

        `renumbered`: for a column of numbers from 1 on, what stands for each of them.
        """
        clauses = [(_GIVEN, f"SELECT * FROM {identifier(relation)}"), *self._steps]
        # The engine would otherwise write every step down before it begins with the next.
        written = ",\n".join(f"{name} AS NOT MATERIALIZED ({text})" for name, text in clauses)
        others = ", ".join(
            f"CAST({list(numbers)}[{identifier(name)}] AS SMALLINT) AS {identifier(name)}"
            for name, numbers in renumbered.items()
        )
        replaced = f" REPLACE ({others})" if others else ""
        return f"WITH {written}\nSELECT *{replaced} FROM {clauses[-1][0]}"
