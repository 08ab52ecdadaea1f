"""The indicator centre: every filter leaves what it names, counts what it would leave, and loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.access import VISITOR, Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.area import Level
from app.domain.errors import Forbidden
from app.domain.period import Grain
from app.indicators import IndicatorCentre
from app.services import Cockpit
from app.services.centre import LEAD, NO_GOAL, SUPPORT, Centre, Wish, centre, goal_tree
from app.services.figures import last_complete
from app.store import LoadRun, Store

OFFICER = Actor(Role.DATA_OFFICER)
CITY = "990100"
FILTERS = ("theme", "goal", "level", "publication", "status")


@pytest.fixture(scope="module")
def cockpit(demo: Catalogue, loaded: tuple[Store, list[LoadRun]]) -> Cockpit:
    return Cockpit(demo, IndicatorCentre(demo, loaded[0]), loaded[0], NoCache())


def ask(cockpit: Cockpit, wish: Wish | None = None) -> Centre:
    month = last_complete(cockpit, Grain.MONTH, cockpit.catalogue.now())
    return centre(cockpit, OFFICER, wish=wish or Wish(), area=CITY, period=month)


def test_citizens_have_no_centre(cockpit: Cockpit) -> None:
    month = last_complete(cockpit, Grain.MONTH, cockpit.catalogue.now())
    with pytest.raises(Forbidden):
        centre(cockpit, VISITOR, wish=Wish(), area=CITY, period=month)
    with pytest.raises(Forbidden):
        goal_tree(cockpit, VISITOR, area=CITY, period=month)


def test_without_a_wish_everything_is_listed_with_a_figure(cockpit: Cockpit) -> None:
    found = ask(cockpit)
    assert [row.indicator.id for row in found.rows] == list(cockpit.catalogue.indicators)
    assert sum(row.figure.value is not None for row in found.rows) >= 100


def test_each_choice_leaves_as_many_as_it_says(cockpit: Cockpit) -> None:
    whole = ask(cockpit)
    for name in FILTERS:
        for choice in whole.choices[name]:
            rows = ask(cockpit, replace(Wish(), **{name: choice.value})).rows
            assert len(rows) == choice.count, (name, choice.value)
    for exclusive in ("theme", "goal", "publication", "status"):
        assert sum(choice.count for choice in whole.choices[exclusive]) == len(whole.rows)


def test_filters_together_leave_what_meets_all(cockpit: Cockpit) -> None:
    rows = ask(cockpit, Wish(words="率", theme="citizen_experience", status="on_target")).rows
    assert rows
    for row in rows:
        assert row.indicator.theme == "citizen_experience"
        assert row.figure.status == "on_target"
        assert "率" in row.indicator.name.zh + row.indicator.plain.zh + "".join(row.indicator.aliases)


def test_a_department_leads_or_supports(cockpit: Cockpit) -> None:
    supporting = next(i for i in cockpit.catalogue.indicators.values() if i.also_departments)
    department = supporting.also_departments[0]

    def ids(part: str) -> set[str]:
        return {row.indicator.id for row in ask(cockpit, Wish(department=department, part=part)).rows}

    assert supporting.id in ids(SUPPORT)
    assert supporting.id not in ids(LEAD)
    assert ids(LEAD) == {i.id for i in cockpit.catalogue.led_by(department)}
    assert ids("") == ids(LEAD) | ids(SUPPORT)


def test_the_level_is_that_of_the_coarsest_measure(cockpit: Cockpit) -> None:
    for row in ask(cockpit, Wish(level="street")).rows:
        measures = [cockpit.catalogue.measure(m) for m in row.indicator.formula.measures]
        assert all(measure.level.rank >= Level.STREET.rank for measure in measures)


def test_no_result_says_what_was_hidden_or_meant(cockpit: Cockpit) -> None:
    hidden = ask(cockpit, Wish(words="接通率", theme="data_value"))
    assert not hidden.rows
    assert hidden.elsewhere[0].id == "hotline_connect_rate"
    assert not hidden.meant
    misspelt = ask(cockpit, Wish(words="congstion"))
    assert not misspelt.rows
    assert misspelt.meant


def test_the_tree_holds_every_indicator_once_and_every_measure(cockpit: Cockpit) -> None:
    month = last_complete(cockpit, Grain.MONTH, cockpit.catalogue.now())
    tree = goal_tree(cockpit, OFFICER, area=CITY, period=month)
    leaves = [leaf for branch in tree.branches for theme in branch.themes for leaf in theme.leaves]
    listed = [leaf.row.indicator.id for leaf in leaves]
    assert sorted(listed) == sorted(cockpit.catalogue.indicators)
    assert {m.id for leaf in leaves for m in leaf.measures} == set(cockpit.catalogue.measures)
    assert tree.unused == ()
    loose = next(branch for branch in tree.branches if branch.goal == NO_GOAL)
    assert loose is tree.branches[-1]
    assert {leaf.row.indicator.goal for theme in loose.themes for leaf in theme.leaves} == {None}
    for branch in tree.branches:
        assert sum(branch.counts.values()) == sum(len(theme.leaves) for theme in branch.themes)
