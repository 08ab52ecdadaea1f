"""Links: ordinary anchors, which a script turns into quick moves inside the cockpit."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component


def link(text: Any, href: str, *, class_name: str = "", current: str = "") -> Component:
    """A link. `current` says that the reader is there: 'page' for a page, 'true' for a choice."""
    here = {"aria-current": current} if current else {}
    return html.A(text, href=href, className=class_name or None, **here)


def button_link(text: Any, href: str, *, quiet: bool = True) -> Component:
    """A link that looks like a button, for the next thing to do."""
    return link(text, href, class_name="button" + (" button--quiet" if quiet else ""))
