"""What people do from a page: one form posted to `/do/<action>`, then back to the page with a notice.

Plain forms work without scripts, and Back and reload do not send them again. A form from another site is
refused: browsers tell where a post comes from, and our cookie is not sent along with it either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import abort, redirect, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.access import Actor, Notice, current_actor, leave_notice
from app.api.addresses import own_address
from app.api.routes import blueprint
from app.domain.errors import CockpitError
from app.services import Cockpit, current


@dataclass(frozen=True, slots=True)
class Told:
    """What was done: a word of the catalogues with its parameters, and where to go when not back."""

    name: str
    params: Mapping[str, Any] = field(default_factory=dict)
    to: str | None = None


Action = Callable[[Cockpit, Actor, Mapping[str, str], Mapping[str, FileStorage]], Told]
_ACTIONS: dict[str, Action] = {}


def action(name: str) -> Callable[[Action], Action]:
    """Register what a post to `/do/<name>` does. Raises: ValueError when the name is taken."""

    def register(do: Action) -> Action:
        if name in _ACTIONS:
            message = f"two actions are called {name}"
            raise ValueError(message)
        _ACTIONS[name] = do
        return do

    return register


@blueprint.post("/do/<name>")
def do(name: str) -> Response:
    """Carry out an action; whatever becomes of it is told on the page led back to."""
    if _foreign():
        abort(403)
    if name not in _ACTIONS:
        abort(404)
    to = request.form.get("back")
    try:
        told = _ACTIONS[name](current(), current_actor(), request.form, request.files)
        leave_notice(Notice(told.name, told.params))
        to = told.to or to
    except CockpitError as error:
        leave_notice(Notice(error.code, error.params, refused=True))
    return redirect(own_address(to), 303)


def _foreign() -> bool:
    """Whether the post comes from another site, or does not say where from."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc != request.host
