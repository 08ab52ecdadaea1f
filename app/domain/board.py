"""Boards that people build: which indicators, drawn how, in which order. Definitions only, never figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from app.domain.errors import CockpitError
from app.domain.period import Grain

MOST_TILES = 24
MOST_INDICATORS = 12  # in one tile
LONGEST_TITLE, LONGEST_WORDS = 60, 500


class Chart(StrEnum):
    """How a tile is drawn."""

    CARD = "card"
    TREND = "trend"
    RANKING = "ranking"
    MAP = "map"
    SIDES = "sides"
    TABLE = "table"
    TWO = "two"
    NOTE = "note"


class Width(StrEnum):
    """How much of a row a tile takes."""

    THIRD = "third"
    HALF = "half"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Tile:
    """One part of a board. `words`: those of a note, else a heading of one's own."""

    chart: Chart
    indicators: tuple[str, ...] = ()
    width: Width = Width.HALF
    words: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a board shows. `period` empty: the last that is complete at `grain` whenever it is opened."""

    area: str
    period: str = ""
    grain: Grain = Grain.MONTH
    tiles: tuple[Tile, ...] = ()
    version: Literal[1] = 1

    def tile(self, place: int) -> Tile:
        """The tile at a place, from 0. Raises: CockpitError('tile_unknown')."""
        if not 0 <= place < len(self.tiles):
            raise CockpitError("tile_unknown", tile=place + 1)
        return self.tiles[place]

    def added(self, tile: Tile) -> Plan:
        """With one more tile at the end. Raises: CockpitError('tiles_too_many')."""
        if len(self.tiles) >= MOST_TILES:
            raise CockpitError("tiles_too_many", limit=MOST_TILES)
        return replace(self, tiles=(*self.tiles, tile))

    def removed(self, place: int) -> Plan:
        """Without the tile at a place."""
        self.tile(place)
        return replace(self, tiles=self.tiles[:place] + self.tiles[place + 1 :])

    def moved(self, place: int, to: int) -> Plan:
        """With a tile taken to another place; beyond an end means that end."""
        tile = self.tile(place)
        others = self.removed(place).tiles
        target = min(max(to, 0), len(others))
        return replace(self, tiles=(*others[:target], tile, *others[target:]))

    def changed(self, place: int, tile: Tile) -> Plan:
        """With another tile at a place."""
        self.tile(place)
        return replace(self, tiles=(*self.tiles[:place], tile, *self.tiles[place + 1 :]))
