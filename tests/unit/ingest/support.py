"""A small city for the tests of ingest: three districts, a street, and sources written as YAML."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from app.catalogue import Catalogue, City
from app.catalogue.source import Source
from app.domain.area import Area, Level
from app.domain.indicator import Department, Measure, TimeRule
from app.domain.period import Calendar, Grain
from app.domain.text import Text

CITY = "990100"
AREAS = {
    area.code: area
    for area in [
        Area(CITY, Level.CITY, Text("云津市", "Yunjin"), aliases=("全市",)),
        Area("990101", Level.DISTRICT, Text("临江区", "Linjiang"), CITY, ("临江",)),
        Area("990102", Level.DISTRICT, Text("东湖区", "Donghu"), CITY, ("东湖",)),
        Area("990103", Level.DISTRICT, Text("北山县", "Beishan"), CITY, valid_from=date(2024, 3, 10)),
        Area("990101001", Level.STREET, Text("江滨街道", "Jiangbin"), "990101"),
        Area("990102001", Level.STREET, Text("湖心街道", "Huxin"), "990102"),
    ]
}
HEAD = """
name: {zh: 试, en: trial}
schedule: {every: day}
"""


def measure(name: str, grain: str = "day", level: str = "district", time: str = "sum") -> Measure:
    return Measure(name, Text(name, name), "件", TimeRule(time), Grain(grain), Level(level), "office")


def make_source(text: str, name: str = "trial") -> Source:
    return Source.model_validate({**yaml.safe_load(HEAD + text), "id": name, "department": "office"})


def make_catalogue(
    folder: Path,
    source: str | dict[str, str],
    measures: list[Measure],
    *,
    today: date = date(2025, 12, 18),
    calendar: Calendar | None = None,
) -> Catalogue:
    texts = source if isinstance(source, dict) else {"trial": source}
    city = City(
        name=Text("云津市", "Yunjin"),
        area=CITY,
        time_zone="Asia/Shanghai",
        demonstration=False,
        calendar=calendar or Calendar(),
        today=today,
        deliveries=folder,
        themes={},
        folder=folder,
    )
    values: dict[str, Any] = {
        "city": city,
        "areas": AREAS,
        "departments": {"office": Department("office", Text("办", "office"))},
        "measures": {m.id: m for m in measures},
        "indicators": {},
        "sources": {name: make_source(text, name) for name, text in texts.items()},
        "targets": (),
        "policies": (),
        "boundaries": None,
    }
    return Catalogue(**values)
