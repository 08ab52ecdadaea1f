"""What the generator needs of its own package: areas, measures and formulas, read as plain YAML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class MeasureSpec:
    """One measure as the package declares it."""

    id: str
    department: str
    name: str
    unit: str
    grain: str
    level: str
    time: str


@dataclass(frozen=True)
class IndicatorSpec:
    """One indicator's formula and thresholds."""

    id: str
    numerator: str
    denominator: str | None
    scale: float
    annualise: bool
    lower_better: bool
    gap: float  # |target - red line|
    target: float
    low: float | None
    high: float | None


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def areas() -> list[dict[str, Any]]:
    """Every area in the package's order."""
    return _load(PACKAGE / "areas.yaml")


def codes(level: str) -> list[str]:
    """Codes of a level in the package's order."""
    return [area["code"] for area in areas() if area["level"] == level]


@cache
def measures() -> dict[str, MeasureSpec]:
    """Every measure by id."""
    found = {}
    for path in sorted((PACKAGE / "departments").glob("*/measures.yaml")):
        for row in _load(path):
            found[row["id"]] = MeasureSpec(
                row["id"],
                path.parent.name,
                row["name"]["zh"],
                row["unit"],
                row["grain"],
                row["level"],
                row["time"],
            )
    return found


@cache
def indicators() -> dict[str, IndicatorSpec]:
    """Every indicator by id."""
    found = {}
    for path in sorted((PACKAGE / "departments").glob("*/indicators/*.yaml")):
        row = _load(path)
        formula = row["formula"]
        band = row.get("target_band")
        target = sum(band) / 2 if band else row.get("target") or 0.0
        red = row["red_band"][0] if band else row.get("red_line") or 0.0
        low, high = row.get("valid_range", [None, None])
        found[path.stem] = IndicatorSpec(
            id=path.stem,
            numerator=formula["numerator"][0],
            denominator=formula.get("denominator", [None])[0],
            scale=formula.get("scale", 1),
            annualise=formula.get("annualise", False),
            lower_better=row["direction"] == "lower_better",
            gap=abs(target - red),
            target=target,
            low=low,
            high=high,
        )
    return found
