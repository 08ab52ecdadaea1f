"""Who is asking, and what they may see. Every service takes the actor."""

from app.access.actor import VISITOR, Actor, Role
from app.access.current import become, current_actor

__all__ = ["VISITOR", "Actor", "Role", "become", "current_actor"]
