"""What the demo city has decided is written down once, by those who may, about figures it has."""

from pathlib import Path

import pytest

from app.access import Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.indicators import IndicatorCentre
from app.services.cockpit import Cockpit
from app.services.trust import reviews
from app.store import Store
from data.demo.decisions import decide


@pytest.fixture
def cockpit(demo: Catalogue, tmp_path: Path) -> Cockpit:
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    store.migrate()
    store.register(demo.measures.values(), demo.areas.values(), demo.city.calendar)
    return Cockpit(demo, IndicatorCentre(demo, store), store, NoCache())


def test_decisions_stand_in_the_log_once(cockpit: Cockpit) -> None:
    made = decide(cockpit)
    found = reviews(cockpit, Actor(Role.LEADER))
    assert made == len(found) > 5
    assert decide(cockpit) == 0
    assert len(reviews(cockpit, Actor(Role.LEADER))) == made
    today = cockpit.catalogue.now()
    for one in found:
        indicator = cockpit.catalogue.indicator(one.indicator)
        assert one.made_by == f"dept_head:{indicator.department}"
        assert one.due is not None
        assert one.due > today
        assert one.period == "2025-11"
    assert cockpit.store.audit_log()["action"].tolist() == ["review"] * made
