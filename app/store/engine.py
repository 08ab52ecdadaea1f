"""Engines: SQLite in WAL mode by default, PostgreSQL by address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text


def build_engine(url: str) -> Engine:
    """An engine whose transactions are safe for read-then-write on either database."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=15)
    engine = create_engine(url, connect_args={"timeout": 60})

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by itself: we choose IMMEDIATE for writers.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=60000",
            "temp_store=MEMORY",
            "cache_size=-65536",
            "mmap_size=268435456",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def analyze(connection: Connection, table: str) -> None:
    """Tell PostgreSQL how large a table has become in this transaction.

    Its planner would take a table just filled for an empty one. SQLite follows the order we write.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ANALYZE {table}"))


def tune_for_roll_up(connection: Connection) -> None:
    """Join tables in the order written, with room to sort, until the transaction ends.

    PostgreSQL's planner cannot know that a measure, an area and a calendar period together hit one cell,
    and would first pair every touched cell with every day of its area; SQLite keeps the order of CROSS JOIN.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL join_collapse_limit = 1"))
        connection.execute(text("SET LOCAL work_mem = '128MB'"))
