"""Wide to long: every column whose name matches becomes a row of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from app.catalogue.source import Unpivot
from app.ingest.readers.table import RESERVED

ORIGIN = "_origin"  # the name of the column a long row came from


def captured(pattern: str, name: str) -> str:
    """What stands for a column in the long table: its capture groups joined with '-', else its name."""
    match = re.search(pattern, name)
    groups = [group for group in match.groups() if group] if match else []
    return "-".join(groups) or name


def parts_of(pattern: str, names: int, column: str) -> list[str]:
    """What so many new columns hold for an old one: each its capture group, or one column all of them."""
    if names == 1:
        return [captured(pattern, column)]
    match = re.search(pattern, column)
    return [group or "" for group in match.groups()] if match else [""] * names


def to_long(table: Any, columns: Sequence[str], rule: Unpivot) -> Any:
    """The table with one row per matching column; POSITION stays that of the wide row."""
    wide = [name for name in columns if re.search(rule.columns, name)]
    kept = [name for name in columns if name not in wide and name not in {*rule.name, rule.value}]
    long = table.select(*RESERVED, *kept, *wide).pivot_longer(wide, names_to=ORIGIN, values_to=rule.value)
    parts = {name: parts_of(rule.columns, len(rule.name), name) for name in wide}
    return long.mutate(
        **{
            new: long[ORIGIN].substitute({name: part[index] for name, part in parts.items()})
            for index, new in enumerate(rule.name)
        }
    )
