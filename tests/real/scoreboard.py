"""Boston's scoreboard: 18 metrics by up to four rolling windows, written out as measures and indicators.

Every published score is numerator / denominator (/ target). The windows (day, week, month, quarter) end on
the day of the snapshot and are no calendar periods: each is a measure of its own at that day, and none is
added up over time.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

SNAPSHOT = "2026-05-15"
FILE = f"boston-cityscore/cityscore_published_{SNAPSHOT}.csv"
_CITY = "25025"
_WINDOWS = {"day": "一天", "week": "一周", "month": "一个月", "quarter": "一个季度"}


def published(real: Path) -> dict[str, float]:
    """Indicator → published score."""
    return {_id(row): float(row["published_score"]) for row in _rows(real)}


def write(package: Path, real: Path) -> None:
    """Add the scoreboard to the package of its department."""
    rows = _rows(real)
    folder = package / "departments" / "analytics"
    for part in ("indicators", "sources"):
        (folder / part).mkdir(exist_ok=True)
    _dump(folder / "measures.yaml", [measure for row in rows for measure in _measures(row)])
    _dump(folder / "sources" / "scoreboard.yaml", _source(rows))
    for row in rows:
        _dump(folder / "indicators" / f"{_id(row)}.yaml", _indicator(row))


def _rows(real: Path) -> list[dict[str, str]]:
    with (real / FILE).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _names() -> dict[str, dict[str, str]]:
    return yaml.safe_load((Path(__file__).parent / "scoreboard_names.yaml").read_text(encoding="utf-8"))


def _id(row: dict[str, str]) -> str:
    return f"{_names()[row['metric']]['id']}_{row['period']}"


def _name(row: dict[str, str]) -> dict[str, str]:
    name, window = _names()[row["metric"]], row["period"]
    return {"zh": f"{name['zh']}（{_WINDOWS[window]}）", "en": f"{name['en']}, last {window}"}


def _measures(row: dict[str, str]) -> list[dict[str, Any]]:
    name = _name(row)
    common = {"unit": "1", "grain": "day", "level": "city", "time": "none"}
    return [
        {"id": f"{_id(row)}_{side}", "name": {"zh": name["zh"] + zh, "en": f"{name['en']}: {side}"}, **common}
        for side, zh in (("numerator", "：分子"), ("denominator", "：分母"))
    ]


def _source(rows: list[dict[str, str]]) -> dict[str, Any]:
    def rule(row: dict[str, str], side: str) -> dict[str, Any]:
        where = [{"field": key, "in": [row[key]]} for key in ("metric", "period")]
        return {"mean": side, "where": where}

    return {
        "name": {"zh": "得分板", "en": "scoreboard"},
        "class": "public",
        "schedule": {"every": "day", "due_days": 1},
        "read": {"format": "csv", "files": [FILE]},
        "fields": {
            "snapshot": {"file": r"published_(\d{4}-\d{2}-\d{2})\.csv$", "type": "date"},
            "city": {"const": _CITY, "type": "area", "level": "city"},
            "metric": {"from": "metric", "type": "text"},
            "period": {"from": "period", "type": "text"},
            "numerator": {"from": "numerator", "type": "number", "required": True},
            "denominator": {"from": "denominator", "type": "number", "required": True},
        },
        "period": "snapshot",
        "area": "city",
        "measures": {
            f"{_id(row)}_{side}": rule(row, side) for row in rows for side in ("numerator", "denominator")
        },
    }


def _indicator(row: dict[str, str]) -> dict[str, Any]:
    by_target = row["logic"] == "num/den/target"
    return {
        "name": _name(row),
        "plain": {"zh": "相对目标或往年的得分，1为持平。", "en": "Score against target or past; 1 is level."},
        "unit": {"zh": "分", "en": "score"},
        "theme": "main",
        "direction": "higher_better",
        "formula": {
            "kind": "ratio",
            "numerator": [f"{_id(row)}_numerator"],
            "denominator": [f"{_id(row)}_denominator"],
            "scale": 1 / float(row["target"]) if by_target else 1,
        },
        "grain": "day",
        "change_unit": "relative_percent",
        "scored": False,
    }


def _dump(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
