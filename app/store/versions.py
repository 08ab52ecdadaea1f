"""The version of the tables: alembic, told where the migrations stand and which connection to use."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_MIGRATIONS = Path(__file__).parent / "migrations"


def is_newest(connection: Connection) -> bool:
    """Whether the tables are at the newest version."""
    known = MigrationContext.configure(connection).get_current_revision()
    return known == ScriptDirectory(str(_MIGRATIONS)).get_current_head()


def upgrade(connection: Connection) -> None:
    """Bring the tables to the newest version inside the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
