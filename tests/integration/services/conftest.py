"""The small city on either database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.cli.query import NoCache
from app.indicators import IndicatorCentre
from app.services import Cockpit
from app.store import Store
from tests.integration.services.small_city import (
    FIRST,
    city,
    deliver,
)


@pytest.fixture
def cockpit(store_url: str) -> Iterator[Cockpit]:
    cat, store = city(), Store(store_url)
    store.migrate()
    store.register(cat.measures.values(), cat.areas.values(), cat.city.calendar)
    rows = [
        (code, area, month, value)
        for area in ("11", "12", "13")
        for month in ("2024-12", "2025-01", "2025-02")
        for code, value in (("a", 85.0), ("b", 100.0))
    ]
    deliver(store, FIRST, rows, "first.csv")
    yield Cockpit(cat, IndicatorCentre(cat, store), store, NoCache())
    store.dispose()
