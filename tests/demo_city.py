"""The demo city made and loaded once for all tests that look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.catalogue import Catalogue, load_package
from app.ingest import load_all
from app.store import LoadRun, Store
from data.demo.generator.__main__ import make

PACKAGE = Path(__file__).resolve().parents[1] / "data" / "demo"


@pytest.fixture(scope="session")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deliveries")
    make(folder)
    return folder


@pytest.fixture(scope="session")
def demo(deliveries: Path) -> Catalogue:
    return load_package(PACKAGE, deliveries=deliveries)


@pytest.fixture(scope="session")
def loaded(
    demo: Catalogue, deliveries: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, list[LoadRun]]]:
    patch = pytest.MonkeyPatch()
    patch.setenv("COCKPIT_DEMO_SQL_URL", f"sqlite:///{deliveries / 'data_bureau' / 'exchange.db'}")
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'demo.db'}")
    store.migrate()
    store.register(demo.measures.values(), demo.areas.values(), demo.city.calendar)
    yield store, load_all(demo, store)
    store.dispose()
    patch.undo()
