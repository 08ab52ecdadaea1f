"""Further in: the periods inside a period add up to it, and one side of a rate is the store's own figure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.access import Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.period import Grain
from app.indicators import IndicatorCentre
from app.services import Cockpit
from app.services.drill import SIDES, has_sides, inside, one_side, steps_to
from app.services.figures import ask
from app.store import LoadRun, Store

LEADER = Actor(Role.LEADER)
CITY = "990100"
RATE = "city_case_on_time_rate"


@pytest.fixture(scope="module")
def cockpit(demo: Catalogue, loaded: tuple[Store, list[LoadRun]]) -> Cockpit:
    return Cockpit(demo, IndicatorCentre(demo, loaded[0]), loaded[0], NoCache())


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("2025", ["2025"]),
        ("2025-11", ["2025", "2025-Q4", "2025-11"]),
        ("2025-11-05", ["2025", "2025-Q4", "2025-11", "2025-11-05"]),
    ],
)
def test_the_steps_to_a_period(cockpit: Cockpit, text: str, steps: list[str]) -> None:
    period = cockpit.catalogue.city.calendar.parse(text)
    assert [str(step) for step in steps_to(cockpit, period)] == steps


@pytest.mark.parametrize(
    ("text", "grain", "count"),
    [("2024", Grain.QUARTER, 4), ("2024-Q4", Grain.MONTH, 3), ("2024-11", Grain.DAY, 30)],
)
def test_the_periods_inside_add_up(cockpit: Cockpit, text: str, grain: Grain, count: int) -> None:
    period = cockpit.catalogue.city.calendar.parse(text)
    found = inside(cockpit, LEADER, indicator=RATE, area=CITY, period=period).figures
    assert [f.period.grain for f in found] == [grain] * count
    whole = ask(cockpit, LEADER, [RATE], [CITY], period, period)[0]
    for side in SIDES:
        assert sum(getattr(f, side) or 0.0 for f in found) == pytest.approx(getattr(whole, side))


def test_nothing_is_inside_a_day_or_what_has_not_begun(cockpit: Cockpit) -> None:
    for text in ("2024-11-05", "2031"):
        period = cockpit.catalogue.city.calendar.parse(text)
        assert inside(cockpit, LEADER, indicator=RATE, area=CITY, period=period).figures == ()


def test_a_side_alone_is_not_judged_and_hidden_with_its_rate(cockpit: Cockpit) -> None:
    month = cockpit.catalogue.city.calendar.parse("2025-11")
    figure = ask(cockpit, LEADER, [RATE], [CITY], month, month)[0]
    assert has_sides(figure.indicator)
    for side in SIDES:
        alone = one_side(cockpit, figure, side)
        assert (alone.value, alone.target, str(alone.status)) == (getattr(figure, side), None, "unscored")
        hidden = one_side(cockpit, replace(figure, state="suppressed"), side)
        assert (hidden.value, hidden.state) == (None, "suppressed")
