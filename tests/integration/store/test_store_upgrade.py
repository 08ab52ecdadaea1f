"""A store of an older version: it gains the tables that came since and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import insert, inspect

import app.store
from app.domain.board import Chart, Plan, Tile
from app.domain.errors import CockpitError
from app.store import Batch, Store
from app.store.boards import Boards, BoardState, SavedBoard
from app.store.decided import Deed, deciding
from app.store.pushes import Pushes
from app.store.tables import push

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


def test_the_tables_come_and_the_rest_stays(before: Store) -> None:
    old, log, version = tables(before), before.audit_log(), before.data_version()
    assert "board" not in old
    before.migrate()
    assert tables(before) == old | {"board", "pushed_message"}
    assert before.audit_log().equals(log)
    assert len(log) == 1
    assert before.data_version() == version


def test_boards_can_be_built_afterwards_and_a_second_upgrade_keeps_them(before: Store) -> None:
    before.migrate()
    Boards(before).write(ONE)
    before.migrate()
    assert Boards(before).newest("b1") == ONE


def test_what_was_pushed_before_is_known_to_be(before: Store) -> None:
    run = before.refuse("calls", [Batch("push one", "a", 1)], CockpitError("file_empty"), AT).id
    with before.writing() as connection:
        connection.execute(
            insert(push).values(source="calls", idempotency="one", sha256="a", run_id=run, at=1)
        )
    before.migrate()
    assert Pushes(before).came_by_push(run)
    assert Pushes(before).rows(run) is None
    assert not Pushes(before).came_by_push(run + 1)
