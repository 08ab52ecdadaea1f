"""What can be asked of the indicator centre, and the shape of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import CockpitError
from app.domain.indicator import Audience
from app.domain.period import Period

COLUMNS = (
    "indicator",  # id
    "area",  # code
    "period",  # '2025-03'; for a free span of days '2025-03-01/2025-03-17'
    "period_start",  # date
    "value",  # float in the indicator's unit, NaN when there is none
    "numerator",  # float
    "denominator",  # float; a mean stock for a flow over a stock
    "target",
    "red_line",
    "target_low",
    "target_high",
    "red_low",
    "red_high",
    "status",  # Status value
    "score",  # 0..110, NaN when unscored
    "n",  # base cells present …
    "m",  # … of those expected in the elapsed part of the period
    "areas_n",  # base areas present …
    "areas_m",  # … of those expected
    "flags",  # Flag bits
    "state",  # State value
    "data_to",  # date: last day covered, None without data
    "known_at",  # UTC timestamp, NaT without data
    "age_days",  # days from data_to to now, NaN without data
    "hold",  # number of the hold that greys the figure, 0 for none (and for the public)
)

COMPARISON_COLUMNS = (
    *COLUMNS,
    "base_period",  # '2024-03'
    "base_value",  # of the whole base period, or of its same elapsed part when like_for_like
    "difference",  # value - base_value, in the indicator's unit (points for shares)
    "relative",  # difference / base_value as a share; NaN when the base is <= 0 or for points
    "like_for_like",  # True: an unfinished period against the same elapsed part of the base
    "comparable",  # False: no difference is told (unfinished and the base cannot be cut, broken, held)
    "broken",  # True: definition or data changed between the base and the period
    "good",  # True, False; None when there is no good direction or no movement
)


class State(StrEnum):
    """Why a row has its value, or none. Zero is a value."""

    VALUE = "value"
    MISSING = "missing"
    SUPPRESSED = "suppressed"
    ZERO_DENOMINATOR = "zero_denominator"
    FEW = "few"
    NOT_OFFERED = "not_offered"
    HELD = "held"  # a data officer doubts the number; those inside still see it, judged by nothing


@dataclass(frozen=True, slots=True)
class IndicatorQuery:
    """Indicators of areas for every period from `first` to `last`, for one audience.

    `as_of` (UTC aware) answers as the figures were known then; only for the internal audience.
    """

    indicators: tuple[str, ...]
    areas: tuple[str, ...]
    first: Period
    last: Period
    audience: Audience = Audience.INTERNAL
    as_of: datetime | None = None

    def __post_init__(self) -> None:
        if self.first.grain is not self.last.grain or self.first.start > self.last.start:
            raise CockpitError("bad_period_range", first=str(self.first), last=str(self.last))
        if self.as_of is not None and self.audience is Audience.PUBLIC:
            raise CockpitError("as_of_not_public")
        if self.as_of is not None and self.as_of.tzinfo is None:
            raise CockpitError("as_of_without_zone", as_of=self.as_of.isoformat())
