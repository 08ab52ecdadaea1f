from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.catalogue import Catalogue
from app.domain.indicator import Measure
from app.ingest import load_source
from app.store import LoadRun, Store
from tests.integration.ingest.sources import Load
from tests.unit.ingest.support import make_catalogue


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(f"sqlite:///{tmp_path / 'store.db'}")
    made.migrate()
    yield made
    made.dispose()


@pytest.fixture
def load(tmp_path: Path, store: Store) -> Load:
    def run(
        source: str, measures: list[Measure], files: dict[str, str], **city: Any
    ) -> tuple[Catalogue, list[LoadRun]]:
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        catalogue = make_catalogue(tmp_path, source, measures, **city)
        store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
        return catalogue, load_source(catalogue, store, "trial")

    return run
