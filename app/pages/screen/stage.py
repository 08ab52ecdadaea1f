"""The stage: everything in units of a 1920 x 1080 wall, so that all of it scales as one (screen.css)."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from app.services.screen import Screen
from app.ui.page import Visit

SECONDS = 30  # a scene stands so long in the carousel


def stage(
    visit: Visit,
    wall: Screen,
    *,
    mode: str,
    head: Component,
    headline: Component,
    tiles: Sequence[Component],
    foot: Component,
) -> Component:
    """The whole wall. What `assets/js/screen.js` needs stands in its data attributes."""
    kind = "wall--then" if visit.get("baseline") else "wall--now"
    kiosk = " wall--kiosk" if visit.get("kiosk") else ""
    return html.Div(
        [head, headline, html.Div(list(tiles), className="wall__tiles"), foot],
        className=f"wall wall--{mode} {kind}{kiosk}",
        **{
            "data-screen": "true",
            "data-next": next_scene(visit, wall),
            "data-seconds": str(seconds(visit)) if visit.get("carousel") else "",
            "data-paused": visit.t("screen.paused"),
        },
    )


def seconds(visit: Visit) -> int:
    """How long a scene stands: what the address asks for, between ten seconds and an hour."""
    text = visit.get("carousel") or ""
    return min(max(int(text), 10), 3600) if text.isdecimal() else SECONDS


def next_scene(visit: Visit, wall: Screen) -> str:
    """The address of the scene after this one; after the last comes the whole city."""
    order = [None, *(scene.id for scene in wall.scenes)]
    here = order.index(wall.scene.id if wall.scene else None)
    return visit.href(scene=order[(here + 1) % len(order)], indicator=None)
