"""What later deliveries changed: the cells below an indicator, and the indicator before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.access import Actor
from app.catalogue import Catalogue
from app.domain.area import Area, Level
from app.domain.indicator import Indicator, Measure
from app.domain.period import Grain, Period, epoch_day
from app.services.cockpit import Cockpit
from app.services.figures import Figure, ask
from app.store.moments import micros
from app.store.revisions import Revision, Revisions

MOST_VINTAGES = 6
MOST_ROWS = 500
_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class RevisedCell:
    """One measure, area and base period whose value was replaced; values in the measure's unit.

    `reason`: why a person put the row right, else None: then the file of the correction says it.
    """

    measure: Measure
    area: Area
    period: Period
    old_value: float | None
    new_value: float | None
    known_before: datetime
    known_at: datetime
    run: int
    source: str
    file: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Vintage:
    """The indicator before and after one correcting load. `cells`: how many base cells it changed."""

    known_at: datetime
    run: int
    source: str
    file: str
    reason: str | None
    cells: int
    before: Figure
    after: Figure

    @property
    def moved(self) -> bool:
        """Whether the indicator itself changed."""
        return self.before.value != self.after.value


@dataclass(frozen=True, slots=True)
class RevisionReport:
    """Revisions of one figure, newest first."""

    indicator: Indicator
    area: Area
    period: Period
    rows: tuple[RevisedCell, ...]
    vintages: tuple[Vintage, ...]


def revisions(
    cockpit: Cockpit,
    actor: Actor,
    indicator: str,
    area: str,
    period: Period,
    as_of: datetime | None = None,
) -> RevisionReport:
    """Every replaced value below one figure, and the figure before and after each of the last corrections.

    Raises: Forbidden for citizens; UnknownIndicator, UnknownArea.
    """
    actor.require_internal("revisions")
    catalogue = cockpit.catalogue
    known, place = catalogue.indicator(indicator), catalogue.area(area)
    measures = measures_below(catalogue, known)
    found = Revisions(cockpit.store).between(
        measures,
        areas_within(catalogue, place),
        epoch_day(_reach(catalogue, measures, period)),
        epoch_day(period.end),
        as_of=None if as_of is None else micros(as_of),
        limit=MOST_ROWS,
    )
    calendar = catalogue.city.calendar
    rows = tuple(
        RevisedCell(
            measure=catalogue.measure(one.measure),
            area=catalogue.area(one.area),
            period=calendar.period(one.period_start, Grain(one.grain)),
            old_value=one.old_value,
            new_value=one.new_value,
            known_before=one.known_before,
            known_at=one.known_at,
            run=one.run,
            source=one.source,
            file=one.file,
            reason=one.reason,
        )
        for one in found
    )
    return RevisionReport(known, place, period, rows, _vintages(cockpit, actor, known, place, period, found))


def _vintages(
    cockpit: Cockpit, actor: Actor, indicator: Indicator, area: Area, period: Period, found: list[Revision]
) -> tuple[Vintage, ...]:
    """One for each correcting run, the newest first; the cells of one run may be some microseconds apart."""
    runs: dict[int, list[Revision]] = {}
    for one in found:
        runs.setdefault(one.run, []).append(one)
    answer = []
    for members in list(runs.values())[:MOST_VINTAGES]:
        first, last = min(m.known_at for m in members), max(m.known_at for m in members)
        before = _then(cockpit, actor, indicator, area, period, first - _JUST_BEFORE)
        after = _then(cockpit, actor, indicator, area, period, last)
        one = members[0]
        answer.append(Vintage(last, one.run, one.source, one.file, one.reason, len(members), before, after))
    return tuple(answer)


def _then(
    cockpit: Cockpit, actor: Actor, indicator: Indicator, area: Area, period: Period, moment: datetime
) -> Figure:
    return replace(ask(cockpit, actor, [indicator.id], [area.code], period, period, moment)[0], series=())


def measures_below(catalogue: Catalogue, indicator: Indicator) -> tuple[str, ...]:
    """Every measure an indicator rests on, through its parts, each once."""
    below = [
        measure
        for part, _ in indicator.formula.parts
        for measure in measures_below(catalogue, catalogue.indicator(part))
    ]
    return tuple(dict.fromkeys((*indicator.formula.measures, *below)))


def areas_within(catalogue: Catalogue, area: Area) -> list[str]:
    """The area and every area inside it."""
    return [found.code for level in Level for found in _inside(catalogue, area, level)]


def _inside(catalogue: Catalogue, area: Area, level: Level) -> list[Area]:
    return catalogue.descendants(area.code, level) if level.rank >= area.level.rank else []


def _reach(catalogue: Catalogue, measures: tuple[str, ...], period: Period) -> date:
    """The first day from which a base period counts: a coarser stock begins before the period."""
    coarsest = max((catalogue.measure(m).grain for m in measures), key=lambda grain: grain.rank)
    if coarsest.rank <= period.grain.rank:
        return period.start
    return catalogue.city.calendar.period(period.start, coarsest).start
