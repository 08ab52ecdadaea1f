"""A store from before boards could be built: it gains their table and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

import app.store
from app.domain.board import Chart, Plan, Tile
from app.store import Store
from app.store.boards import Boards, BoardState, SavedBoard
from app.store.decided import Deed, deciding

MIGRATIONS = Path(app.store.__file__).parent / "migrations"
AT = datetime(2025, 3, 1, 8, tzinfo=UTC)
PLAN = Plan("c", tiles=(Tile(Chart.CARD, ("share",)),))
ONE = SavedBoard("b1", 1, BoardState.DRAFT, "Morning", "leader", (), PLAN, "leader", AT)


@pytest.fixture
def before(store_url: str) -> Iterator[Store]:
    """At version 0007, with one deed in its log."""
    found = Store(store_url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with found.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
    with deciding(found, Deed("officer", "kept", "thing", {"n": 1}), bump=True):
        pass
    yield found
    found.dispose()


def tables(store: Store) -> set[str]:
    with store.reading() as connection:
        return set(inspect(connection).get_table_names())


def test_the_table_comes_and_the_rest_stays(before: Store) -> None:
    old, log, version = tables(before), before.audit_log(), before.data_version()
    assert "board" not in old
    before.migrate()
    assert tables(before) == old | {"board"}
    assert before.audit_log().equals(log)
    assert len(log) == 1
    assert before.data_version() == version


def test_boards_can_be_built_afterwards_and_a_second_upgrade_keeps_them(before: Store) -> None:
    before.migrate()
    Boards(before).write(ONE)
    before.migrate()
    assert Boards(before).newest("b1") == ONE
