"""The panel: many indicators of one area, each at the grain it can be read at, with its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from app.access import Actor
from app.domain.indicator import Indicator
from app.domain.period import Grain, Period
from app.services.cockpit import Cockpit, recall_each
from app.services.figures import Figure, ask, changes, last_complete, reading_grain

HISTORY = {Grain.DAY: 30, Grain.WEEK: 26, Grain.MONTH: 13, Grain.QUARTER: 8, Grain.YEAR: 5}


def period_for(cockpit: Cockpit, indicator: Indicator, period: Period) -> Period:
    """The period in which an indicator is read when a page asks for `period`.

    A coarser one when the indicator is not reported so finely: then the last that had ended.
    """
    grain = reading_grain(cockpit, indicator, period.grain)
    if grain is period.grain:
        return period
    return last_complete(cockpit, grain, period.end)


def panel(
    cockpit: Cockpit,
    actor: Actor,
    indicators: Sequence[Indicator],
    area: str,
    period: Period,
    *,
    with_changes: bool = True,
    as_of: datetime | None = None,
) -> list[Figure]:
    """One Figure per indicator in the order given, each with its series (oldest first)."""
    groups: dict[Period, list[str]] = defaultdict(list)
    for indicator in indicators:
        groups[period_for(cockpit, indicator, period)].append(indicator.id)
    found: dict[str, Figure] = {}
    for last, ids in groups.items():
        make = partial(_group, cockpit, actor, area=area, last=last, with_changes=with_changes, as_of=as_of)
        asked = (area, last, with_changes, as_of)
        found |= recall_each(cockpit, actor, "panel.figure", ids, asked, make)
    return [found[indicator.id] for indicator in indicators]


def _group(
    cockpit: Cockpit,
    actor: Actor,
    ids: list[str],
    *,
    area: str,
    last: Period,
    with_changes: bool,
    as_of: datetime | None,
) -> dict[str, Figure]:
    first = last.shift(1 - HISTORY[last.grain])
    series: dict[str, list[Figure]] = defaultdict(list)
    for figure in ask(cockpit, actor, ids, [area], first, last, as_of):
        series[figure.indicator.id].append(figure)
    previous = changes(cockpit, actor, ids, [area], last, "previous", as_of) if with_changes else {}
    year_ago = changes(cockpit, actor, ids, [area], last, "year_ago", as_of) if with_changes else {}
    return {
        key: replace(
            points[-1],
            series=tuple(points),
            previous=previous.get((key, area)),
            year_ago=year_ago.get((key, area)),
        )
        for key, points in series.items()
    }
