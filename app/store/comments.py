"""Comments of department heads on figures: drafted, then released or returned; none is ever changed or deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, update

from app.domain.errors import CockpitError
from app.store.decided import Deed, deciding
from app.store.moments import micros, moment
from app.store.store import Store
from app.store.tables import comment


class CommentState(StrEnum):
    """How far a comment has come."""

    DRAFT = "draft"
    RELEASED = "released"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Comment:
    """What a head said on an indicator of an area and period, on the figure as known `as_of`.

    `state` is that of the moment asked for; `closed_*`: who released or returned it, when and why.
    """

    id: int
    indicator: str
    area: str
    period: str
    as_of: datetime
    words: str
    made_by: str
    made_at: datetime
    state: CommentState = CommentState.DRAFT
    closed_by: str | None = None
    closed_at: datetime | None = None
    closed_note: str | None = None


class Comments:
    """Every comment there ever was; the newest released one of a figure is the one that is shown."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def draft(
        self, indicator: str, area: str, period: str, *, words: str, as_of: datetime, by: str, at: datetime
    ) -> Comment:
        """Write a draft on the figure as known `as_of`; audited."""
        row = {
            "indicator": indicator,
            "area": area,
            "period": period,
            "as_of": micros(as_of),
            "words": words,
            "made_by": by,
            "made_at": micros(at),
            "state": str(CommentState.DRAFT),
        }
        detail = {"area": area, "period": period, "words": words}
        with deciding(self._store, Deed(by, "comment_draft", indicator, detail)) as connection:
            number = connection.execute(insert(comment).values(**row).returning(comment.c.id)).scalar_one()
        return self.get(int(number))

    def close(
        self, number: int, state: CommentState, *, by: str, at: datetime, note: str | None = None
    ) -> Comment:
        """Release or return a draft; audited. Raises: CockpitError('comment_unknown', 'comment_closed')."""
        found = self.get(number)
        detail = {"comment": number, "area": found.area, "period": found.period, "note": note}
        with deciding(self._store, Deed(by, f"comment_{state}", found.indicator, detail)) as connection:
            done = connection.execute(
                update(comment)
                .where(comment.c.id == number, comment.c.state == str(CommentState.DRAFT))
                .values(state=str(state), closed_by=by, closed_at=micros(at), closed_note=note)
            )
            if done.rowcount != 1:  # nothing of this transaction stays
                raise CockpitError("comment_closed", comment=number)
        return self.get(number)

    def get(self, number: int) -> Comment:
        """One comment. Raises: CockpitError('comment_unknown')."""
        with self._store.reading() as connection:
            row = connection.execute(select(comment).where(comment.c.id == number)).one_or_none()
        if row is None:
            raise CockpitError("comment_unknown", comment=number)
        return _comment(row._mapping, None)

    def of(
        self, indicators: Sequence[str], area: str, periods: Sequence[str], *, as_of: datetime | None = None
    ) -> list[Comment]:
        """Comments on figures of an area, newest first, as they stood `as_of`."""
        query = (
            select(comment)
            .where(
                comment.c.indicator.in_(list(indicators)),
                comment.c.area == area,
                comment.c.period.in_(list(periods)),
            )
            .order_by(comment.c.id.desc())
        )
        if as_of is not None:
            query = query.where(comment.c.made_at <= micros(as_of))
        with self._store.reading() as connection:
            return [_comment(row._mapping, as_of) for row in connection.execute(query)]


def _comment(row: Any, as_of: datetime | None) -> Comment:
    """The comment; one that was closed after `as_of` was a draft then."""
    values = dict(row)
    closed = values["closed_at"]
    if closed is not None and as_of is not None and closed > micros(as_of):
        values |= {"state": "draft", "closed_by": None, "closed_at": None, "closed_note": None}
    for name in ("as_of", "made_at", "closed_at"):
        values[name] = None if values[name] is None else moment(values[name])
    values["state"] = CommentState(values["state"])
    return Comment(**values)
