from __future__ import annotations

import ibis

from app.ingest.standardise.steps import Steps
from app.ingest.workspace import Workspace


def _doubled() -> Steps:
    steps = Steps({"a": "int64"})
    first = steps.add("first", steps.given.mutate(b=steps.given.a * 2))
    steps.add("second", first.mutate(c=ibis.ifelse(first.b > 2, first.b + 1, None).cast("int16")))
    return steps


def test_one_text_runs_over_any_relation(workspace: Workspace) -> None:
    steps = _doubled()
    for numbers in ([1, 2], [5]):
        given = workspace.keep("some", ibis.memtable({"a": numbers}, schema={"a": "int64"}))
        found = workspace.keep_sql("found", steps.over(given.op().name, {})).execute()
        assert found["b"].tolist() == [2 * number for number in numbers]


def test_numbers_stand_for_others_and_nothing_stays_nothing(workspace: Workspace) -> None:
    given = workspace.keep("some", ibis.memtable({"a": [1, 2]}, schema={"a": "int64"}))
    statement = _doubled().over(given.op().name, {"c": [10, 20, 30, 40, 50]})
    found = workspace.keep_sql("found", statement).execute()
    assert found["c"].isna().tolist() == [True, False]
    assert found["c"].tolist()[1] == 50
