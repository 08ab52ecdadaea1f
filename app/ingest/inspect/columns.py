"""What each column holds: its kind, how dates are written, the unit its name states, areas it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Literal

from app.catalogue import Catalogue
from app.catalogue.units import factor
from app.domain.area import Level
from app.domain.period import Grain
from app.ingest.inspect.table import Table
from app.ingest.inspect.values import DateSense, date_sense, is_blank, is_number, is_serial
from app.ingest.inspect.words import listed, pattern, word
from app.ingest.standardise.areas import AreaFinder

Kind = Literal["date", "datetime", "number", "area", "text", "empty"]
_SHARE = 0.8  # of the filled cells must be of a kind
_SAMPLES = 3
_CODE = 6  # digits of the shortest area code that is not taken for an amount
_VALUES = 300  # distinct values looked up as areas
_UNIT = pattern("unit")
_PLACE = pattern("place")
_PERIOD = pattern("period")
_GAPS = ((360, Grain.YEAR), (89, Grain.QUARTER), (28, Grain.MONTH))


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it was found. `odd`: filled cells that are not of its kind, with examples."""

    name: str
    kind: Kind
    filled: int
    nulls: int
    distinct: int
    samples: tuple[str, ...]
    unit: str | None = None
    grain: Grain | None = None
    order: str = "ymd"
    ambiguous: bool = False  # 04/05/2024 and nothing that tells the order
    roc: bool = False
    year_from: bool = False  # month or day without a year
    level: Level | None = None
    odd: tuple[str, ...] = ()
    whole: bool = False  # only whole numbers
    values: tuple[str, ...] = field(default=(), repr=False)  # of a text column with few of them

    @property
    def named_as_period(self) -> bool:
        """Whether its name says a time."""
        return bool(_PERIOD.search(self.name))

    @property
    def named_as_area(self) -> bool:
        """Whether its name says a place."""
        return bool(_PLACE.search(self.name))


def columns_of(
    table: Table, catalogue: Catalogue | None, *, banner_unit: str | None = None
) -> tuple[Column, ...]:
    """Every column of a table."""
    finders = {level: AreaFinder(catalogue, level) for level in Level} if catalogue else {}
    found = []
    for place, name in enumerate(table.names):
        cells = [row[place] if place < len(row) else None for row in table.body]
        found.append(_column(name, cells, finders, banner_unit))
    return tuple(found)


def unit_of(name: str) -> str | None:
    """The unit a column's name states in brackets or behind a comma."""
    found = _UNIT.search(name)
    unit = (found[1] or found[2] or "").removeprefix(word("unit_word")).lstrip(":： ") if found else ""
    return unit or None


def factor_of(unit: str | None) -> float | None:
    """What a number in the unit is multiplied by; None when the unit does not say."""
    if not unit or unit.startswith(listed("own_units")):
        return None
    return factor(unit)


def _column(
    name: str, cells: Sequence[str | None], finders: dict[Level, AreaFinder], unit: str | None
) -> Column:
    filled = [cell.strip() for cell in cells if cell and not is_blank(cell)]
    nulls = len(cells) - len(filled)
    counts = Counter(filled)
    samples = tuple(counts)[:_SAMPLES]
    facts = {"filled": len(filled), "nulls": nulls, "distinct": len(counts), "samples": samples}
    if not filled:
        return Column(name, "empty", **facts)  # type: ignore[arg-type]
    level, strangers = _level(counts, finders, name)
    if level:
        return Column(name, "area", level=level, odd=strangers, values=tuple(counts), **facts)  # type: ignore[arg-type]
    dated = _dated(name, filled, facts)
    if dated:
        return dated
    numbers = [cell for cell in filled if is_number(cell)]
    if len(numbers) >= _SHARE * len(filled):
        odd = tuple(cell for cell in counts if not is_number(cell))[:_SAMPLES]
        whole = all(re.fullmatch(r"[+-]?\d+", cell) for cell in numbers)
        return Column(name, "number", unit=unit_of(name) or unit, odd=odd, whole=whole, **facts)  # type: ignore[arg-type]
    values = tuple(counts) if len(counts) <= max(20, len(filled) // 10) and len(counts) <= 200 else ()
    return Column(name, "text", values=values, **facts)  # type: ignore[arg-type]


def _level(
    counts: Counter[str], finders: dict[Level, AreaFinder], name: str
) -> tuple[Level | None, tuple[str, ...]]:
    """The level at which most values are areas, and values that are none."""
    values = [value for value, _ in counts.most_common(_VALUES)]
    bare = all(is_number(value) and len(value) < _CODE for value in values)
    if not finders or (bare and not _PLACE.search(name)):
        return None, ()
    best: tuple[float, Level, tuple[str, ...]] | None = None
    for level, finder in finders.items():
        strangers = tuple(value for value in values if finder.find(value) is None)
        share = 1 - len(strangers) / len(values)
        if best is None or share > best[0]:
            best = share, level, strangers
    few = 0.5 if _PLACE.search(name) else _SHARE
    return (best[1], best[2]) if best and best[0] >= few else (None, ())


def _dated(name: str, filled: Sequence[str], facts: dict[str, object]) -> Column | None:
    senses = [date_sense(cell) for cell in filled]
    read = [sense for sense in senses if sense]
    said = bool(_PERIOD.search(name))
    bare = all(is_number(cell) for cell in filled)
    if len(read) < _SHARE * len(filled) or (bare and not said):
        if not (said and bare and all(map(is_serial, filled))):
            return None
        return Column(name, "date", grain=Grain.DAY, **facts)  # type: ignore[arg-type]
    if bare and all(sense.day is None for sense in read) and not pattern("month").search(name):
        return None  # 1, 2, 3 … are numbers unless the name says months
    if sum(sense.needs == "year" for sense in read) > len(read) / 2 and bare and not said:
        return None
    odd = tuple(dict.fromkeys(cell for cell, sense in zip(filled, senses, strict=True) if sense is None))[
        :_SAMPLES
    ]
    needs = Counter(sense.needs for sense in read).most_common(1)[0][0]
    order, ambiguous = _order(read) if needs in ("mdy", "dmy") else ("ymd", False)
    return Column(
        name,
        "datetime" if any(sense.timed for sense in read) else "date",
        grain=_grain(read),
        order=order,
        ambiguous=ambiguous,
        roc=needs == "roc",
        year_from=needs == "year",
        odd=odd,
        **facts,  # type: ignore[arg-type]
    )


def _order(read: Sequence[DateSense]) -> tuple[str, bool]:
    """Which comes first, month or day; unknown when no number is above twelve."""
    first = max(sense.numbers[0] for sense in read if len(sense.numbers) == 3)
    second = max(sense.numbers[1] for sense in read if len(sense.numbers) == 3)
    if first > 12:
        return "dmy", False
    return "mdy", second <= 12


def _grain(read: Sequence[DateSense]) -> Grain:
    """The grain of the form; days that lie further apart are the first days of longer periods."""
    grain = Counter(sense.grain for sense in read).most_common(1)[0][0]
    days = sorted({day for sense in read if (day := _real(sense.day))})
    if grain is not Grain.DAY or len(days) < 3 or any(sense.timed or sense.needs for sense in read):
        return grain
    gaps = [(after - before).days for before, after in pairwise(days)]
    if {day.day for day in days} == {1}:
        return next((grain for least, grain in _GAPS if min(gaps) >= least), Grain.DAY)
    weekly = len(days) > 5 and all(gap % 7 == 0 for gap in gaps) and days[0].weekday() == 0
    return Grain.WEEK if weekly else Grain.DAY


def _real(day: tuple[int, ...] | None) -> date | None:
    with suppress(ValueError, TypeError):
        return date(*day) if day and len(day) == 3 else None
    return None
