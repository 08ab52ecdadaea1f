"""A board's plan: tiles added, moved, changed, taken away; the rest stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.board import MOST_TILES, Chart, Plan, Tile, Width
from app.domain.errors import CockpitError

tile = st.builds(
    Tile,
    chart=st.sampled_from(Chart),
    indicators=st.lists(st.sampled_from("abcd"), max_size=3).map(tuple),
    width=st.sampled_from(Width),
    words=st.text(max_size=5),
)
plans = st.lists(tile, min_size=1, max_size=6).map(lambda tiles: Plan("c", tiles=tuple(tiles)))


@given(plans, st.data())
def test_a_move_keeps_the_order_of_the_others(plan: Plan, data: st.DataObject) -> None:
    last = len(plan.tiles) - 1
    place, to = data.draw(st.integers(0, last)), data.draw(st.integers(0, last))
    moved = plan.moved(place, to)
    assert moved.tiles[to] == plan.tiles[place]
    assert moved.removed(to).tiles == plan.removed(place).tiles
    assert moved.moved(to, place) == plan


@given(plans, st.integers(-9, 99))
def test_beyond_an_end_means_that_end(plan: Plan, to: int) -> None:
    end = 0 if to <= 0 else min(to, len(plan.tiles) - 1)
    assert plan.moved(0, to) == plan.moved(0, end)


@given(plans, tile)
def test_what_is_added_stands_last_and_can_be_taken_away(plan: Plan, one: Tile) -> None:
    longer = plan.added(one)
    assert longer.tile(len(plan.tiles)) == one
    assert longer.removed(len(plan.tiles)) == plan


@given(plans, tile, st.data())
def test_a_change_touches_one_tile(plan: Plan, one: Tile, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(plan.tiles) - 1))
    changed = plan.changed(place, one)
    assert changed.tile(place) == one
    assert changed.removed(place) == plan.removed(place)


@pytest.mark.parametrize("place", [-1, 1, 7])
def test_a_tile_that_is_not_there_is_told(place: int) -> None:
    plan = Plan("c", tiles=(Tile(Chart.NOTE, words="x"),))
    for do in (plan.tile, plan.removed, lambda p: plan.moved(p, 0), lambda p: plan.changed(p, plan.tiles[0])):
        with pytest.raises(CockpitError, match="tile_unknown"):
            do(place)


def test_a_board_ends_where_nobody_reads_on() -> None:
    plan = Plan("c", tiles=(Tile(Chart.NOTE, words="x"),) * MOST_TILES)
    with pytest.raises(CockpitError, match="tiles_too_many"):
        plan.added(Tile(Chart.NOTE, words="one more"))
