"""Repeated keys are found whatever part of the keys is looked at at a time."""

from __future__ import annotations

import ibis
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ingest import duplicates
from app.ingest.standardise.rows import KEY
from app.ingest.workspace import Workspace

KEYS = st.one_of(st.integers(-(2**63), 2**63 - 1), st.integers(-4, 4))


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace()


@settings(max_examples=40, deadline=None)
@given(keys=st.lists(KEYS, min_size=1, max_size=40), at_once=st.sampled_from([1, 3, 1 << 24]))
def test_keys_of_more_than_one_row(workspace: Workspace, keys: list[int], at_once: int) -> None:
    rows = workspace.keep("rows", ibis.memtable({KEY: np.array(keys, dtype=np.int64)}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "_AT_ONCE", at_once)
        found = duplicates._repeated(workspace, rows, len(keys)).tolist()
    assert sorted(found) == sorted({one for one in keys if keys.count(one) > 1})
