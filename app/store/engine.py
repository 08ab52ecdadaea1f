"""Engines: SQLite in WAL mode by default, PostgreSQL by address."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event


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
