"""The plain data figures are drawn from. All words are in the reader's language already.

`shown` is a value as its reader may see it, unit included, or the mark that stands for it
('—' none, '*' suppressed). A suppressed value is None here: it must not reach a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.indicator import Status

FigureDict = dict[str, Any]

VALUE = "value"
SUPPRESSED = "suppressed"
HELD = "held"


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series. `start` places it in time; `period` names it."""

    period: str
    start: date
    value: float | None
    shown: str
    state: str = VALUE
    partial: bool = False  # the period is unfinished: an open mark
    target: float | None = None
    target_shown: str = ""
    band: tuple[float, float] | None = None  # of a target band
    last_year: float | None = None
    last_year_shown: str = ""
    note: str = ""  # provisional, revised, unfinished … in words
    href: str = ""  # where this very number comes from
    onward: str = ""  # where a click on its mark leads

    def __post_init__(self) -> None:
        if self.state != VALUE and self.value is not None:
            message = f"a point in state {self.state} carries a value"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Mark:
    """A thin vertical with a label: a policy, or a break in the series."""

    day: date
    label: str
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class TrendWords:
    """Words on a trend chart and in its table."""

    value: str
    period: str
    target: str
    last_year: str
    suppressed: str
    note: str
    unit: str = ""
    held: str = ""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area in a ranking or on a map. `href`: where a click leads; `short`: its name on a map (empty: the
    whole name), drawn where it is not wider than `room`, a share of the map's longer side."""

    code: str
    name: str
    value: float | None
    shown: str
    status: Status
    status_word: str
    state: str = VALUE
    href: str = ""
    note: str = ""
    short: str = ""
    room: float = 1.0


@dataclass(frozen=True, slots=True)
class Reference:
    """A line to hold bars against: the target, the city's figure."""

    value: float
    label: str
    dashed: bool = True


class MapMode(StrEnum):
    """What the colour of an area tells."""

    STATUS = "status"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Line:
    """One series among several. Those not `strong` are drawn quietly."""

    name: str
    points: tuple[Point, ...]
    strong: bool = True
    href: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One quantity under a ratio, in its own unit."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers stand on the right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, and a link or a status to show with them."""

    text: str
    href: str = ""
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The real table behind a chart. The first column heads its row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
