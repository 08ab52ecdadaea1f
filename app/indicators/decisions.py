"""What people decided about figures, read once for each state of the data: holds and targets set in the app."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.store.holds import Hold, Holds
from app.store.targets import TargetChange, TargetChanges

if TYPE_CHECKING:
    from app.store import Store


class Decisions:
    """Holds and target changes as they stand, or stood at an earlier moment."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: tuple[int, list[Hold], dict[str, list[TargetChange]]] = (-1, [], {})

    def _read(self) -> tuple[int, list[Hold], dict[str, list[TargetChange]]]:
        version = self._store.data_version()
        if self._kept[0] != version:
            changes: dict[str, list[TargetChange]] = {}
            for one in TargetChanges(self._store).all():
                changes.setdefault(one.indicator, []).insert(0, one)
            self._kept = (version, Holds(self._store).all(), changes)
        return self._kept

    def holds(self, as_of: datetime | None = None) -> list[Hold]:
        """Holds in force (at that moment), the newest first."""
        found = self._read()[1]
        if as_of is None:
            return [one for one in found if one.in_force]
        return [
            one
            for one in found
            if one.held_at <= as_of and (one.released_at is None or one.released_at > as_of)
        ]

    def hold(self, number: int) -> Hold | None:
        """One hold by its number."""
        return next((one for one in self._read()[1] if one.id == number), None)

    def changes(self, as_of: datetime | None = None) -> dict[str, list[TargetChange]]:
        """Targets set in the app by indicator, the newest first, as far as they were set by then."""
        found = self._read()[2]
        if as_of is None:
            return found
        return {
            indicator: [one for one in changes if one.set_at <= as_of] for indicator, changes in found.items()
        }
