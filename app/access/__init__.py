"""Who is asking, and what they may see. Every service takes the actor."""

from app.access.actor import VISITOR, Actor, Role
from app.access.current import become, current_actor
from app.access.notice import Notice, leave_notice, notice_waits, take_notice

__all__ = [
    "VISITOR",
    "Actor",
    "Notice",
    "Role",
    "become",
    "current_actor",
    "leave_notice",
    "notice_waits",
    "take_notice",
]
