"""The panel: many indicators of one area, each at the grain it can be read at, with its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from app.access import Actor
from app.domain.indicator import Indicator
from app.domain.period import Grain, Period
from app.services.cockpit import Cockpit, recall_each
from app.services.figures import Change, Figure, ask, changes, last_complete, reading_grain, rows

Strip = tuple[Figure, ...]
Told = tuple[Change | None, Change | None]  # against the period before, against a year ago
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
        strips = _strips(cockpit, actor, ids, area, last, as_of)
        told = _changes(cockpit, actor, strips, area, last, as_of) if with_changes else {}
        for name, strip in strips.items():
            found[name] = _with_history(strip, last, told.get(name, (None, None)))
    return [found[indicator.id] for indicator in indicators]


def _with_history(strip: Strip, last: Period, told: Told) -> Figure:
    place = next(place for place, figure in enumerate(strip) if figure.period == last)
    series = strip[max(0, place + 1 - HISTORY[last.grain]) : place + 1]
    return replace(strip[place], series=series, previous=told[0], year_ago=told[1])


def span(cockpit: Cockpit, last: Period) -> tuple[Period, Period]:
    """The periods asked for at once when a page shows `last`: its year so far, and the history before that.

    One question then serves every month of a year, with what each is compared with. Days and weeks are asked
    for with their own history only.
    """
    back = HISTORY[last.grain] - 1
    if not last.grain.months:
        return last.shift(-back), last
    calendar = cockpit.catalogue.city.calendar
    year = calendar.period(last.start, Grain.YEAR)
    first = calendar.period(year.start, last.grain)
    end = calendar.period(min(year.end, cockpit.catalogue.now()), last.grain)
    return first.shift(-back), max(end, last, key=lambda one: one.start)


def _strips(
    cockpit: Cockpit, actor: Actor, ids: list[str], area: str, last: Period, as_of: datetime | None
) -> dict[str, Strip]:
    """By indicator, its figures over the span of `last`."""
    first, end = span(cockpit, last)

    def make(missing: list[str]) -> dict[str, Strip]:
        strips: dict[str, list[Figure]] = {name: [] for name in missing}
        for figure in ask(cockpit, actor, missing, [area], first, end, as_of):
            strips[figure.indicator.id].append(figure)
        return {name: tuple(strip) for name, strip in strips.items()}

    return recall_each(cockpit, actor, "panel.strip", ids, (area, first, end, as_of), make)


def _changes(
    cockpit: Cockpit,
    actor: Actor,
    strips: Mapping[str, Strip],
    area: str,
    last: Period,
    as_of: datetime | None,
) -> dict[str, Told]:
    """By indicator, the change against the period before and against a year ago.

    Kept only while the period runs: its days have to be cut out of the base then. Whole periods are taken
    from the strips faster than from the cache.
    """
    near = (last, last.shift(-1), last.year_ago())

    def make(missing: list[str]) -> dict[str, Told]:
        known = rows(figure for name in missing for figure in strips[name] if figure.period in near)
        ask_for = partial(changes, cockpit, actor, missing, [area], last, as_of=as_of, known=known)
        previous, year_ago = ask_for("previous"), ask_for("year_ago")
        return {name: (previous.get((name, area)), year_ago.get((name, area))) for name in missing}

    if last.end < cockpit.catalogue.now():
        return make(list(strips))
    return recall_each(cockpit, actor, "panel.changes", list(strips), (area, last, as_of), make)
