"""Six dimensions of data quality (GB/T 36344-2018), each a ratio of counts. Pure.

Ratios are never averaged: several sources or months together are the sum of what was met over the sum of
what was judged. Where nothing was judged there is no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.observation import Reason


class Dimension(StrEnum):
    """The dimensions, in the standard's order."""

    NORMATIVE = "normative"  # 规范性: rows written as agreed
    COMPLETE = "complete"  # 完整性: figures there of those expected
    ACCURATE = "accurate"  # 准确性: rows whose values are possible
    CONSISTENT = "consistent"  # 一致性: rows that contradict neither themselves nor another
    TIMELY = "timely"  # 时效性: periods delivered by the day agreed
    ACCESSIBLE = "accessible"  # 可访问性: files that could be opened and read


OF_ROWS = {
    Dimension.NORMATIVE: (
        Reason.BAD_ROW,
        Reason.MISSING_VALUE,
        Reason.BAD_NUMBER,
        Reason.BAD_DATE,
        Reason.UNKNOWN_CATEGORY,
        Reason.UNKNOWN_AREA,
    ),
    Dimension.ACCURATE: (Reason.OUT_OF_RANGE, Reason.FUTURE_DATE, Reason.OUTSIDE_PERIOD),
    Dimension.CONSISTENT: (
        Reason.WRONG_ORDER,
        Reason.PART_EXCEEDS_WHOLE,
        Reason.DUPLICATE,
        Reason.CONFLICT,
    ),
}


@dataclass(frozen=True, slots=True)
class Ratio:
    """`met` of `judged`; share is None where nothing was judged."""

    met: int = 0
    judged: int = 0

    @property
    def share(self) -> float | None:
        """0 to 1."""
        return self.met / self.judged if self.judged else None

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.met + other.met, self.judged + other.judged)


Scores = Mapping[Dimension, Ratio]


def of_rows(judged: int, refused: Mapping[str, int]) -> dict[Dimension, Ratio]:
    """The dimensions of rows: of the rows judged, those not refused for the dimension's reasons.

    `refused`: reason → rows. `judged`: rows accepted or refused; those ignored by rule are not judged.
    """
    return {
        dimension: Ratio(judged - sum(refused.get(reason, 0) for reason in reasons), judged)
        for dimension, reasons in OF_ROWS.items()
    }


def together(parts: Iterable[Scores]) -> dict[Dimension, Ratio]:
    """Several sources or months as one: counts added, never shares averaged."""
    total = dict.fromkeys(Dimension, Ratio())
    for scores in parts:
        for dimension in Dimension:
            total[dimension] += scores.get(dimension, Ratio())
    return total
