"""What a source reports, and what is done with rows it should not have reported."""

from __future__ import annotations

from enum import IntFlag, StrEnum


class ObservationStatus(StrEnum):
    """SDMX observation status letters."""

    NORMAL = "A"
    PROVISIONAL = "P"
    ESTIMATED = "E"
    MISSING = "M"
    REVISED = "R"
    BREAK = "B"


class Flag(IntFlag):
    """What a reader must know about a stored or computed value."""

    NONE = 0
    PROVISIONAL = 1
    ESTIMATED = 2
    REVISED = 4
    BREAK = 8
    PARTIAL = 16  # the period is unfinished, or n < m
    STALE = 32  # older than the indicator's max_age
    FEW = 64  # denominator under min_denominator
    SUPPRESSED = 128  # hidden to protect persons
    ZERO_DENOMINATOR = 256


STATUS_FLAG = {
    ObservationStatus.PROVISIONAL: Flag.PROVISIONAL,
    ObservationStatus.ESTIMATED: Flag.ESTIMATED,
    ObservationStatus.REVISED: Flag.REVISED,
    ObservationStatus.BREAK: Flag.BREAK,
}


class Reason(StrEnum):
    """Why a row stands in quarantine. The words and remedies: `app/i18n/reasons.yaml`."""

    BAD_ROW = "bad_row"  # more cells than the header, or no record at all
    MISSING_VALUE = "missing_value"
    BAD_NUMBER = "bad_number"
    BAD_DATE = "bad_date"
    UNKNOWN_AREA = "unknown_area"
    OUT_OF_RANGE = "out_of_range"
    WRONG_ORDER = "wrong_order"  # closed before it opened
    PART_EXCEEDS_WHOLE = "part_exceeds_whole"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"  # the same key with another value in one delivery
    UNKNOWN_CATEGORY = "unknown_category"
    FUTURE_DATE = "future_date"
    OUTSIDE_PERIOD = "outside_period"
