"""Servers and fresh databases for every test that asks for them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from app.domain.period import Calendar
from app.store import Store
from tests import servers
from tests.demo_city import deliveries, demo, loaded

__all__ = ["deliveries", "demo", "loaded"]  # fixtures for every test


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server, started once; its database `blank` has tables and calendar."""
    with servers.postgresql() as address:
        _execute(address, "CREATE DATABASE blank")
        _prepare(f"{address}/blank")
        yield address


@pytest.fixture(scope="session")
def blank_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with tables and calendar, to be copied."""
    file = tmp_path_factory.mktemp("blank") / "blank.db"
    _prepare(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a Redis server, started once."""
    with servers.redis_server() as address:
        yield address


@pytest.fixture(scope="session")
def new_postgresql(postgresql_server: str) -> Callable[..., str]:
    """Makes a database, a copy of `blank` or of another made here, and gives its address."""
    numbers = count(1)

    def make(like: str = "blank") -> str:
        name = f"test_{next(numbers)}"
        template = like.rpartition("/")[2]
        _execute(postgresql_server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return f"{postgresql_server}/{name}"

    return make


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh database: each test that asks runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("blank_sqlite"), tmp_path / "store.db")
        return f"sqlite:///{file}"
    make: Callable[..., str] = request.getfixturevalue("new_postgresql")
    return make()


def _prepare(url: str) -> None:
    """Tables and the ordinary calendar: writing its days anew for every test would take most of the time."""
    store = Store(url)
    store.migrate()
    store.register([], [], Calendar())
    store.dispose()


def _execute(address: str, statement: str) -> None:
    plain = address.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(f"{plain}/postgres", autocommit=True) as connection:
        connection.execute(statement)
