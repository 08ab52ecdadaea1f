"""A small city and short words for loads, shared by the tests of the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pandas as pd

from app.domain.area import Area, Level
from app.domain.indicator import Measure, TimeRule
from app.domain.period import Calendar, Grain, epoch_day
from app.domain.text import Text
from app.store import OBSERVATION_COLUMNS, Batch, Load, Store

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
_NAME = Text("名", "name")
AREAS = [
    Area("c", Level.CITY, _NAME),
    Area("d1", Level.DISTRICT, _NAME, "c"),
    Area("d2", Level.DISTRICT, _NAME, "c"),
    Area("s11", Level.STREET, _NAME, "d1"),
    Area("s12", Level.STREET, _NAME, "d1"),
    Area("s21", Level.STREET, _NAME, "d2"),
]


def measure(
    code: str,
    time: str = "sum",
    grain: str = "day",
    level: str = "street",
    *,
    additive: bool = True,
) -> Measure:
    return Measure(
        code, _NAME, "1", TimeRule(time), Grain(grain), Level(level), "owner", additive_over_areas=additive
    )


def open_store(url: str, measures: Iterable[Measure], calendar: Calendar | None = None) -> Store:
    store = Store(url)
    store.migrate()
    store.register(measures, AREAS, calendar or Calendar())
    return store


def load(
    rows: Iterable[tuple[str, str, str, date, float | None] | tuple[str, str, str, date, float | None, str]],
    known: datetime = NOON,
    source: str = "source",
    name: str | None = None,
) -> Load:
    """A load of (measure, area, grain, first day, value[, status]) rows; None is a missing value."""
    complete = [row if len(row) == 6 else (*row, "M" if row[4] is None else "A") for row in rows]
    frame = pd.DataFrame(
        [
            (m, a, g, epoch_day(day), float("nan") if value is None else value, status)
            for m, a, g, day, value, status in complete
        ],
        columns=OBSERVATION_COLUMNS,
    )
    label = name or f"{known.isoformat()} {complete}"
    batch = Batch(label, sha256(label.encode()).hexdigest(), len(label))
    return Load(source, [batch], known, len(frame), len(frame), 0, 0, frame)


def later(hours: int) -> datetime:
    return NOON + timedelta(hours=hours)


def day(text: str) -> date:
    return date.fromisoformat(text)


def cells(store: Store, code: str, area: str, grain: str) -> list[dict[str, object]]:
    """Every current cell of one measure, area and grain, by period; dates as dates."""
    frame = store.cells([code], [area], grain, -(10**6), 10**6).sort_values("period_start")
    return frame.to_dict("records")


def values(store: Store, code: str, area: str, grain: str) -> list[float]:
    return [row["value"] for row in cells(store, code, area, grain)]  # type: ignore[misc]
