"""Units of delivered numbers as factors: a number, or a word of `units.yaml` (万, 万件, million)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, float], dict[str, float]]:
    content = yaml.safe_load((Path(__file__).parent / "units.yaml").read_text(encoding="utf-8"))
    longest_first = sorted(content["prefixes"], key=len, reverse=True)
    return {name: float(content["prefixes"][name]) for name in longest_first}, content["words"]


def factor(unit: float | str) -> float | None:
    """What a number in `unit` is multiplied by; None for a unit that is not known."""
    if not isinstance(unit, str):
        return float(unit) if unit > 0 else None
    prefixes, words = _table()
    if unit.lower() in words:
        return float(words[unit.lower()])
    return next((value for prefix, value in prefixes.items() if unit.startswith(prefix)), None)
