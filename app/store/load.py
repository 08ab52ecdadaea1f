"""What is handed to the store and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from app.domain.errors import CockpitError
from app.domain.observation import ObservationStatus

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
    M), status; known_at (aware moments) where not all are known since the load's.
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

    def check(self) -> None:
        """Raises: CockpitError when rows do not add up, or a value and its status contradict each other."""
        if self.rows_read != self.accepted + self.quarantined + self.ignored:
            raise CockpitError(
                "rows_do_not_add_up",
                source=self.source,
                read=self.rows_read,
                accepted=self.accepted,
                quarantined=self.quarantined,
                ignored=self.ignored,
            )
        value = self.observations["value"].to_numpy(dtype="float64", na_value=np.nan)
        status = self.observations["status"].astype(str)
        missing = (status == str(ObservationStatus.MISSING)).to_numpy()
        wrong = ~status.isin([str(letter) for letter in ObservationStatus]).to_numpy()
        wrong |= np.isinf(value) | (np.isnan(value) != missing)
        if wrong.any():
            row = self.observations.iloc[int(np.flatnonzero(wrong)[0])]
            raise CockpitError(
                "bad_observation",
                source=self.source,
                measure=row["measure"],
                area=row["area"],
                value=row["value"],
                status=row["status"],
            )


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
