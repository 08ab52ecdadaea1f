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


def finder(
    t: Translator,
    *,
    label: str,
    name: str,
    ident: str,
    found: Sequence[Option],
    box: Any,
    note: str = "",
    opened: bool = False,
) -> Component:
    """One of very many: what is chosen, and folded behind it a search with all that fits as links.

    `box`: the search; `note`: what stands above the links (how many fit, or what to try); `opened`: a search is
    under way. The arrow keys walk through the links, Escape folds (`assets/js/finder.js`).
    """
    items = [
        html.Li(link(words, href, class_name="finder__option", current="true" if chosen else ""))
        for words, href, chosen in found
    ]
    inside = [box, html.P(note, className="finder__note", role="status") if note else None]
    return html.Div(
        [
            html.Span(label, className="filter__label", id=f"{ident}-label"),
            html.Details(
                [
                    html.Summary(
                        html.Span(name, className="finder__name"),
                        className="finder__chosen",
                        **{"aria-label": t("ui.finder.change", label=label, name=name)},
                    ),
                    html.Div(
                        [*inside, html.Ul(items, className="finder__options")], className="finder__drop"
                    ),
                ],
                open=opened,
                # Made anew with each choice and each search: the browser keeps what was opened by hand.
                key=f"{name}-{note}-{opened}",
                className="finder__fold",
                id=ident,
                **{"data-finder": "true"},
            ),
        ],
        className="filter finder",
        role="group",
        **{"aria-labelledby": f"{ident}-label"},
    )


def search(
    t: Translator,
    *,
    action: str,
    value: str = "",
    label: str | None = None,
    lang: str = "zh",
    keep: Mapping[str, str] | None = None,
    ident: str = "search",
) -> Component:
    """A search box; the words stand in the address as `q`. `keep`: other filters of the address.

    `ident`: the id of the box, for a page that has several.
    """
    words = label or t("ui.filter.search")
    return html.Form(
        [
            html.Label(words, htmlFor=ident, className="unseen"),
            Input(
                id=ident,
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
