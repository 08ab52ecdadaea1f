"""Parts of pages: reachable by keyboard, told apart without colour, links that work without scripts."""

import json
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from app.domain.indicator import Status
from app.i18n import translator
from app.ui import components
from app.ui.components import HeatCell
from app.ui.components.table import heat_class
from app.ui.figures.model import Cell, Column, Table

T = translator("en")


def written(component: Any) -> str:
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize("status", list(Status))
def test_a_badge_has_a_shape_and_a_word(status: Status) -> None:
    text = written(components.status_badge(T, status))
    assert f"shape--{status.replace('_', '-')}" in text
    assert T(f"ui.status.{status}") in text


def test_the_strip_shows_worst_first_and_every_count() -> None:
    text = written(components.status_strip(T, {Status.ON_TARGET: 61, Status.OFF_TARGET: 7}))
    assert text.index("Off target") < text.index("Watch") < text.index("On target")
    assert '"61"' in text
    assert '"0"' in text  # a count of zero is told
    assert text.count("strip__part--") == 2  # but takes no room


def test_a_table_is_a_table() -> None:
    table = Table(
        "Areas", (Column("Area"), Column("Value", numeric=True)), ((Cell("North", href="/n"), Cell("1")),)
    )
    text = written(components.data_table(table))
    for part in ('"Caption"', '"scope": "col"', '"scope": "row"', '"number"', '"/n"', '"tabIndex": "0"'):
        assert part in text


@pytest.mark.parametrize(
    ("rate", "step"),
    [(None, "none"), (0.0, "0"), (0.49, "0"), (0.5, "1"), (0.7, "2"), (0.99, "3"), (1.0, "4")],
)
def test_heat_steps(rate: float | None, step: str) -> None:
    assert heat_class(rate) == step


def test_every_heat_cell_has_words() -> None:
    text = written(
        components.heat_table(
            "c", "Dept", ["M1", "M2"], [("A", "/a", [HeatCell("4/5", 0.8), HeatCell("—", None)])]
        )
    )
    assert "4/5" in text
    assert "heat__cell--none" in text


def test_the_trail_links_all_but_here() -> None:
    trail = components.breadcrumb([("City", "/c"), ("North", "/n")], "You are here")
    text = written(trail)
    assert '"/c"' in text
    assert '"/n"' not in text
    assert '"aria-current": "page"' in text
    assert components.breadcrumb([("City", "/c")], "x") is None


def test_filters_are_addresses() -> None:
    options = [("Nov", "/a?period=2025-11", True), ("Oct", "/a?period=2025-10", False)]
    links = written(components.choice("Period", options))
    assert links.count('"aria-current"') == 1
    assert "/a?period=2025-10" in links
    chosen = written(components.select("Period", options))
    assert chosen.count('"selected": true') == 1
    assert '"value": "/a?period=2025-10"' in chosen


def test_states_differ_in_form_and_each_says_what_to_do() -> None:
    states = [
        components.empty(T),
        components.stale(T, "1 Oct 2025", 78),
        components.suppressed_note(T),
        components.no_permission(T, "/public"),
        components.failure("No such area: 9", "Choose one on the map."),
    ]
    signs = {
        sign
        for state in states
        for sign in written(state).split('"')
        if sign.startswith("state__sign--") or "state__sign state" in sign
    }
    assert len(signs) == len(states)
    assert "78 days ago" in written(states[1])
    assert '"/public"' in written(states[3])
    assert '"role": "alert"' in written(states[4])


def test_facts_without_content_are_left_out() -> None:
    text = written(components.definition_list([("Formula", "a / b"), ("Note", None), ("Caution", "")]))
    assert "Formula" in text
    assert "Note" not in text
    assert "Caution" not in text


def test_downloads_are_not_taken_for_pages() -> None:
    menu = components.download_menu(T, of="x", csv="/export/x.csv?a=1", pdf="/export/x.pdf", picture=["one"])
    text = written(menu)
    assert text.count('"data-reload": "true"') == 3
    assert "/export/x.xlsx?a=1" in text
    assert text.count("data-picture") == 2
    assert components.download_menu(T, of="x") is None
