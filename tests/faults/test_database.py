"""The database goes and comes back, or has no room left: told, nothing half done, and it goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_caching import Cache
from plotly.utils import PlotlyJSONEncoder
from sqlalchemy import event, text

from app.access import Actor
from app.bootstrap import build_cockpit
from app.domain.errors import CockpitError
from app.domain.text import Text
from app.i18n import explain
from app.ingest import load_all
from app.pages import PAGES
from app.services import EXTENSION
from app.settings import Settings
from app.store import Store
from app.ui import shell
from tests.faults.city import city, content, opened, write_deliveries
from tests.faults.gate import Gate

SMALL = Path(__file__).resolve().parents[1] / "packages" / "small"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "deliveries"
    made.mkdir()
    write_deliveries(made, files=2, rows=60)
    return made


@pytest.fixture
def gate(new_postgresql: Callable[[], str]) -> Iterator[tuple[Gate, str]]:
    url = new_postgresql()
    made = Gate(url)
    yield made, url
    made.shut()


def undisturbed(url: str, folder: Path) -> dict[str, list]:
    store = opened(url, city(folder))
    load_all(city(folder), store)
    store.dispose()
    return content(url)


def fault_of_loading(folder: Path, store: Store) -> CockpitError | None:
    try:
        load_all(city(folder), store)
    except CockpitError as error:
        return error
    return None


@pytest.mark.postgres
def test_a_load_whose_database_goes_away_is_told_and_taken_up_again(
    gate: tuple[Gate, str], folder: Path, new_postgresql: Callable[[], str]
) -> None:
    expected = undisturbed(new_postgresql(), folder)
    door, url = gate
    store = opened(door.url, city(folder))
    stopped = 0
    for size in (300, 9_000, 30_000):
        door.shut_after(size)
        error = fault_of_loading(folder, store)
        if error is not None:
            stopped += 1
            assert error.code == "store_unavailable"
            assert all(explain(error, lang)[1] for lang in ("zh", "en"))
            assert "tests@" not in str(error.params["detail"])
            door.open()
    assert stopped >= 2
    load_all(city(folder), store)
    store.dispose()
    assert content(url) == expected


@pytest.mark.postgres
def test_a_page_says_that_the_database_is_away_and_recovers(gate: tuple[Gate, str], tmp_path: Path) -> None:
    door, _ = gate
    server = Flask("cockpit")
    settings = Settings(city=SMALL, store_url=door.url, data=tmp_path)
    cockpit = build_cockpit(settings, Cache(server, config={"CACHE_TYPE": "NullCache"}))
    server.extensions[EXTENSION] = cockpit
    site = shell.Site(Text("小城", "Small"), demonstration=True)

    def page() -> str:
        with server.test_request_context("/public"):
            shown, _ = shell.answer(PAGES, site, Actor(), "/public", "")
        return json.dumps(shown, cls=PlotlyJSONEncoder, ensure_ascii=False)

    message = "无法使用"
    assert message not in page()
    door.shut()
    away = page()
    assert message in away
    assert "请确认地址正确" in away
    door.open()
    assert message not in page()
    cockpit.store.dispose()


@pytest.mark.postgres
def test_a_server_that_ends_our_connections_is_told(new_postgresql: Callable[[], str], folder: Path) -> None:
    url = new_postgresql()
    store, other = opened(url, city(folder)), Store(url)
    end = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    def cut_off() -> None:
        with store.writing() as connection:
            with other.reading() as another:
                another.execute(end)
            connection.execute(text("SELECT 1"))

    with pytest.raises(CockpitError, match="store_unavailable"):
        cut_off()
    assert store.data_version() >= 0  # the next connection is a new one
    store.dispose()
    other.dispose()


@pytest.mark.postgres
def test_postgresql_without_room_is_told(new_postgresql: Callable[[], str], folder: Path) -> None:
    store = opened(new_postgresql(), city(folder))
    full = text("DO $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$")
    with pytest.raises(CockpitError, match="store_full"), store.writing() as connection:
        connection.execute(full)
    store.dispose()


def test_a_full_disk_under_sqlite_leaves_no_trace_and_the_load_goes_on_later(
    folder: Path, tmp_path: Path
) -> None:
    expected = undisturbed(f"sqlite:///{tmp_path / 'whole.db'}", folder)
    store = opened(f"sqlite:///{tmp_path / 'full.db'}", city(folder))
    with store.reading() as connection:
        used = connection.execute(text("PRAGMA page_count")).scalar_one()
    room = [2, 20]

    def limit(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {used + room[0]}")  # type: ignore[attr-defined]

    event.listen(store._engine, "connect", limit)
    for _ in range(2):
        store.dispose()
        with pytest.raises(CockpitError) as told:
            load_all(city(folder), store)
        assert told.value.code == "store_full"
        assert "disk is full" in told.value.params["detail"]
        with store.reading() as connection:
            parts = connection.execute(
                text("SELECT COUNT(*), SUM(rows_read - accepted - quarantined - ignored) FROM load_run")
            ).one()
        assert parts[1] in {None, 0}
        room.pop(0)
        room = room or [10**6]
    event.remove(store._engine, "connect", limit)
    store.dispose()
    load_all(city(folder), store)
    store.dispose()
    assert content(store.url) == expected
