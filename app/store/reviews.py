"""Reviews: a decision on a figure, frozen at what was known when it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from app.domain.errors import CockpitError
from app.domain.period import epoch_day, from_epoch_day
from app.store.decided import Deed, deciding
from app.store.moments import micros, moment
from app.store.store import Store
from app.store.tables import review


@dataclass(frozen=True, slots=True)
class Review:
    """What was decided on an indicator of an area and period, with the vintage (`as_of`) it was decided on."""

    id: int
    indicator: str
    area: str
    period: str
    as_of: datetime
    decision: str
    due: date | None
    made_by: str
    made_at: datetime


class Reviews:
    """The log of reviews. Append-only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        indicator: str,
        area: str,
        period: str,
        *,
        decision: str,
        due: date | None,
        by: str,
        at: datetime,
        as_of: datetime | None = None,
    ) -> Review:
        """Write a decision down; audited. `as_of` None: on what is known at `at`."""
        row = {
            "indicator": indicator,
            "area": area,
            "period": period,
            "as_of": micros(at if as_of is None else as_of),
            "decision": decision,
            "due": None if due is None else epoch_day(due),
            "made_by": by,
            "made_at": micros(at),
        }
        detail = {"area": area, "period": period, "decision": decision}
        with deciding(self._store, Deed(by, "review", indicator, detail)) as connection:
            number = connection.execute(insert(review).values(**row).returning(review.c.id)).scalar_one()
        return self.get(int(number))

    def get(self, number: int) -> Review:
        """One review. Raises: CockpitError('review_unknown')."""
        with self._store.reading() as connection:
            row = connection.execute(select(review).where(review.c.id == number)).one_or_none()
        if row is None:
            raise CockpitError("review_unknown", review=number)
        return _review(row._mapping)

    def all(self, *, indicator: str | None = None, area: str | None = None) -> list[Review]:
        """Newest first."""
        query = select(review).order_by(review.c.id.desc())
        if indicator is not None:
            query = query.where(review.c.indicator == indicator)
        if area is not None:
            query = query.where(review.c.area == area)
        with self._store.reading() as connection:
            return [_review(row._mapping) for row in connection.execute(query)]


def _review(row: Any) -> Review:
    values = dict(row)
    values["as_of"], values["made_at"] = moment(values["as_of"]), moment(values["made_at"])
    values["due"] = None if values["due"] is None else from_epoch_day(values["due"])
    return Review(**values)
