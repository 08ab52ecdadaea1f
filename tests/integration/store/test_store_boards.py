"""Boards in the store: every state stays, two editors cannot both win, a plan comes back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.board import Chart, Plan, Tile, Width
from app.domain.errors import CockpitError
from app.domain.period import Grain
from app.store import Store
from app.store.boards import Boards, BoardState, SavedBoard

AT = datetime(2025, 3, 1, 8, tzinfo=UTC)
ONE = SavedBoard("b1", 1, BoardState.DRAFT, "Morning", "leader", (), Plan("c"), "leader", AT)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
tiles = st.builds(
    Tile,
    chart=st.sampled_from(Chart),
    indicators=st.lists(words, max_size=4).map(tuple),
    width=st.sampled_from(Width),
    words=words,
)
plans = st.builds(
    Plan,
    area=words,
    period=words,
    grain=st.sampled_from(Grain),
    tiles=st.lists(tiles, max_size=5).map(tuple),
)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    found = Store(store_url)
    found.migrate()
    yield found
    found.dispose()


@pytest.fixture
def boards(store: Store) -> Boards:
    return Boards(store)


def later(one: SavedBoard, state: BoardState = BoardState.DRAFT, **changes: object) -> SavedBoard:
    made = {"revision": one.revision + 1, "state": state, "made_at": one.made_at + timedelta(minutes=1)}
    return replace(one, **made, **changes)  # type: ignore[arg-type]


def test_every_state_stays_and_the_newest_counts(boards: Boards) -> None:
    saved = later(boards.write(ONE), BoardState.SAVED, shared=("leader", "department:water"))
    draft = later(boards.write(saved), title="Evening")
    boards.write(draft)
    assert boards.history("b1") == [draft, saved, ONE]
    assert boards.newest("b1") == draft
    assert boards.newest("b1", saved=True) == saved
    assert boards.saved(["b1", "nothing"]) == {"b1": saved}
    assert boards.every() == [draft]


def test_the_second_of_two_editors_is_told(boards: Boards, store: Store) -> None:
    boards.write(ONE)
    mine, theirs = later(ONE, title="mine"), later(ONE, title="theirs")
    boards.write(mine)
    with pytest.raises(CockpitError, match="board_changed"):
        boards.write(theirs)
    assert boards.newest("b1").title == "mine"
    assert len(store.audit_log()) == 2  # what was refused was not done


def test_a_deleted_board_is_gone_and_its_history_stays(boards: Boards) -> None:
    boards.write(ONE)
    boards.write(later(ONE, BoardState.DELETED))
    assert boards.every() == []
    with pytest.raises(CockpitError, match="board_unknown"):
        boards.newest("b1")
    assert [one.state for one in boards.history("b1")] == [BoardState.DELETED, BoardState.DRAFT]


def test_what_is_unknown_or_was_never_saved_is_told(boards: Boards) -> None:
    boards.write(ONE)
    with pytest.raises(CockpitError, match="board_unknown"):
        boards.newest("b2")
    with pytest.raises(CockpitError, match="board_unknown"):
        boards.newest("b1", saved=True)


def test_each_step_is_audited_and_wakes_no_kept_answer(boards: Boards, store: Store) -> None:
    version = store.data_version()
    boards.write(ONE)
    boards.write(later(ONE, BoardState.SAVED, shared=("leader",)))
    log = store.audit_log()
    assert sorted(log["action"]) == ["board_draft", "board_saved"]
    assert set(log["object"]) == {"b1"}
    assert store.data_version() == version


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(plan=plans, title=words)
def test_a_plan_comes_back_as_it_was(boards: Boards, plan: Plan, title: str) -> None:
    name = f"b{len(boards.every()) + 1}"
    one = boards.write(replace(ONE, id=name, plan=plan, title=title))
    assert boards.newest(name) == one
