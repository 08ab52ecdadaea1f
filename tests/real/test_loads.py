"""What holds for every real city: rows add up, and the same deliveries again change nothing."""

from __future__ import annotations

import pytest

from app.ingest import load_all
from tests.real.city import PACKAGES

pytestmark = pytest.mark.real

NAMES = sorted(folder.name for folder in PACKAGES.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_no_delivery_is_refused_and_every_row_is_accounted_for(city, name):
    runs = city(name).runs
    assert {run.source for run in runs} == set(city(name).catalogue.sources)
    for run in runs:
        assert run.state == "committed"
        assert run.rows_read == run.accepted + run.quarantined + run.ignored
        assert run.accepted > 0


@pytest.mark.parametrize("name", NAMES)
def test_the_same_deliveries_again_change_nothing(city, name):
    found = city(name)
    version = found.store.data_version()
    assert load_all(found.catalogue, found.store) == []
    assert found.store.data_version() == version
