"""A panel's figures are those of the one query, whatever months were asked for before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask_caching import Cache

from app.access import VISITOR, Actor
from app.domain.period import Grain
from app.services import Cockpit
from app.services.figures import ask, changes, figures, rows
from app.services.panel import HISTORY, panel, span
from tests.integration.services.small_city import LEADER, OFFICER, at, hold


@pytest.fixture
def keeping(cockpit: Cockpit) -> Cockpit:
    """The small city with a cache that really keeps."""
    cache = Cache(Flask("kept"), config={"CACHE_TYPE": "SimpleCache"})
    return replace(cockpit, cache=cache)


PERIODS = (
    "2024-12",
    "2025-01",
    "2025-02",
    "2025-03",
    "2024-Q4",
    "2025-Q1",
    "2024",
    "2025",
    "2025-02-07",
    "2025-W06",
)


@pytest.mark.parametrize("actor", [LEADER, VISITOR], ids=["leader", "citizen"])
@pytest.mark.parametrize("area", ["1", "11"])
def test_each_figure_is_that_of_a_question_of_its_own(keeping: Cockpit, actor: Actor, area: str) -> None:
    hold(keeping)
    shown = [
        one for one in keeping.catalogue.indicators.values() if actor.internal or one.publication != "no"
    ]
    for text in PERIODS:
        period = at(keeping, text)
        first = period.shift(1 - HISTORY[period.grain])
        for figure in panel(keeping, actor, shown, area, period):
            if figure.period != period:
                continue  # not reported so finely
            code = figure.indicator.id
            series = ask(keeping, actor, [code], [area], first, period)
            assert figure.series == tuple(series)
            told = [
                changes(keeping, actor, [code], [area], period, basis).get((code, area))
                for basis in ("previous", "year_ago")
            ]
            assert replace(figure, series=()) == replace(series[-1], previous=told[0], year_ago=told[1]), text


def test_months_of_a_year_are_one_question(keeping: Cockpit, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    query = type(keeping.centre).query
    monkeypatch.setattr(type(keeping.centre), "query", lambda self, q: asked.append(q) or query(self, q))
    share = [keeping.catalogue.indicator("share")]
    for text in ("2025-01", "2025-02", "2025-01"):
        panel(keeping, LEADER, share, "11", at(keeping, text))
    assert len(asked) == 1


def test_figures_and_rows_say_the_same(cockpit: Cockpit) -> None:
    hold(cockpit)
    found = ask(
        cockpit, OFFICER, list(cockpit.catalogue.indicators), ["1", "11"], at(cockpit, "2024-12"), at(cockpit)
    )
    assert figures(cockpit, rows(found)) == found


SPANS = [("2024-05", "2023-01", "2024-12"), ("2024-Q2", "2022-Q2", "2024-Q4"), ("2024", "2020", "2024")]


@pytest.mark.parametrize(("text", "first", "last"), SPANS)
def test_the_span_is_the_year_and_the_history_before_it(
    cockpit: Cockpit, text: str, first: str, last: str
) -> None:
    assert [str(one) for one in span(cockpit, at(cockpit, text))] == [first, last]


def test_the_span_ends_where_the_year_stands(cockpit: Cockpit) -> None:
    running = cockpit.catalogue.city.calendar.period(cockpit.catalogue.now(), Grain.MONTH)
    assert span(cockpit, running.shift(-1))[1] in (running, running.shift(-1))
    assert span(cockpit, running.shift(3))[1] == running.shift(3)
