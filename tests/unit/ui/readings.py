"""Figures as services give them, made by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from app.domain.area import Area, Level
from app.domain.indicator import ChangeUnit, Direction, Formula, FormulaKind, Indicator, Publication, Status
from app.domain.observation import Flag
from app.domain.period import Calendar, Grain, Period
from app.domain.text import Text

NOW, BEFORE = Calendar().parse("2025-11"), Calendar().parse("2024-11")
CITY = Area("1", Level.CITY, Text("云津市", "Yunjin"))
NORTH = Area("11", Level.DISTRICT, Text("北桥区", "Beiqiao"), "1")
SOUTH = Area("12", Level.DISTRICT, Text("南浦区", "Nanpu"), "1")
CONNECT = Indicator(
    id="connect",
    name=Text("接通率", "Connect rate"),
    plain=Text("", ""),
    unit=Text("%", "%"),
    direction=Direction.HIGHER_BETTER,
    formula=Formula(FormulaKind.RATIO, ("a",), ("b",)),
    department="hotline",
    theme="citizen_experience",
    grain=Grain.MONTH,
    publication=Publication.YES,
    change_unit=ChangeUnit.PERCENTAGE_POINTS,
)


@dataclass(frozen=True)
class Change:
    base_period: Period = BEFORE
    difference: float | None = 2.14
    relative: float | None = 0.02
    like_for_like: bool = True
    good: bool | None = True
    broken: bool = False


@dataclass(frozen=True)
class Hold:
    reason: str = "两份报表对不上"
    held_at: datetime = datetime(2025, 12, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Figure:
    indicator: Indicator = CONNECT
    area: Area = CITY
    period: Period = NOW
    value: float | None = 93.44
    numerator: float | None = 9344.0
    denominator: float | None = 10000.0
    target: float | None = 95.0
    target_band: tuple[float, float] | None = None
    status: Status = Status.WATCH
    state: str = "value"
    flags: Flag = Flag.NONE
    n: int = 480
    m: int = 480
    areas_n: int = 16
    areas_m: int = 16
    data_to: date | None = date(2025, 11, 30)
    age_days: int | None = 18
    hold: Hold | None = None
    previous: Change | None = None
    year_ago: Change | None = Change()
    series: tuple[Any, ...] = ()


def with_history(figure: Figure, values: list[float | None]) -> Figure:
    """The figure with months that end at its own."""
    series = tuple(
        replace(
            figure,
            period=figure.period.shift(step - len(values) + 1),
            value=value,
            state="missing" if value is None else "value",
            year_ago=None,
        )
        for step, value in enumerate(values)
    )
    return replace(figure, series=series)


def suppressed(number: float, area: Area = NORTH) -> Figure:
    """A figure whose number is known to us but not to its reader; a fault upstream must not show it."""
    return Figure(
        area=area, value=number, numerator=number, denominator=number, state="suppressed",
        status=Status.NO_DATA, year_ago=None, flags=Flag.SUPPRESSED,
    )  # fmt: skip
