"""Sums do not depend on the order of rows, and are as exact as doubles can be."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import ibis
import numpy as np
import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.ingest.exact import joined, pieces, scale_of, survey

NUMBERS = st.one_of(
    st.floats(-1e9, 1e9, allow_nan=False, width=64),
    st.floats(-1e-6, 1e-6, allow_nan=False),
    st.sampled_from([0.1, 0.2, -0.3, 1e16, 1.0, -1e16, 3.0000000000000004, 0.0, 1e300, -1e300]),
    st.integers(-(10**6), 10**6).map(float),
).filter(lambda v: v == 0 or abs(v) > 1e-250)  # smaller ones count as nothing
ENGINE = ibis.duckdb.connect()


def sums(values: list[float | None], groups: list[int]) -> dict[int, float]:
    frame = pd.DataFrame({"g": groups, "v": pd.array(values, dtype="Float64")})
    table = ibis.memtable(frame)
    scale = survey(table, ["v"])["v"]
    found = table.group_by("g").agg(**pieces(table.v, scale, None, "x")).pipe(ENGINE.to_pandas)
    return dict(zip(found["g"], joined(found, scale, "x"), strict=True))


@example([1e9, -1.234567e-7, -1e9], random.Random(1))
@settings(max_examples=25, deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=60), st.randoms(use_true_random=False))
def test_a_sum_is_the_nearest_double_in_any_order(values: list[float], shuffle: random.Random) -> None:
    shuffled = values.copy()
    shuffle.shuffle(shuffled)
    first, second = sums(values, [0] * len(values))[0], sums(shuffled, [0] * len(values))[0]
    assert first == second
    sizes = [abs(v) for v in values if v]
    spread = math.log2(max(sizes) / min(sizes)) if sizes else 0
    if spread < 240:  # nothing is cut off
        assert first == float(sum(map(Fraction, values)))


def test_large_columns_come_out_the_same_backwards() -> None:
    rng = np.random.default_rng(5)
    values = (rng.lognormal(3, 4, 200_000) * rng.choice([-1, 1], 200_000)).tolist()
    groups = (np.arange(200_000) % 7).tolist()
    there, back = sums(values, groups), sums(values[::-1], groups[::-1])
    assert there == back
    assert there[3] == math.fsum(v for v, g in zip(values, groups, strict=True) if g == 3)


def test_a_group_without_values_has_no_sum() -> None:
    found = sums([None, None, 0.25], [1, 1, 2])
    assert math.isnan(found[1])
    assert found[2] == 0.25
    assert math.isnan(sums([None], [1])[1])


def test_whole_numbers_are_added_plainly() -> None:
    assert scale_of(1e6, 1.0, 0.0, 1e6).pieces == 0
    assert scale_of(1e12, 1.0, 0.0, 1e6).pieces > 0  # beyond 2^53 doubles round
    assert scale_of(10.0, 0.1, 0.9, 5.0).pieces == 2
