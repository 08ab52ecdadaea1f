"""What runs towards a miss: told before it is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.analysis.outlook import SPAN, first_crossing
from app.domain.indicator import Direction, Status
from app.domain.observation import Flag
from app.domain.period import Period
from app.services.figures import Figure

_UNFIT = Flag.BREAK | Flag.ESTIMATED


@dataclass(frozen=True, slots=True)
class Outlook:
    """If it goes on as in the last `span` periods, `period` is the first worse than `limit`.

    `red`: the limit is the red line, because the target is missed already; else the target.
    """

    period: Period
    limit: float
    red: bool
    span: int


def outlook(figure: Figure) -> Outlook | None:
    """The warning of a figure with its series; None where nothing can honestly be said.

    Not said: of figures off target already, held or without a target, of target bands, and across a break.
    An unfinished period is left out.
    """
    indicator = figure.indicator
    if figure.status not in (Status.ON_TARGET, Status.WATCH) or not indicator.scored:
        return None
    red = figure.status is Status.WATCH
    limit = figure.red_line if red else figure.target
    finished = _finished(figure.series)
    if limit is None or not finished or indicator.direction is Direction.TARGET_BAND:
        return None
    values = [f.value if f.state == "value" else None for f in finished]
    steps = first_crossing(values, limit, higher_better=indicator.direction is Direction.HIGHER_BETTER)
    if steps is None:
        return None
    return Outlook(finished[-1].period.shift(steps), limit, red, SPAN)


def _finished(series: Sequence[Figure]) -> list[Figure]:
    """The newest stretch of whole periods measured alike."""
    whole = [f for f in series if Flag.PARTIAL not in f.flags or f is not series[-1]]
    for place in range(len(whole) - 1, -1, -1):
        if whole[place].flags & _UNFIT:
            return whole[place:] if Flag.BREAK in whole[place].flags else whole[place + 1 :]
    return whole
