"""Still parts become one component; what lives stays what it is."""

from typing import Any

from dash import html

from app.ui.components.chart import Chart
from app.ui.plain import Plain, lighten


def test_html_alone_becomes_one_component_with_every_property() -> None:
    part = html.Div(
        [html.P(["a", None, [html.B("b"), 3]], className="x"), html.Span(**{"aria-hidden": "true"})],
        style={"flexGrow": 2},
        **{"data-theme": "dark"},
    )
    light = lighten(part)
    assert isinstance(light, Plain)
    bold = {"type": "B", "props": {"children": ["b"]}}
    assert light.tree == {
        "type": "Div",
        "props": {
            "children": [
                {"type": "P", "props": {"children": ["a", bold, 3], "className": "x"}},
                {"type": "Span", "props": {"aria-hidden": "true"}},
            ],
            "style": {"flexGrow": 2},
            "data-theme": "dark",
        },
    }


def test_what_holds_a_chart_or_is_wired_stays() -> None:
    graph = Chart("a", {"data": [], "layout": {"height": 100}}, {})
    wired: Any = html.P("w", id={"type": "ui-row", "name": "b"})
    light = lighten(html.Main([html.H1("t"), html.Div(graph, className="g"), wired], id="main"))
    title, frame, kept = light.children
    assert isinstance(title, Plain)
    assert (frame.className, frame.children) == ("g", graph)
    assert isinstance(kept, html.P)
    assert light.id == "main"


def test_words_stay_words() -> None:
    assert lighten(["a", None, 2]) == ["a", None, 2]
