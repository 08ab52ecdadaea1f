"""Quality is counted, never averaged; nothing judged is no score."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.analysis.quality import OF_ROWS, Dimension, Ratio, of_rows, together
from app.domain.observation import Reason

RATIOS = st.integers(0, 10_000).flatmap(
    lambda judged: st.builds(Ratio, st.integers(0, judged), st.just(judged))
)
SCORES = st.dictionaries(st.sampled_from(Dimension), RATIOS)


@given(st.lists(SCORES, max_size=6))
def test_several_together_are_sums_over_sums(parts: list[dict[Dimension, Ratio]]) -> None:
    total = together(parts)
    for dimension in Dimension:
        mine = [part[dimension] for part in parts if dimension in part]
        assert total[dimension] == Ratio(sum(r.met for r in mine), sum(r.judged for r in mine))
        share = total[dimension].share
        assert share is None if total[dimension].judged == 0 else 0 <= share <= 1


def test_a_large_source_is_not_outweighed_by_a_small_one() -> None:
    large, small = {Dimension.COMPLETE: Ratio(999, 1000)}, {Dimension.COMPLETE: Ratio(0, 1)}
    assert together([large, small])[Dimension.COMPLETE].share == 999 / 1001


def test_every_reason_belongs_to_exactly_one_dimension() -> None:
    listed = [reason for reasons in OF_ROWS.values() for reason in reasons]
    assert sorted(listed) == sorted(Reason)


@given(st.dictionaries(st.sampled_from([str(r) for r in Reason]), st.integers(0, 50)), st.integers(0, 500))
def test_refused_rows_are_missing_from_one_dimension(refused: dict[str, int], right: int) -> None:
    judged = right + sum(refused.values())
    found = of_rows(judged, refused)
    assert {ratio.judged for ratio in found.values()} == {judged}
    assert sum(judged - ratio.met for ratio in found.values()) == sum(refused.values())
