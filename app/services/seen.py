"""The moment whose figures somebody writes about."""

from __future__ import annotations

from datetime import datetime

from app.access import Actor
from app.domain.period import Period
from app.services.cockpit import Cockpit
from app.services.figures import ask


def seen_at(cockpit: Cockpit, actor: Actor, indicator: str, area: str, period: Period) -> datetime:
    """Now, or when the figure became known if that is later.

    Where the city's day stands still its clock runs round and round: a figure loaded on an afternoon would
    be unknown to a comment written on the next morning.
    """
    now = cockpit.catalogue.moment()
    known = [one.known_at for one in ask(cockpit, actor, [indicator], [area], period, period) if one.known_at]
    return max([now, *known])
