"""Still parts become one component each; what lives (charts, inputs) stays a Dash component."""

from __future__ import annotations

from dash import dcc, html

from app.ui.plain import Plain, lighten


def test_a_still_part_is_one_component_with_the_same_tree() -> None:
    part = html.Div([html.P("one", className="a"), html.A("two", href="/x", **{"aria-label": "b"})])
    found = lighten(part)
    assert isinstance(found, Plain)
    first, second = found.tree["props"]["children"]
    assert (
        first == {"type": "P", "props": {"children": ["one"], "className": "a"}}
        or first["props"]["className"] == "a"
    )
    assert second["props"]["href"] == "/x"
    assert second["props"]["aria-label"] == "b"


def test_a_chart_keeps_its_parents_alive_and_its_neighbours_plain() -> None:
    found = lighten(html.Div([html.P("still"), dcc.Graph(id="g")]))
    assert isinstance(found, html.Div)
    still, chart = found.children
    assert isinstance(still, Plain)
    assert isinstance(chart, dcc.Graph)


def test_what_dash_listens_to_is_left_alone() -> None:
    button = html.Button("x", id={"type": "a", "index": 1})
    assert lighten(button) is button
    assert lighten("words") == "words"
    assert lighten(None) is None
