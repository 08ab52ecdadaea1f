"""Every change of the demo city taken apart adds up, against an independent sum."""

from __future__ import annotations

import pytest

from app.access import VISITOR, Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.errors import Forbidden
from app.domain.indicator import Audience, FormulaKind
from app.domain.period import Grain
from app.indicators import IndicatorCentre, IndicatorQuery
from app.services import Cockpit
from app.services.cause import cause
from app.services.figures import last_complete
from app.store import LoadRun, Store

LEADER = Actor(Role.LEADER)
CITY = "990100"


@pytest.fixture(scope="module")
def cockpit(demo: Catalogue, loaded: tuple[Store, list[LoadRun]]) -> Cockpit:
    store, _ = loaded
    return Cockpit(demo, IndicatorCentre(demo, store), store, NoCache())


@pytest.mark.parametrize("kind", [FormulaKind.MEASURE, FormulaKind.RATIO])
@pytest.mark.parametrize("basis", ["year_ago", "previous"])
def test_parts_and_rest_add_up_to_the_change(cockpit: Cockpit, kind: FormulaKind, basis: str) -> None:
    month = last_complete(cockpit, Grain.MONTH, cockpit.catalogue.now())
    apart = 0
    for indicator in cockpit.catalogue.indicators.values():
        if indicator.formula.kind is not kind:
            continue
        found = cause(cockpit, LEADER, indicator=indicator.id, area=CITY, period=month, basis=basis)
        if found.reason:
            continue
        apart += 1
        assert found.change is not None
        assert found.change.difference is not None
        total = sum(part.total for part in found.parts) + found.rest
        size = max(1.0, abs(found.now.value or 0.0))
        assert total == pytest.approx(found.change.difference, abs=1e-9 * size)
        for part in found.parts:
            if part.rate is not None and part.mix is not None:
                assert part.rate + part.mix == pytest.approx(part.total, abs=1e-9 * size)
        if found.sides is not None:
            assert sum(found.sides) == pytest.approx(found.change.difference, abs=1e-9 * size)
    assert apart > 3


def test_areas_that_are_all_there_leave_no_rest(cockpit: Cockpit) -> None:
    month = last_complete(cockpit, Grain.MONTH, cockpit.catalogue.now())
    found = cause(cockpit, LEADER, indicator="water_loss_rate", area=CITY, period=month, basis="year_ago")
    assert len(found.parts) == 16
    assert found.rest == 0.0
    # The same from the numerators and denominators of the query, by hand.
    base = month.year_ago()
    areas = tuple(part.now.area.code for part in found.parts)
    before, now = (
        cockpit.centre.query(IndicatorQuery(("water_loss_rate",), areas, p, p, Audience.INTERNAL))
        for p in (base, month)
    )
    whole = [100 * f["numerator"].sum() / f["denominator"].sum() for f in (before, now)]
    assert whole[1] - whole[0] == pytest.approx(sum(part.total for part in found.parts))
    first = found.parts[0]
    row = list(areas).index(first.now.area.code)
    weights = [f["denominator"].iloc[row] / f["denominator"].sum() for f in (before, now)]
    rates = [100 * f["numerator"].iloc[row] / f["denominator"].iloc[row] for f in (before, now)]
    assert first.rate == pytest.approx(sum(weights) / 2 * (rates[1] - rates[0]))


def test_what_cannot_be_taken_apart_says_why(cockpit: Cockpit) -> None:
    calendar = cockpit.catalogue.city.calendar
    running = calendar.period(cockpit.catalogue.now(), Grain.MONTH)
    daily = cause(cockpit, LEADER, indicator="hotline_connect_rate", area=CITY, period=running)
    assert (daily.reason, daily.parts) == ("unfinished", ())
    early = calendar.parse("2023-01")
    assert cause(cockpit, LEADER, indicator="water_loss_rate", area=CITY, period=early).reason


def test_visitors_stay_outside(cockpit: Cockpit) -> None:
    month = last_complete(cockpit, Grain.MONTH, cockpit.catalogue.now())
    with pytest.raises(Forbidden):
        cause(cockpit, VISITOR, indicator="water_loss_rate", area=CITY, period=month)
