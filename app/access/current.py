"""The actor of the current request. Until accounts come, a development switch keeps it in the session."""

from __future__ import annotations

from flask import session

from app.access.actor import VISITOR, Actor, Role

_KEY = "actor"


def current_actor() -> Actor:
    """Who is asking: a visitor unless the session says otherwise."""
    kept = session.get(_KEY)
    if not kept:
        return VISITOR
    return Actor(Role(kept["role"]), kept.get("department"))


def become(actor: Actor) -> None:
    """Keep the actor in the signed session. Only the development switch may call this."""
    if actor == VISITOR:
        session.pop(_KEY, None)
    else:
        session[_KEY] = {"role": str(actor.role), "department": actor.department}
