from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.peers import nearest

number = st.floats(0, 1e6, allow_nan=False) | st.none()


def independently(values: dict[str, tuple[float | None, ...]], area: str, count: int) -> list[str]:
    table = pd.DataFrame.from_dict(values, orient="index", dtype="float64").dropna()
    if area not in table.index or len(table) < 3:
        return []
    scores = (table - table.mean()) / table.std(ddof=0)
    away = np.sqrt(((scores - scores.loc[area]) ** 2).mean(axis=1)).drop(area)
    return list(away.sort_values().index[:count])


def test_the_most_alike_come_first_whatever_the_units() -> None:
    values = {
        "a": (100.0, 0.10),
        "b": (105.0, 0.11),
        "c": (300.0, 0.10),
        "d": (100.0, 0.90),
        "e": (None, 0.10),
    }
    found = nearest(values, "a", 3)
    assert [name for name, _ in found] == independently(values, "a", 3) == ["b", "d", "c"]


def test_who_lacks_a_figure_has_no_peers() -> None:
    values = {"a": (1.0,), "b": (2.0,), "c": (3.0,), "d": (None,)}
    assert nearest(values, "d", 2) == ()
    assert nearest({"a": (1.0,), "b": (2.0,)}, "a", 2) == ()


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(number, number), min_size=1), st.integers(1, 4))
def test_each_is_at_least_as_near_as_the_next_and_never_itself(
    values: dict[str, tuple[float | None, ...]], count: int
) -> None:
    for area, row in values.items():
        found = nearest(values, area, count)
        distances = [distance for _, distance in found]
        assert distances == sorted(distances)
        names = {name for name, _ in found}
        assert area not in names
        assert len(names) == len(found) <= count
        assert all(None not in values[name] for name in names)
        assert not found or None not in row
