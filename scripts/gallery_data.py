"""Invented figures for the gallery: every state, mark and shape a part must be able to show."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


from app.domain.area import Area, Level
from app.domain.indicator import (
    ChangeUnit,
    Direction,
    Formula,
    FormulaKind,
    Indicator,
    Publication,
    Status,
)
from app.domain.observation import Flag
from app.domain.period import Calendar, Grain, Period
from app.domain.text import Text

CALENDAR = Calendar()
CITY = Area("1", Level.CITY, Text("云津市", "Yunjin"))
NAMES = [
    "临江",
    "Linjiang",
    "北桥",
    "Beiqiao",
    "云台",
    "Yuntai",
    "南浦",
    "Nanpu",
    "青禾",
    "Qinghe",
    "东湖",
    "Donghu",
    "白石",
    "Baishi",
    "望山",
    "Wangshan",
    "双溪",
    "Shuangxi",
    "金沙",
    "Jinsha",
    "梅岭",
    "Meiling",
    "松原",
    "Songyuan",
    "海棠",
    "Haitang",
    "星港",
    "Xinggang",
    "长亭",
    "Changting",
    "竹园",
    "Zhuyuan",
]
DISTRICTS = [
    Area(f"1{i:02d}", Level.DISTRICT, Text(f"{NAMES[2 * i]}区", NAMES[2 * i + 1]), "1") for i in range(16)
]
PERCENT = Text("%", "%")


@dataclass(frozen=True)
class Change:
    base_period: Period
    base_value: float | None
    difference: float | None
    relative: float | None
    like_for_like: bool
    good: bool | None
    broken: bool = False


@dataclass(frozen=True)
class Figure:
    indicator: Indicator
    area: Area
    period: Period
    value: float | None
    target: float | None
    status: Status
    state: str = "value"
    flags: Flag = Flag.NONE
    numerator: float | None = None
    denominator: float | None = None
    target_band: tuple[float, float] | None = None
    n: int = 16
    m: int = 16
    areas_n: int = 16
    areas_m: int = 16
    data_to: date | None = date(2025, 11, 30)
    age_days: int | None = 18
    hold: None = None
    previous: Change | None = None
    year_ago: Change | None = None
    series: tuple[Any, ...] = ()


def indicator(
    id_: str, zh: str, en: str, unit: Text, direction: Direction, decimals: int = 1, **rest: Any
) -> Indicator:
    return Indicator(
        id=id_,
        name=Text(zh, en),
        plain=Text(zh, en),
        unit=unit,
        direction=direction,
        formula=Formula(FormulaKind.RATIO, ("a",), ("b",)),
        department="d",
        theme="citizen_experience",
        grain=Grain.MONTH,
        publication=Publication.YES,
        change_unit=ChangeUnit.PERCENTAGE_POINTS if unit == PERCENT else ChangeUnit.RELATIVE_PERCENT,
        decimals=decimals,
        **rest,
    )


UP, DOWN = Direction.HIGHER_BETTER, Direction.LOWER_BETTER
CONNECT = indicator("connect", "12345接通率", "12345 connect rate", PERCENT, UP)
WAIT = indicator("wait", "12345平均等待时长", "12345 average wait", Text("秒", "s"), DOWN, 0)
DEATHS = indicator("deaths", "道路交通事故死亡人数", "Road deaths", Text("人", "people"), DOWN, 0)
AIR = indicator("air", "空气质量优良天数比例", "Days with good air", PERCENT, UP)
PEAK = indicator("peak", "早高峰拥堵里程占比", "Congested roads in the morning peak", PERCENT, DOWN)
ONLINE = indicator("online", "政务服务一网通办率", "Services completed online", PERCENT, UP)
POP = indicator("pop", "常住人口", "Resident population", Text("万人", "10,000 people"), UP, 2)
BEDS = indicator("beds", "养老机构床位使用率", "Care home beds in use", PERCENT, Direction.TARGET_BAND)


def history(
    kind: Indicator,
    base: float,
    swing: float,
    target: float | None,
    *,
    months: int = 13,
    last: str = "2025-11",
) -> tuple[Figure, ...]:
    end = CALENDAR.parse(last)
    found = []
    for step in range(months):
        period = end.shift(step - months + 1)
        value = base + swing * math.sin(step * 1.1) + swing * 0.12 * step
        aim = None if target is None else target - (2 if period.start.year < 2025 else 0)
        found.append(
            Figure(
                kind, CITY, period, value, aim, Status.ON_TARGET, numerator=value * 412, denominator=41200.0
            )
        )
    return tuple(found)


def latest(
    kind: Indicator, base: float, swing: float, target: float | None, status: Status, **rest: Any
) -> Figure:
    series = history(kind, base, swing, target)
    last = series[-1]
    before = series[0]
    better = None
    difference = (last.value or 0) - (before.value or 0)
    if kind.direction is not Direction.TARGET_BAND:
        better = (difference > 0) == (kind.direction is UP)
    year = Change(before.period, before.value, difference, difference / (before.value or 1), True, better)
    return replace(last, series=series, status=status, year_ago=year, target=target, **rest)


def cards() -> list[Figure]:
    return [
        latest(CONNECT, 88.2, 1.4, 95.0, Status.OFF_TARGET),
        latest(WAIT, 24, 2.0, 30, Status.ON_TARGET),
        latest(PEAK, 17.3, 0.9, 16, Status.WATCH, flags=Flag.PROVISIONAL | Flag.REVISED),
        latest(AIR, 84.1, 4.0, 82, Status.ON_TARGET),
        replace(
            latest(DEATHS, 6, 1.0, 8, Status.NO_DATA),
            value=None,
            state="suppressed",
            year_ago=None,
            flags=Flag.SUPPRESSED,
        ),
        latest(ONLINE, 93.0, 0.6, 90, Status.ON_TARGET, areas_n=14),
        latest(POP, 1132.4, 1.2, None, Status.UNSCORED),
        replace(latest(BEDS, 61, 3, None, Status.ON_TARGET), target_band=(55.0, 88.0)),
        replace(
            latest(AIR, 84, 3, 82, Status.NO_DATA), value=None, state="missing", year_ago=None, data_to=None
        ),
        latest(ONLINE, 91, 1, 90, Status.NO_DATA, flags=Flag.STALE, age_days=52),
        replace(latest(CONNECT, 91, 1, 95, Status.NO_DATA), value=None, state="few"),
        latest(WAIT, 31, 4, 30, Status.WATCH, flags=Flag.PARTIAL, data_to=date(2025, 11, 17)),
    ]


def trend_figure() -> tuple[Figure, tuple[Figure, ...]]:
    series = list(history(CONNECT, 87, 2.2, 95, months=36, last="2025-12"))
    series[12] = replace(series[12], value=None, state="missing")
    series[13] = replace(series[13], value=None, state="missing")
    series[24] = replace(series[24], value=None, state="suppressed", numerator=None, denominator=None)
    series[20] = replace(series[20], flags=Flag.REVISED)
    series[30] = replace(series[30], flags=Flag.BREAK)
    series[-1] = replace(series[-1], flags=Flag.PARTIAL, data_to=date(2025, 12, 17))
    before = tuple(
        replace(f, value=(f.value or 88) - 2.5 + i % 5 * 0.7, state="value") for i, f in enumerate(series)
    )
    change = Change(CALENDAR.parse("2024-12"), 88.0, 1.3, 0.015, True, True)
    return replace(series[-1], series=tuple(series), year_ago=change, status=Status.OFF_TARGET), before


def district_figures() -> list[Figure]:
    found = []
    for i, area in enumerate(DISTRICTS):
        value = 97.5 - i * 0.95 - (i % 3) * 0.4
        status = Status.ON_TARGET if value >= 95 else Status.WATCH if value >= 86 else Status.OFF_TARGET
        figure = Figure(CONNECT, area, CALENDAR.parse("2025-11"), value, 95.0, status)
        if i == 14:
            figure = replace(figure, value=None, state="suppressed", status=Status.NO_DATA)
        if i == 15:
            figure = replace(figure, value=None, state="missing", status=Status.NO_DATA)
        series = tuple(
            replace(f, area=area, value=None if f.value is None else f.value + 6 - i * 0.8)
            for f in history(CONNECT, 88, 1.2, 95)
        )
        found.append(replace(figure, series=series if figure.value else ()))
    return found


def boundaries() -> dict[str, Any]:
    features = []
    for i, area in enumerate(DISTRICTS):
        row, column = divmod(i, 4)

        def corner(x: float, y: float) -> list[float]:
            return [
                118 + 0.2 * (x + 0.22 * math.sin(2.3 * y + x)),
                30 + 0.17 * (y + 0.2 * math.sin(1.9 * x + y)),
            ]

        ring = [
            corner(column, row),
            corner(column, row + 1),
            corner(column + 1, row + 1),
            corner(column + 1, row),
        ]
        features.append(
            {
                "type": "Feature",
                "id": area.code,
                "properties": {"code": area.code},
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
            }
        )
    return {"type": "FeatureCollection", "features": features}
