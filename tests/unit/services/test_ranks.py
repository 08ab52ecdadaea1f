"""Rankings, similar areas and pairs of indicators of the demo city, against pandas over the one query."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from app.access import VISITOR, Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.area import Level
from app.domain.errors import Forbidden
from app.domain.indicator import Direction
from app.domain.period import Grain, Period
from app.indicators import IndicatorCentre, IndicatorQuery
from app.services import Cockpit
from app.services.figures import last_complete
from app.services.peers import peer_set, peers
from app.services.ranks import ranking
from app.services.scatter import levels, scatter
from app.store import LoadRun, Store

LEADER = Actor(Role.LEADER)
CITY = "990100"


@pytest.fixture(scope="module")
def cockpit(demo: Catalogue, loaded: tuple[Store, list[LoadRun]]) -> Cockpit:
    store, _ = loaded
    return Cockpit(demo, IndicatorCentre(demo, store), store, NoCache())


@pytest.fixture(scope="module")
def month(cockpit: Cockpit) -> Period:
    return last_complete(cockpit, Grain.MONTH, cockpit.catalogue.now())


def values(cockpit: Cockpit, indicator: str, period: Period, level: Level = Level.DISTRICT) -> pd.Series:
    codes = tuple(area.code for area in cockpit.catalogue.descendants(CITY, level))
    query = IndicatorQuery((indicator,), codes, period, period, LEADER.audience)
    rows = cockpit.centre.query(query)
    return rows[rows["state"] == "value"].set_index("area")["value"].astype(float)


@pytest.mark.parametrize(
    ("indicator", "direction"),
    [
        ("on_time_completion_rate", Direction.HIGHER_BETTER),
        ("water_loss_rate", Direction.LOWER_BETTER),
    ],
)
def test_places_and_moves_are_those_of_pandas(
    cockpit: Cockpit, month: Period, indicator: str, direction: Direction
) -> None:
    assert cockpit.catalogue.indicator(indicator).direction is direction
    found = ranking(cockpit, LEADER, indicator=indicator, area=CITY, period=month)
    lowest = direction is Direction.LOWER_BETTER
    now = values(cockpit, indicator, month).rank(method="min", ascending=lowest)
    before = values(cockpit, indicator, month.shift(-1)).rank(method="min", ascending=lowest)
    assert {row.figure.area.code: row.place for row in found.ranked} == now.astype(int).to_dict()
    assert [row.place for row in found.ranked] == sorted(now.astype(int))
    won = (before - now).dropna().astype(int).to_dict()
    assert {row.figure.area.code: row.moved for row in found.rows if row.moved is not None} == won
    assert set(won.values()) != {0}


def test_an_area_without_the_service_is_left_out_and_told(cockpit: Cockpit, month: Period) -> None:
    name, places = "on_time_completion_rate", [area.code for area in cockpit.catalogue.children(CITY)]
    definition = replace(cockpit.catalogue.indicator(name), areas=tuple(places[:9]))
    known = replace(cockpit.catalogue, indicators={**cockpit.catalogue.indicators, name: definition})
    partly = Cockpit(known, IndicatorCentre(known, cockpit.store), cockpit.store, NoCache())
    found = ranking(partly, LEADER, indicator=name, area=CITY, period=month)
    assert sorted(area.code for area in found.left_out) == places[9:]
    assert sorted(row.figure.area.code for row in found.rows) == places[:9]
    assert max(row.place or 0 for row in found.rows) <= 9


def test_similar_districts_are_told_with_what_makes_them_similar(cockpit: Cockpit) -> None:
    found = peer_set(cockpit, LEADER, area="990101")
    assert len(found.peers) == cockpit.catalogue.city.peers.count
    assert "990101" not in {area.code for area in found.peers}
    assert [measure.id for measure in found.covariates] == list(cockpit.catalogue.city.peers.covariates)
    assert {len(row) for row in found.values.values()} == {len(found.covariates)}
    assert peers(cockpit, LEADER, CITY) == ()
    with pytest.raises(Forbidden):
        peer_set(cockpit, VISITOR, area="990101")


def test_two_indicators_of_the_same_areas(cockpit: Cockpit, month: Period) -> None:
    pair = ("hotline_connect_rate", "water_loss_rate")
    found = scatter(cockpit, LEADER, indicators=pair, area=CITY, level=Level.DISTRICT, period=month)
    table = pd.DataFrame({name: values(cockpit, name, month) for name in pair}).dropna()
    assert {p.area.code: (p.x.value, p.y.value) for p in found.shown} == {
        code: tuple(row) for code, row in zip(table.index, table.to_numpy().tolist(), strict=True)
    }
    assert found.relation.spearman == pytest.approx(table.rank().corr().iloc[0, 1])
    assert found.total == len(cockpit.catalogue.children(CITY))


def test_a_pair_is_read_where_both_reach(cockpit: Cockpit) -> None:
    catalogue = cockpit.catalogue
    fine, coarse = catalogue.indicator("on_time_completion_rate"), catalogue.indicator("hotline_connect_rate")
    assert levels(cockpit, CITY, (coarse,)) == (Level.DISTRICT,)
    assert Level.STREET in levels(cockpit, CITY, (fine,))
    assert levels(cockpit, CITY, (fine, coarse)) == (Level.DISTRICT,)
