"""What people decide about figures: holds and reviews here, targets and revisions beside.

Everybody asks this module: `hold`, `release`, `holds`, `set_target`, `target_history`, `revisions`,
`record_review`, `reviews`, `review`.
"""

from __future__ import annotations

from datetime import date, datetime

from app.access import Actor, Role
from app.domain.errors import CockpitError, Forbidden
from app.domain.period import Period
from app.services.cockpit import Cockpit
from app.services.revising import RevisionReport, Vintage, revisions
from app.services.seen import seen_at
from app.services.targeting import NewTarget, TargetVersion, may_set_target, set_target, target_history
from app.services.wording import required
from app.store.holds import Hold, Holds
from app.store.reviews import Review, Reviews

__all__ = [
    "Hold",
    "NewTarget",
    "Review",
    "RevisionReport",
    "TargetVersion",
    "Vintage",
    "hold",
    "holds",
    "may_hold",
    "may_set_target",
    "record_review",
    "release",
    "review",
    "reviews",
    "revisions",
    "set_target",
    "target_history",
]


def may_hold(actor: Actor) -> bool:
    """Whether the actor may hold and release figures: data officers."""
    return actor.role is Role.DATA_OFFICER


def hold(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    first: Period,
    last: Period | None = None,
    reason: str,
) -> Hold:
    """Hold an indicator in an area from the period `first` to `last` (default: `first` alone).

    Held with it: the areas inside and around it, everything computed from the indicator, and every
    period that shares a day. Raises: Forbidden unless data officer; UnknownIndicator, UnknownArea,
    CockpitError('bad_period_range', 'reason_needed').
    """
    _officer(actor)
    end = first if last is None else last
    if end.end < first.start:
        raise CockpitError("bad_period_range", first=str(first), last=str(end))
    known, place = cockpit.catalogue.indicator(indicator), cockpit.catalogue.area(area)
    words = required(reason)
    return Holds(cockpit.store).hold(
        known.id, place.code, first.start, end.end, reason=words, by=actor.name, at=cockpit.catalogue.moment()
    )


def release(cockpit: Cockpit, actor: Actor, *, hold: int, note: str) -> Hold:
    """End a hold; `note` says what was found.

    Raises: Forbidden unless data officer; CockpitError('hold_unknown', 'hold_released', 'reason_needed').
    """
    _officer(actor)
    return Holds(cockpit.store).release(
        hold, note=required(note), by=actor.name, at=cockpit.catalogue.moment()
    )


def holds(
    cockpit: Cockpit,
    actor: Actor,
    *,
    in_force: bool = True,
    indicator: str | None = None,
    as_of: datetime | None = None,
) -> tuple[Hold, ...]:
    """Holds, newest first; `in_force=False`: the released ones too. Raises: Forbidden for citizens."""
    actor.require_internal("holds")
    found = Holds(cockpit.store).all(in_force=in_force, as_of=as_of)
    return tuple(one for one in found if indicator is None or one.indicator == indicator)


def record_review(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    period: Period,
    decision: str,
    due: date | None = None,
    as_of: datetime | None = None,
) -> Review:
    """Write down what was decided on a figure as it is known now (or was, `as_of`).

    Who: data officers, leaders, and the head of the department that leads the indicator.
    Raises: Forbidden; UnknownIndicator, UnknownArea, CockpitError('reason_needed').
    """
    known, place = cockpit.catalogue.indicator(indicator), cockpit.catalogue.area(area)
    leads = actor.role is Role.DEPT_HEAD and actor.department == known.department
    if not (leads or actor.role in (Role.DATA_OFFICER, Role.LEADER)):
        raise Forbidden("review")
    words = required(decision)
    return Reviews(cockpit.store).add(
        known.id,
        place.code,
        str(period),
        decision=words,
        due=due,
        by=actor.name,
        at=cockpit.catalogue.moment(),
        as_of=as_of or seen_at(cockpit, actor, known.id, place.code, period),
    )


def reviews(
    cockpit: Cockpit, actor: Actor, *, indicator: str | None = None, area: str | None = None
) -> tuple[Review, ...]:
    """Reviews, newest first. Raises: Forbidden for citizens."""
    actor.require_internal("reviews")
    return tuple(Reviews(cockpit.store).all(indicator=indicator, area=area))


def review(cockpit: Cockpit, actor: Actor, number: int) -> Review:
    """One review. Raises: Forbidden for citizens, CockpitError('review_unknown')."""
    actor.require_internal("reviews")
    return Reviews(cockpit.store).get(number)


def _officer(actor: Actor) -> None:
    if not may_hold(actor):
        raise Forbidden("hold")
