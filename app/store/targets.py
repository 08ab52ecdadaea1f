"""Targets set in the app: they stand over those of the city package, and none is ever overwritten."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from app.domain.period import epoch_day, from_epoch_day
from app.store.decided import Deed, deciding
from app.store.moments import micros, moment
from app.store.store import Store
from app.store.tables import target_change


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A target as set once. Of two that speak of one day the one set later holds. `last_day` None: open."""

    indicator: str
    area: str
    first_day: date
    last_day: date | None
    target: float | None
    red_line: float | None
    target_low: float | None
    target_high: float | None
    red_low: float | None
    red_high: float | None
    owner: str
    reason: str
    set_by: str
    set_at: datetime
    id: int = 0

    def covers(self, day: date) -> bool:
        """Whether it speaks of a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


class TargetChanges:
    """The log of targets set in the app. Append-only."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self,
        indicator: str,
        area: str,
        span: tuple[date, date | None],
        bounds: dict[str, float | None],
        *,
        owner: str,
        reason: str,
        by: str,
        at: datetime,
    ) -> TargetChange:
        """Set a target; audited. `bounds`: target, red_line, target_low, target_high, red_low, red_high."""
        row = {
            "indicator": indicator,
            "area": area,
            "first_day": epoch_day(span[0]),
            "last_day": None if span[1] is None else epoch_day(span[1]),
            **bounds,
            "owner": owner,
            "reason": reason,
            "set_by": by,
            "set_at": micros(at),
        }
        given = {name: value for name, value in bounds.items() if value is not None}
        detail = {"area": area, "first": str(span[0]), "last": str(span[1]), "reason": reason, **given}
        with deciding(self._store, Deed(by, "set_target", indicator, detail)) as connection:
            wanted = insert(target_change).values(**row).returning(target_change.c.id)
            number = connection.execute(wanted).scalar_one()
        return _change({**row, "id": number})

    def all(self, *, indicator: str | None = None, as_of: datetime | None = None) -> list[TargetChange]:
        """Oldest first; `as_of`: only those set by then."""
        query = select(target_change).order_by(target_change.c.id)
        if indicator is not None:
            query = query.where(target_change.c.indicator == indicator)
        if as_of is not None:
            query = query.where(target_change.c.set_at <= micros(as_of))
        with self._store.reading() as connection:
            return [_change(row._mapping) for row in connection.execute(query)]


def _change(row: Any) -> TargetChange:
    values = dict(row)
    values["first_day"] = from_epoch_day(values["first_day"])
    values["last_day"] = None if values["last_day"] is None else from_epoch_day(values["last_day"])
    values["set_at"] = moment(values["set_at"])
    return TargetChange(**values)


def bounds_of(change: TargetChange) -> dict[str, float | None]:
    """The six numbers of a target by name."""
    names = ("target", "red_line", "target_low", "target_high", "red_low", "red_high")
    values = asdict(change)
    return {name: values[name] for name in names}
