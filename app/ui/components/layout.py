"""How pages are laid out: headers, sections, grids, small facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.ui.components.links import link


def breadcrumb(links: Sequence[tuple[str, str | None]], label: str) -> Component | None:
    """Where the reader is: (name, address), city first; the last one is here. None for a single place."""
    if len(links) < 2:
        return None
    items = [
        html.Li(
            link(name, href)
            if href and not last
            else html.Span(name, **({"aria-current": "page"} if last else {}))
        )
        for (name, href), last in zip(links, [False] * (len(links) - 1) + [True], strict=True)
    ]
    return html.Nav(html.Ol(items), className="trail", **{"aria-label": label})


def page_header(
    title: str,
    *,
    lead: Any = None,
    trail: Component | None = None,
    actions: Sequence[Any] = (),
    aside: Any = None,
) -> Component:
    """The top of a page: where, what, in one sentence why, and what can be done."""
    words = [html.H1(title, className="top__title", tabIndex="-1", id="page-title")]
    if lead:
        words.append(html.P(lead, className="top__lead"))
    right = [html.Div(list(actions), className="top__actions")] if actions else []
    return html.Div(
        [trail, html.Div([html.Div([*words, aside], className="top__words"), *right], className="top__row")],
        className="top",
    )


def section(title: str, children: Any, *, lead: Any = None, actions: Sequence[Any] = ()) -> Component:
    """A part of a page under its heading."""
    head: list[Any] = [html.H2(title, className="section__title")]
    if actions:
        head.append(html.Div(list(actions), className="section__actions"))
    return html.Section(
        [
            html.Div(head, className="section__head"),
            html.P(lead, className="section__lead") if lead else None,
            html.Div(children, className="section__body"),
        ],
        className="section",
    )


def card_grid(children: Sequence[Any], *, dense: bool = False) -> Component:
    """Cards of equal height, as many in a row as fit."""
    return html.Div(list(children), className="grid grid--dense" if dense else "grid")


def columns(*children: Any, ratio: str = "2-1") -> Component:
    """Side by side on a desk, one below the other on a phone. `ratio`: 1-1, 2-1, 1-2, 1-1-1."""
    return html.Div(list(children), className=f"columns columns--{ratio}")


def definition_list(pairs: Sequence[tuple[str, Any]]) -> Component:
    """Terms and what they mean; pairs without content are left out."""
    items = [
        html.Div([html.Dt(term), html.Dd(meaning)])
        for term, meaning in pairs
        if meaning not in (None, "", [])
    ]
    return html.Dl(items, className="facts")


def stat(label: str, value: str, *, unit: str = "", note: str = "", href: str = "") -> Component:
    """One small number with its label. `href`: what it counts."""
    return html.Div(
        [
            html.Span(label, className="stat__label"),
            html.Span(
                [
                    html.Span(link(value, href) if href else value, className="stat__value"),
                    html.Span(unit, className="stat__unit"),
                ]
            ),
            html.Span(note, className="stat__note") if note else None,
        ],
        className="stat",
    )


def stats(children: Sequence[Any]) -> Component:
    """Small numbers in a row."""
    return html.Div(list(children), className="stats")
