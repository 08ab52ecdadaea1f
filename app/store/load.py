"""What is handed to the store and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd

OBSERVATION_COLUMNS = ["measure", "area", "grain", "period_start", "value", "status"]
QUARANTINE_COLUMNS = ["file", "sheet", "row", "column", "reason", "params", "raw"]


@dataclass(frozen=True, slots=True)
class Batch:
    """One delivered file, known by its hash."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Load:
    """One delivery, read and ready to be committed.

    observations: measure, area, grain (text), period_start (epoch day), value (NaN only with status
    M), status.
    quarantine: file, sheet, row (1-based), column, reason, params (dict), raw (dict).
    """

    source: str
    batches: list[Batch]
    known_at: datetime
    rows_read: int
    accepted: int
    quarantined: int
    ignored: int
    observations: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=OBSERVATION_COLUMNS))
    quarantine: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=QUARANTINE_COLUMNS))


@dataclass(frozen=True, slots=True)
class LoadRun:
    """A load run as the log keeps it. `state`: committed or refused."""

    id: int
    source: str
    state: str
    started_at: datetime
    finished_at: datetime
    rows_read: int = 0
    accepted: int = 0
    quarantined: int = 0
    ignored: int = 0
    observations: int = 0
    error_code: str | None = None
    error_params: dict[str, Any] = field(default_factory=dict)
