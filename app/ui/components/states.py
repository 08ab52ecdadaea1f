"""What stands where there is nothing to show: each says why and what to do, and they look different."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator
from app.ui.components.links import button_link


def _state(kind: str, title: str, help_: str, action: Any = None, *, heading: Any = html.H2) -> Component:
    return html.Div(
        [
            html.Span(className=f"state__sign state__sign--{kind}", **{"aria-hidden": "true"}),
            html.Div(
                [heading(title, className="state__title"), html.P(help_, className="state__help"), action]
            ),
        ],
        className=f"state state--{kind}",
    )


def empty(t: Translator, title: str | None = None, help_: str | None = None) -> Component:
    """Nothing fits what was chosen."""
    return _state("empty", title or t("ui.empty.title"), help_ or t("ui.empty.help"))


def stale(t: Translator, day: str, days: int) -> Component:
    """The data is too old to judge by."""
    return _state("stale", t("ui.stale.title"), t("ui.stale.help", day=day, days=days))


def suppressed_note(t: Translator) -> Component:
    """A number is hidden to protect persons."""
    return _state("suppressed", t("ui.suppressed.title"), t("ui.suppressed.help"))


def no_permission(t: Translator, public: str) -> Component:
    """A whole page that the reader may not see; `public` leads to where they may."""
    action = button_link(t("ui.forbidden.action"), public)
    return _state("forbidden", t("ui.forbidden.title"), t("ui.forbidden.help"), action, heading=html.H1)


def not_found(t: Translator, home: str) -> Component:
    """No page has this address."""
    action = button_link(t("ui.not_found.action"), home)
    return _state("empty", t("ui.not_found.title"), t("ui.not_found.help"), action, heading=html.H1)


def failed_part(message: str, remedy: str, action: Any = None) -> Component:
    """A part of a page went wrong while the rest stands."""
    return html.Div(_state("failure", message, remedy, action, heading=html.H3), role="alert")


def failure(message: str, remedy: str, action: Any = None) -> Component:
    """Something went wrong: what, and what to do."""
    return html.Div(_state("failure", message, remedy, action, heading=html.H1), role="alert")
