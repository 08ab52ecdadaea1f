"""Filters: each choice is an address. Few choices are links, many a native select that leads on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator
from app.ui.components.form import Input, hidden
from app.ui.components.links import link

Option = tuple[str, str, bool]  # words, address, chosen


def filter_bar(t: Translator, children: Sequence[Any], reset: str | None = None) -> Component:
    """Filters in a row above what they filter. `reset`: where none of them is set; None when none is."""
    back = [link(t("ui.filter.reset"), reset, class_name="filters__reset")] if reset else []
    return html.Nav([*children, *back], className="filters", **{"aria-label": t("ui.filter.label")})


def choice(label: str, options: Sequence[Option]) -> Component:
    """Up to about six choices, all visible."""
    items = [
        link(words, href, class_name="choice__option", current="true" if chosen else "")
        for words, href, chosen in options
    ]
    return html.Div(
        [html.Span(label, className="filter__label"), html.Div(items, className="choice__options")],
        className="filter choice",
        role="group",
        **{"aria-label": label},
    )


def select(label: str, options: Sequence[Option]) -> Component:
    """Many choices. The value of each is the address it leads to (`assets/js/navigate.js`)."""
    items = [html.Option(words, value=href, selected=chosen or None) for words, href, chosen in options]
    # React keeps the old choice when only the options change, so the key follows the choice.
    chosen_href = next((href for _, href, chosen in options if chosen), "")
    return html.Label(
        [
            html.Span(label, className="filter__label"),
            html.Select(items, className="select", key=chosen_href, **{"data-navigate": "true"}),
        ],
        className="filter",
    )


def search(
    t: Translator,
    *,
    action: str,
    value: str = "",
    label: str | None = None,
    lang: str = "zh",
    keep: Mapping[str, str] | None = None,
) -> Component:
    """A search box; the words stand in the address as `q`. `keep`: other filters of the address."""
    words = label or t("ui.filter.search")
    return html.Form(
        [
            html.Label(words, htmlFor="search", className="unseen"),
            Input(
                id="search",
                name="q",
                type="search",
                defaultValue=value,
                placeholder=words,
                className="search__input",
            ),
            *[hidden(name, kept) for name, kept in (keep or {}).items() if name not in ("q", "lang")],
            html.Button(t("ui.filter.find"), type="submit", name="lang", value=lang, className="button"),
        ],
        action=action,
        method="GET",
        className="search",
        role="search",
        **{"data-search": "true"},
    )
