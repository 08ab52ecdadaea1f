from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.rank import moved, places

values = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=1), st.integers(0, 5).map(float) | st.none()
)


@given(values, st.booleans())
def test_places_are_those_of_pandas(found: dict[str, float | None], highest_first: bool) -> None:
    series = pd.Series(found, dtype="float64").rank(method="min", ascending=not highest_first)
    assert places(found, highest_first=highest_first) == {
        name: None if pd.isna(place) else int(place) for name, place in series.items()
    }


def test_upwards_is_positive_and_without_a_place_nothing_moved() -> None:
    assert (moved(1, 3), moved(3, 1), moved(2, 2), moved(None, 2), moved(2, None)) == (2, -2, 0, None, None)
