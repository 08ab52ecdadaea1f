"""Who is asking, and what they may see. Every service takes the actor."""

from app.access.actor import VISITOR, Actor, Role

__all__ = ["VISITOR", "Actor", "Role"]
