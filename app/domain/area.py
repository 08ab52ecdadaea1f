"""Areas: the city and what it divides into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.text import Text


class Level(StrEnum):
    """Levels from the largest to the smallest."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"

    @property
    def rank(self) -> int:
        """0 for the city, growing downwards."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Area:
    """One area. `code` is a GB/T 2260 code where there is one."""

    code: str
    level: Level
    name: Text
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    peers: tuple[str, ...] = ()

    def valid_on(self, day: date) -> bool:
        """Whether the area existed on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Outlines:
    """Where a browser finds the boundaries of areas. `room`: by area, how wide a name may be in it, as a share
    of the map's longer side; an area that is not named has room for any."""

    address: str
    room: Mapping[str, float] = field(default_factory=dict)
