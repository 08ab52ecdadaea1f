"""What a department's head says to a figure, from forms: draft, release, return."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import FileStorage

from app.access import Actor
from app.api.actions import Told, action
from app.domain.errors import CockpitError
from app.services import Cockpit, comments
from app.services import visit as asked

Fields = Mapping[str, str]
Files = Mapping[str, FileStorage]


@action("comment")
def comment(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: indicator, area, period, words, as_of (may be empty: now)."""
    comments.draft(
        cockpit,
        actor,
        indicator=fields.get("indicator", ""),
        area=asked.place(cockpit, fields.get("area")),
        period=asked.when(cockpit, fields.get("period")),
        words=fields.get("words", ""),
        as_of=asked.as_of(cockpit, fields.get("as_of")),
    )
    return Told("api.comment.drafted")


@action("comment_release")
def release(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: comment (number)."""
    comments.release(cockpit, actor, comment=_number(fields))
    return Told("api.comment.released")


@action("comment_return")
def give_back(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: comment (number), note."""
    comments.withdraw(cockpit, actor, comment=_number(fields), note=fields.get("note", ""))
    return Told("api.comment.returned")


def _number(fields: Fields) -> int:
    text = fields.get("comment", "")
    if not text.isdecimal() or len(text) > 12:
        raise CockpitError("comment_unknown", comment=text)
    return int(text)
