"""A page in parts: each with a mark that differs exactly when it shows something else."""

from __future__ import annotations

import json
from dataclasses import dataclass

import orjson
from dash import html
from dash.development.base_component import Component

from app.ui import live
from app.ui.components.chart import Chart
from app.ui.live import Kept, differing, divide, stamp
from app.ui.plain import Plain, lighten

WORDS = {"updated": "u", "lost": "l"}


@dataclass
class Seen:
    version: int = 7
    indicators: frozenset[str] = frozenset({"b", "a"})


def card(name: str, value: str, kind: str = "card card--watch") -> Component:
    return html.Article([html.H3(name), html.P(value)], className=kind)


def chart(value: int) -> Component:
    graph = Chart("c", {"data": [{"y": [value]}], "layout": {"height": 100}}, {})
    return html.Section([html.H3("chart"), html.Div(graph), html.P("sum")], className="panel")


def page(*cards: Component, value: int = 1, lead: str = "lead", told: bool = False) -> tuple[Component, Kept]:
    body = [html.Header(html.P(lead)), html.Div([*cards], className="cards"), html.Div([chart(value)])]
    divide(body)
    notice = html.P("done") if told else None
    whole = lighten(html.Div([html.Nav("n"), html.Main([notice, body], id="main"), html.Footer("f")]))
    return whole, stamp(whole, Seen(), "title", WORDS)


def marks(kept: Kept) -> dict[str, str]:
    return {name: mark for name, (mark, _) in kept.parts.items()}


def changed(before: Kept, after: Kept) -> set[str]:
    return set(differing(after, marks(before)))


def test_the_same_page_has_the_same_marks():
    first, again = page(card("a", "1"))[1], page(card("a", "1"))[1]
    assert marks(first) == marks(again)
    assert changed(first, again) == set()


def test_only_the_card_that_changed():
    before = page(card("a", "1"), card("b", "1"))[1]
    assert changed(before, page(card("a", "1"), card("b", "2"))[1]) == {"main.1.1"}
    assert changed(before, page(card("a", "1"), card("b", "1", "card card--on"))[1]) == {"main.1.1"}
    assert changed(before, page(card("a", "1"), card("b", "1"), lead="new")[1]) == {"main.0"}


def test_a_chart_is_part_of_its_panel():
    before = page(card("a", "1"))[1]
    assert changed(before, page(card("a", "1"), value=2)[1]) == {"main.2.0"}


def test_one_card_more_draws_the_row_of_cards_whole():
    before = page(card("a", "1"))[1]
    assert changed(before, page(card("a", "1"), card("b", "1"))[1]) == {"main.1"}


def test_what_became_of_a_form_is_no_change():
    assert changed(page(card("a", "1"))[1], page(card("a", "1"), told=True)[1]) == set()


def test_an_unknown_copy_is_drawn_whole_once():
    _, kept = page(card("a", "1"))
    assert set(differing(kept, {})) == {"main"}


def test_the_page_carries_marks_version_and_indicators():
    whole, kept = page(card("a", "1"))
    sent = json.loads(orjson.dumps(whole, default=lambda part: part.to_plotly_json()))
    main = next(child for child in sent["props"]["children"] if child["props"].get("id") == "main")
    assert main["props"]["data-version"] == "7"
    assert main["props"]["data-indicators"] == "a b"
    assert main["props"]["data-live"] == kept.parts["main"][0]
    assert kept.parts["main.1.0"][0] in json.dumps(main)


def test_still_pieces_of_a_part_have_names_of_their_own():
    whole, _ = page(card("a", "1"))
    names = [part.id["name"] for part in everything(whole) if isinstance(part, Plain) and hasattr(part, "id")]
    assert len(names) == len(set(names))
    assert {"main.1.0/0", "main.2.0/0", "main.2.0/1"} <= set(names)


def test_an_element_with_an_id_of_its_own_keeps_it():
    body = [html.Section([card("a", "1"), card("b", "1")], id="mine")]
    divide(body)
    assert body[0].id == "mine"
    assert [child.id["name"] for child in body[0].children] == ["main.0.0", "main.0.1"]


def test_a_page_that_asked_for_nothing_may_show_anything():
    assert live.names(frozenset()) == "*"


def everything(part: object) -> list[Component]:
    found = [part] if isinstance(part, Component) else []
    children = part if isinstance(part, list) else getattr(part, "children", None)
    for child in children if isinstance(children, list) else [children]:
        if isinstance(child, Component | list):
            found += everything(child)
    return found
