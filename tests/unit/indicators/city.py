"""A lopsided city for tests: one district carries nearly everything, so averaged ratios would be far off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.catalogue import Catalogue, City
from app.domain.area import Area, Level
from app.domain.indicator import (
    ChangeUnit,
    Department,
    Direction,
    Formula,
    FormulaKind,
    Indicator,
    Measure,
    Publication,
    Sensitivity,
    Target,
    TimeRule,
)
from app.domain.period import Calendar, Grain
from app.domain.text import Text

CITY, DISTRICTS = "1", ("11", "12", "13")
STREETS = {"11": ("111", "112"), "12": ("121", "122"), "13": ("131",)}
TODAY = date(2025, 3, 20)


def name(text: str) -> Text:
    return Text(text, text)


def areas() -> dict[str, Area]:
    found = {CITY: Area(CITY, Level.CITY, name("city"))}
    found |= {code: Area(code, Level.DISTRICT, name(code), CITY) for code in DISTRICTS}
    for district, streets in STREETS.items():
        found |= {code: Area(code, Level.STREET, name(code), district) for code in streets}
    return found


def measure(
    code: str, time: str = "sum", grain: str = "day", level: str = "district", **more: Any
) -> Measure:
    return Measure(code, name(code), "件", TimeRule(time), Grain(grain), Level(level), "dept", **more)


def indicator(code: str, formula: Formula, **more: Any) -> Indicator:
    defaults: dict[str, Any] = {
        "name": name(code),
        "plain": name(code),
        "unit": name("%"),
        "direction": Direction.HIGHER_BETTER,
        "department": "dept",
        "theme": "t",
        "grain": Grain.MONTH,
        "publication": Publication.YES,
        "change_unit": ChangeUnit.PERCENTAGE_POINTS,
        "public_min_level": Level.DISTRICT,
        "max_age": timedelta(days=40),
    }
    return Indicator(id=code, formula=formula, **(defaults | more))


def ratio(above: str, below: str, scale: float = 100.0, *, annualise: bool = False) -> Formula:
    return Formula(FormulaKind.RATIO, tuple(above.split()), tuple(below.split()), scale, annualise)


def single(code: str) -> Formula:
    return Formula(FormulaKind.MEASURE, (code,))


def catalogue(
    measures: list[Measure],
    indicators: list[Indicator],
    *,
    targets: tuple[Target, ...] = (),
    today: date = TODAY,
    year_start: int = 1,
) -> Catalogue:
    city = City(
        name=name("city"),
        area=CITY,
        time_zone="Asia/Shanghai",
        demonstration=True,
        calendar=Calendar(year_start),
        today=today,
        deliveries=Path(),
        themes={"t": name("t")},
        folder=Path(),
    )
    return Catalogue(
        city=city,
        areas=areas(),
        departments={"dept": Department("dept", name("dept"))},
        measures={one.id: one for one in measures},
        indicators={one.id: one for one in indicators},
        sources={},
        targets=targets,
        policies=(),
        boundaries=None,
    )


def on(catalogue_: Catalogue, today: date) -> Catalogue:
    return replace(catalogue_, city=replace(catalogue_.city, today=today))


SENSITIVE = {"cases": Sensitivity.CASES, "persons": Sensitivity.PERSONS}
