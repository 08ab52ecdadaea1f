"""Holds: a figure that must not be used until it is put right, greyed everywhere with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, or_, select, update

from app.domain.errors import CockpitError
from app.domain.period import epoch_day, from_epoch_day
from app.store.decided import Deed, deciding
from app.store.moments import micros, moment
from app.store.store import Store
from app.store.tables import hold


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold. `first_day`..`last_day`: the days whose figures are held; `released_at` None: in force."""

    id: int
    indicator: str
    area: str
    first_day: date
    last_day: date
    reason: str
    held_by: str
    held_at: datetime
    released_by: str | None = None
    released_at: datetime | None = None
    release_note: str | None = None

    @property
    def in_force(self) -> bool:
        """Whether it has not been released."""
        return self.released_at is None


class Holds:
    """Every hold there ever was. A hold is never deleted: releasing writes who, when and why into it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def hold(
        self,
        indicator: str,
        area: str,
        first_day: date,
        last_day: date,
        *,
        reason: str,
        by: str,
        at: datetime,
    ) -> Hold:
        """Hold an indicator's figures of an area in a span of days, from the moment `at` on; audited."""
        row = {
            "indicator": indicator,
            "area": area,
            "first_day": epoch_day(first_day),
            "last_day": epoch_day(last_day),
            "reason": reason,
            "held_by": by,
            "held_at": micros(at),
        }
        detail = {"area": area, "first": str(first_day), "last": str(last_day), "reason": reason}
        with deciding(self._store, Deed(by, "hold", indicator, detail)) as connection:
            number = connection.execute(insert(hold).values(**row).returning(hold.c.id)).scalar_one()
        return self.get(int(number))

    def release(self, number: int, *, note: str, by: str, at: datetime) -> Hold:
        """End a hold; audited. Raises: CockpitError('hold_unknown'), CockpitError('hold_released')."""
        found = self.get(number)
        detail = {"hold": number, "area": found.area, "note": note}
        with deciding(self._store, Deed(by, "release_hold", found.indicator, detail)) as connection:
            done = connection.execute(
                update(hold)
                .where(hold.c.id == number, hold.c.released_at.is_(None))
                .values(released_by=by, released_at=micros(at), release_note=note)
            )
            if done.rowcount != 1:  # nothing of this transaction stays
                raise CockpitError("hold_released", hold=number)
        return self.get(number)

    def get(self, number: int) -> Hold:
        """One hold. Raises: CockpitError('hold_unknown')."""
        with self._store.reading() as connection:
            row = connection.execute(select(hold).where(hold.c.id == number)).one_or_none()
        if row is None:
            raise CockpitError("hold_unknown", hold=number)
        return _hold(row._mapping)

    def all(self, *, in_force: bool = False, as_of: datetime | None = None) -> list[Hold]:
        """Newest first; `in_force`: only those not released (by `as_of`); `as_of`: only those set by then."""
        query = select(hold).order_by(hold.c.id.desc())
        if as_of is not None:
            query = query.where(hold.c.held_at <= micros(as_of))
        if in_force:
            then = [] if as_of is None else [hold.c.released_at > micros(as_of)]
            query = query.where(or_(hold.c.released_at.is_(None), *then))
        with self._store.reading() as connection:
            return [_hold(row._mapping) for row in connection.execute(query)]


def _hold(row: Any) -> Hold:
    values = dict(row)
    values["first_day"], values["last_day"] = (
        from_epoch_day(values["first_day"]),
        from_epoch_day(values["last_day"]),
    )
    values["held_at"] = moment(values["held_at"])
    values["released_at"] = None if values["released_at"] is None else moment(values["released_at"])
    return Hold(**values)
