"""What is done from the big screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.access import Actor
from app.api.actions import Told, action
from app.services import Cockpit
from app.services.screen import switch_mode


@action("screen_mode")
def screen_mode(cockpit: Cockpit, actor: Actor, fields: Mapping[str, str], files: Any) -> Told:  # noqa: ARG001
    """Put the wall into a mode; the address led back to shows it."""
    mode = fields.get("mode", "")
    switch_mode(cockpit, actor, mode)
    return Told("screen.mode.entered" if mode == "emergency" else "screen.mode.left")
