"""What a department's head says to a figure: a draft, then released with the figure, or returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.access import Actor, Role
from app.domain.errors import Forbidden
from app.domain.indicator import Indicator
from app.domain.period import Period
from app.services.cockpit import Cockpit, cached
from app.services.figures import Figure, ask
from app.services.seen import seen_at
from app.services.wording import required
from app.store.comments import Comment, Comments, CommentState

__all__ = [
    "Comment",
    "CommentState",
    "Said",
    "comments",
    "draft",
    "explanation",
    "release",
    "released",
    "withdraw",
]


@dataclass(frozen=True, slots=True)
class Said:
    """A comment with the figure as it was known when it was written, and whether it changed since."""

    comment: Comment
    then: Figure
    moved: bool


def may_comment(actor: Actor, indicator: Indicator) -> bool:
    """The head of the department that leads the indicator, and nobody else."""
    return actor.role is Role.DEPT_HEAD and actor.department == indicator.department


def may_return(actor: Actor, indicator: Indicator) -> bool:
    """Who wrote it may take it back; the data officer may return it with a reason."""
    return may_comment(actor, indicator) or actor.role is Role.DATA_OFFICER


def draft(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    period: Period,
    words: str,
    as_of: datetime | None = None,
) -> Comment:
    """Write a draft on a figure as it is known now (or was, `as_of`); only the department sees it.

    Raises: Forbidden; UnknownIndicator, UnknownArea, CockpitError('reason_needed', 'reason_too_long').
    """
    known, place = cockpit.catalogue.indicator(indicator), cockpit.catalogue.area(area)
    if not may_comment(actor, known):
        raise Forbidden("comment")
    words = required(words)
    seen = as_of or seen_at(cockpit, actor, known.id, place.code, period)
    return Comments(cockpit.store).draft(
        known.id,
        place.code,
        str(period),
        words=words,
        as_of=seen,
        by=actor.name,
        at=cockpit.catalogue.moment(),
    )


def release(cockpit: Cockpit, actor: Actor, *, comment: int) -> Comment:
    """Release a draft: it stands beside the figure from now on, for citizens too where the figure does.

    Raises: Forbidden; CockpitError('comment_unknown', 'comment_closed').
    """
    found = _mine(cockpit, actor, comment)
    return Comments(cockpit.store).close(
        found.id, CommentState.RELEASED, by=actor.name, at=cockpit.catalogue.moment()
    )


def withdraw(cockpit: Cockpit, actor: Actor, *, comment: int, note: str) -> Comment:
    """Return a draft with a reason. Raises: Forbidden; CockpitError('comment_unknown', 'comment_closed', …)."""
    found = Comments(cockpit.store).get(comment)
    if not may_return(actor, cockpit.catalogue.indicator(found.indicator)):
        raise Forbidden("comment")
    return Comments(cockpit.store).close(
        found.id,
        CommentState.RETURNED,
        by=actor.name,
        at=cockpit.catalogue.moment(),
        note=required(note),
    )


@cached
def comments(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    period: Period,
    as_of: datetime | None = None,
) -> tuple[Said, ...]:
    """Every comment on a figure that the actor may see, newest first.

    Drafts and returned ones: the own department and data officers. Raises: Forbidden for citizens.
    """
    actor.require_internal("comments")
    known, place = cockpit.catalogue.indicator(indicator), cockpit.catalogue.area(area)
    found = [
        one
        for one in Comments(cockpit.store).of([known.id], place.code, [str(period)], as_of=as_of)
        if one.state is CommentState.RELEASED or may_return(actor, known)
    ]
    if not found:
        return ()
    now = _at(cockpit, actor, known, place.code, period, as_of)
    said = []
    for one in found:
        then = _at(cockpit, actor, known, place.code, period, one.as_of)
        said.append(Said(one, then, moved=then.value != now.value))
    return tuple(said)


def released(
    cockpit: Cockpit, actor: Actor, figures: Sequence[Figure], as_of: datetime | None = None
) -> dict[str, Comment]:
    """By indicator, the newest released comment on each of these figures, all of one area.

    Citizens are told those of published figures that they may see. One query for all.
    """
    shown = {f.indicator.id: str(f.period) for f in figures if actor.internal or f.state == "value"}
    if not shown:
        return {}
    area = figures[0].area.code
    found: dict[str, Comment] = {}
    for one in Comments(cockpit.store).of(list(shown), area, sorted(set(shown.values())), as_of=as_of):
        if one.state is CommentState.RELEASED and shown[one.indicator] == one.period:
            found.setdefault(one.indicator, one)
    return found


@cached
def explanation(
    cockpit: Cockpit, actor: Actor, *, indicator: str, area: str, period: Period
) -> Comment | None:
    """The department's released words on one figure as it is known now; none on one that is not shown.

    Raises: UnknownIndicator and UnknownArea, for a citizen also for what is not published.
    """
    known, place = cockpit.catalogue.indicator(indicator), cockpit.catalogue.area(area)
    figure = _at(cockpit, actor, known, place.code, period, None)
    return released(cockpit, actor, [figure]).get(known.id)


def _mine(cockpit: Cockpit, actor: Actor, number: int) -> Comment:
    found = Comments(cockpit.store).get(number)
    if not may_comment(actor, cockpit.catalogue.indicator(found.indicator)):
        raise Forbidden("comment")
    return found


def _at(
    cockpit: Cockpit, actor: Actor, known: Indicator, area: str, period: Period, as_of: datetime | None
) -> Figure:
    return ask(cockpit, actor, [known.id], [area], period, period, as_of)[0]
