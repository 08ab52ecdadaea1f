"""Tables whose columns are periods: 2024-01, 2024-02 … each cell becomes a row.

A header of two rows may hold the year over its months, what is counted over its periods, or a period over what
is counted; its parts are joined with "/".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.ingest.inspect.values import date_sense, is_label, is_period_name
from app.ingest.inspect.words import listed
from app.ingest.standardise.wide import parts_of

PERIOD, ITEM, VALUE = "period_name", "item_name", "amount"
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Wide:
    """`pattern` matches the names in `columns`; the rest stay. `names`: new columns, as `Unpivot.name`."""

    pattern: str
    columns: tuple[str, ...]
    names: tuple[str, ...] = (PERIOD,)
    value: str = VALUE


def wide_names(names: Sequence[str]) -> Wide | None:
    """The period columns among these names, None when there are none."""
    found = [_plain(names), *_years_over(names), _items(names, item=0), _items(names, item=1)]
    return max((one for one in found if one), key=lambda one: len(one.columns), default=None)


def two_level(names: Sequence[str]) -> bool:
    """Whether these names, joined from two rows, are periods with what stands above or below them."""
    wide = wide_names(names)
    return wide is not None and any("/" in column for column in wide.columns)


def _plain(names: Sequence[str]) -> Wide | None:
    columns = _of_one_grain(names, names)
    return Wide(f"^({_pattern(columns)})$", columns) if columns else None


def _years_over(names: Sequence[str]) -> list[Wide]:
    """A year over its months or quarters."""
    found = []
    for pattern in listed("year_over"):
        columns = [name for name in names if re.search(pattern, name)]
        columns = [c for c in columns if is_period_name(parts_of(pattern, 1, c)[0])]
        if len(columns) >= _LEAST:
            found.append(Wide(pattern, tuple(columns)))
    return found


def _items(names: Sequence[str], *, item: int) -> Wide | None:
    """Things counted over their periods (`item` 0), or under them (1); of one alone the period says it all."""
    pairs = {name: name.split("/") for name in names if name.count("/") == 1}
    columns = _of_one_grain(list(pairs), [parts[1 - item] for parts in pairs.values()])
    items = {pairs[name][item] for name in columns}
    if len(items) < 2 or not all(is_label(words) for words in items):
        return None
    period = _pattern(tuple(pairs[name][1 - item] for name in columns))
    both = ("(.+)", f"({period})") if item == 0 else (f"({period})", "(.+)")
    return Wide(f"^{'/'.join(both)}$", columns, (ITEM, PERIOD) if item == 0 else (PERIOD, ITEM))


def _of_one_grain(names: Sequence[str], periods: Sequence[str]) -> tuple[str, ...]:
    """Those names whose text is a period of the grain that most have; nothing when they are few."""
    senses = {
        name: sense
        for name, text in zip(names, periods, strict=True)
        if is_period_name(text) and (sense := date_sense(text))
    }
    grains = Counter(sense.grain for sense in senses.values())
    if not grains or max(grains.values()) < _LEAST:
        return ()
    grain = grains.most_common(1)[0][0]
    return tuple(name for name, sense in senses.items() if sense.grain is grain)


def _pattern(names: tuple[str, ...]) -> str:
    """One regular expression for all: runs of digits by their lengths, the rest as it stands."""
    shapes: dict[str, list[list[int]]] = {}
    for name in names:
        parts = re.split(r"(\d+)", name)
        shape = "\0".join(re.escape(part) for part in parts[::2])
        shapes.setdefault(shape, []).append([len(part) for part in parts[1::2]])
    found = []
    for shape, lengths in shapes.items():
        pieces = shape.split("\0")
        text = pieces[0]
        for piece, sizes in zip(pieces[1:], zip(*lengths, strict=True), strict=True):
            low, high = min(sizes), max(sizes)
            # a single digit may be two in the next delivery: September, October
            text += rf"\d{{{low}}}" if low == high > 1 else rf"\d{{{low},{max(high, 2)}}}"
            text += piece
        found.append(text)
    return "|".join(found)
