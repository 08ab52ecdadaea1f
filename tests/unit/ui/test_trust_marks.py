"""Held figures, marks and earlier states as a reader sees them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from app.access import Actor, Role
from app.domain.indicator import Status
from app.domain.observation import Flag
from app.i18n import translator
from app.ui import figures
from app.ui.figures.model import Point
from app.ui.page import Visit
from app.ui.reading import change_text, finding, note, standing, value_text
from app.ui.ready import kpi
from app.ui.ready.as_of import as_of_bar, as_of_choice, moment_words
from app.ui.ready.history import trend_words
from app.ui.ready.plain import points
from app.ui.theme import LIGHT
from tests.unit.ui.readings import Change, Figure, Hold, with_history

LEADER = Actor(Role.LEADER)
HELD = Figure(state="held", status=Status.NO_DATA, hold=Hold("two reports differ"))
CHECKED = Figure(state="held", status=Status.NO_DATA, value=None, hold=None)


def said(part: Any) -> str:
    return json.dumps(part.to_plotly_json(), default=lambda one: one.to_plotly_json(), ensure_ascii=False)


def test_a_held_figure_says_so_with_its_reason_and_without_judgement() -> None:
    t = translator("en")
    assert (value_text(t, HELD), standing(t, HELD)) == ("Held", "Held")
    assert "two reports differ" in note(t, HELD)
    assert "two reports differ" in finding(t, HELD)
    assert change_text(t, HELD, HELD.year_ago) == "Held: not compared"


def test_citizens_learn_that_it_is_checked_and_no_more() -> None:
    t = translator("en")
    assert (value_text(t, CHECKED), standing(t, CHECKED)) == ("Being checked", "Being checked")
    assert "checked" in note(t, CHECKED)


def test_its_card_shows_the_number_struck_through_to_those_inside_alone() -> None:
    inside = said(kpi(Visit("/overview", lang="en", actor=LEADER), HELD))
    assert '"S"' in inside
    assert "93.4%" in inside
    assert "card--held" in inside
    assert "badge--no-data" not in inside
    outside = said(kpi(Visit("/public", lang="en"), CHECKED))
    assert "93.4" not in outside
    assert '"S"' not in outside


def test_a_chart_marks_the_held_period_and_does_not_hold_its_number() -> None:
    t = translator("en")
    history = with_history(Figure(), [80.0, 81.0, 99.25])
    series = (*history.series[:2], replace(history.series[2], state="held", hold=Hold("two reports differ")))
    drawn = figures.trend(points(t, series), words=trend_words(t, history), theme=LIGHT)
    held = [trace for trace in drawn["data"] if trace["name"] == "held"]
    assert len(held) == 1
    assert "two reports differ" in held[0]["customdata"][0]
    assert "99.25" not in json.dumps(drawn)


def test_a_target_band_is_drawn_as_two_steps() -> None:
    t = translator("en")
    series = with_history(Figure(target=None, target_band=(40.0, 60.0)), [50.0, 55.0])
    changed = (series.series[0], replace(series.series[1], target_band=(45.0, 50.0)))
    drawn = figures.trend(points(t, changed), words=trend_words(t, series), theme=LIGHT)
    edges = [trace["y"] for trace in drawn["data"] if trace["name"] == "Target"]
    assert edges == [[40.0, 45.0], [60.0, 50.0]]


def test_a_point_cannot_carry_a_held_number() -> None:
    start = Figure().period.start
    with pytest.raises(ValueError, match="held"):
        Point(period="x", start=start, value=1.0, shown="1", state="held")


def test_a_revised_mark_leads_to_old_value_and_reason_inside_only() -> None:
    revised = Figure(flags=Flag.REVISED)
    visit = Visit("/overview", {"as_of": "2025-11-01"}, lang="en", actor=LEADER)
    assert "/lineage/indicator/connect?as_of=2025-11-01&area=1&period=2025-11" in said(kpi(visit, revised))
    assert "/lineage/" not in said(kpi(Visit("/public", lang="en"), revised))


def test_what_cannot_be_compared_says_why() -> None:
    broken = Change(difference=None, broken=True)
    assert change_text(translator("en"), Figure(), broken) == "Defined otherwise in Nov 2024: not comparable"


def test_links_keep_looking_back_but_not_to_public_pages() -> None:
    visit = Visit("/overview", {"as_of": "2025-11-01", "area": "11"}, actor=LEADER)
    assert visit.href("/indicator/a", area="11") == "/indicator/a?as_of=2025-11-01&area=11"
    assert visit.href("/public") == "/public"
    assert visit.href(as_of=None) == "/overview?area=11"


def test_the_bar_says_the_day_and_leads_back_to_now() -> None:
    visit = Visit("/overview", {"as_of": "2025-11-01", "area": "11"}, lang="en", actor=LEADER)
    bar = as_of_bar(visit)
    assert bar is not None
    words = said(bar)
    assert "1 Nov 2025" in words
    assert '"/overview?area=11&lang=en"' in words
    assert as_of_bar(Visit("/overview", actor=LEADER)) is None
    assert '"area"' in said(as_of_choice(visit))  # other filters go along


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-11-01", "1 Nov 2025"),
        ("2025-11-01T08:30:00+08:00", "1 Nov 2025 08:30"),
        ("nonsense", "nonsense"),
    ],
)
def test_moments_are_written_for_people(text: str, words: str) -> None:
    assert moment_words(translator("en"), text) == words
