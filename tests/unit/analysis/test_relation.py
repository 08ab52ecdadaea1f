from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.relation import FEW, Strength, relation

pairs = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=FEW, max_size=30)


@given(pairs)
def test_coefficients_are_those_of_pandas(points: list[tuple[int, int]]) -> None:
    x, y = ([float(p[side]) for p in points] for side in (0, 1))
    found = relation(x, y)
    frame = pd.DataFrame({"x": x, "y": y})
    if frame["x"].nunique() < 2 or frame["y"].nunique() < 2:
        assert (found.spearman, found.line) == (None, None)
        return
    assert found.spearman == pytest.approx(frame.rank().corr().loc["x", "y"], abs=1e-9)
    assert found.pearson == pytest.approx(frame.corr().loc["x", "y"], abs=1e-9)
    assert (found.line is None) == (found.strength is Strength.NONE)


def test_few_points_say_nothing() -> None:
    found = relation([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7])
    assert (found.strength, found.line, found.spearman) == (Strength.FEW, None, None)


def test_one_district_does_not_turn_the_line_and_is_named() -> None:
    x = np.arange(20.0)
    y = 2 * x + 1 + np.resize([0.3, -0.2, 0.1, -0.3], 20)
    y[7] = 90
    found = relation(list(x), list(y))
    assert found.strength is Strength.STRONG
    assert found.line is not None
    assert found.line[0] == pytest.approx(2, abs=0.05)
    assert found.outliers == (7,)
