"""Everything about one indicator in one area: history, parts, areas, definition, source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.access import Actor
from app.catalogue import Catalogue
from app.domain.area import Area
from app.domain.indicator import Department, Indicator, Measure, PolicyMark, Target
from app.domain.period import Grain, Period
from app.domain.text import Text
from app.services.areas import trail
from app.services.cockpit import Cockpit, cached
from app.services.figures import Figure, ask, changes, ranked, reading_grain
from app.services.panel import period_for

SPAN = {Grain.DAY: 92, Grain.WEEK: 53, Grain.MONTH: 36, Grain.QUARTER: 12, Grain.YEAR: 6}


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where the figures come from and when the last delivery was loaded."""

    id: str
    name: Text
    department: Department
    measures: tuple[Measure, ...]
    last_run: datetime | None
    rows_read: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Detail:
    """The indicator page."""

    indicator: Indicator
    department: Department
    supporting: tuple[Department, ...]
    area: Area
    trail: tuple[Area, ...]
    children: tuple[Area, ...]
    grains: tuple[Grain, ...]
    figure: Figure  # with its series over the span of the grain
    year_before: tuple[Figure, ...]  # the series one year earlier, aligned with figure.series
    parts: tuple[Figure, ...]  # the child areas, ranked
    left_out: tuple[Area, ...]
    target: Target | None
    numerator: tuple[Measure, ...]
    denominator: tuple[Measure, ...]
    members: tuple[tuple[Indicator, float], ...]  # of a derived or index indicator
    read_with: tuple[Indicator, ...]
    sources: tuple[SourceNote, ...]
    policies: tuple[PolicyMark, ...]
    reaches_districts: bool  # figures of districts exist and the actor may see them


@cached
def detail(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    period: Period,
    as_of: datetime | None = None,
) -> Detail:
    """One indicator, as far as the actor may see it, as known `as_of` (not for citizens).

    `period` also gives the grain of the trend. Raises: UnknownIndicator and UnknownArea, for a citizen
    also for what is not published.
    """
    catalogue = cockpit.catalogue
    definition = catalogue.indicator(indicator)
    last = period_for(cockpit, definition, period)
    figure = _with_history(cockpit, actor, definition, area, last, as_of)
    parts = _parts(cockpit, actor, definition, area, last, as_of)
    return Detail(
        indicator=definition,
        department=catalogue.department(definition.department),
        supporting=tuple(catalogue.department(d) for d in definition.also_departments),
        area=catalogue.area(area),
        trail=trail(catalogue, area),
        children=tuple(catalogue.children(area)),
        grains=_grains(cockpit, definition),
        figure=figure,
        year_before=_year_before(cockpit, actor, figure, as_of),
        parts=ranked([part for part in parts if part.state != "not_offered"]),
        left_out=tuple(part.area for part in parts if part.state == "not_offered"),
        target=cockpit.centre.target(indicator, area, last.end, as_of),
        numerator=tuple(catalogue.measure(m) for m in definition.formula.numerator),
        denominator=tuple(catalogue.measure(m) for m in definition.formula.denominator),
        members=tuple((catalogue.indicator(i), weight) for i, weight in definition.formula.parts),
        read_with=tuple(catalogue.indicator(i) for i in definition.read_with),
        sources=source_notes(cockpit, definition) if actor.internal else (),
        policies=_policies(catalogue, definition, area),
        reaches_districts=_reaches_districts(cockpit, actor, definition),
    )


def _with_history(
    cockpit: Cockpit,
    actor: Actor,
    definition: Indicator,
    area: str,
    last: Period,
    as_of: datetime | None,
) -> Figure:
    first = last.shift(1 - SPAN[last.grain])
    series = tuple(ask(cockpit, actor, [definition.id], [area], first, last, as_of))
    key = (definition.id, area)
    return replace(
        series[-1],
        series=series,
        previous=changes(cockpit, actor, [definition.id], [area], last, "previous", as_of).get(key),
        year_ago=changes(cockpit, actor, [definition.id], [area], last, "year_ago", as_of).get(key),
    )


def _year_before(
    cockpit: Cockpit, actor: Actor, figure: Figure, as_of: datetime | None
) -> tuple[Figure, ...]:
    if figure.period.grain is Grain.YEAR:
        return ()
    first, last = figure.series[0].period.year_ago(), figure.period.year_ago()
    return tuple(ask(cockpit, actor, [figure.indicator.id], [figure.area.code], first, last, as_of))


def _parts(
    cockpit: Cockpit,
    actor: Actor,
    definition: Indicator,
    area: str,
    period: Period,
    as_of: datetime | None,
) -> list[Figure]:
    """The child areas' figures; none where the audience or the measures do not reach."""
    children = cockpit.catalogue.children(area)
    if not children or not reaches(cockpit, actor, definition, children[0]):
        return []
    return ask(cockpit, actor, [definition.id], [child.code for child in children], period, period, as_of)


def reaches(cockpit: Cockpit, actor: Actor, definition: Indicator, area: Area) -> bool:
    """Whether figures exist at this level and the actor may see them."""
    catalogue = cockpit.catalogue
    if not actor.internal:
        lowest = (
            definition.public_min_level
            if definition.publication == "yes"
            else catalogue.area(catalogue.city.area).level
        )
        if area.level.rank > lowest.rank:
            return False
    measures = [catalogue.measure(m) for m in definition.formula.measures]
    return not measures or all(m.level.rank >= area.level.rank for m in measures)


def _reaches_districts(cockpit: Cockpit, actor: Actor, definition: Indicator) -> bool:
    districts = cockpit.catalogue.children(cockpit.catalogue.city.area)
    return bool(districts) and reaches(cockpit, actor, definition, districts[0])


def _grains(cockpit: Cockpit, definition: Indicator) -> tuple[Grain, ...]:
    finest = reading_grain(cockpit, definition, Grain.DAY)
    return tuple(grain for grain in Grain if grain.rank >= finest.rank)


def _policies(catalogue: Catalogue, definition: Indicator, area: str) -> tuple[PolicyMark, ...]:
    above = {area, *(a.code for a in catalogue.ancestors(area))}
    return tuple(
        mark
        for mark in catalogue.policies
        if definition.id in mark.indicators and (not mark.areas or above & set(mark.areas))
    )


def source_notes(cockpit: Cockpit, definition: Indicator) -> tuple[SourceNote, ...]:
    """The sources whose measures the indicator rests on, parts of parts included."""
    catalogue = cockpit.catalogue
    needed = set(all_measures(catalogue, definition))
    notes = []
    for source in catalogue.sources.values():
        delivered = needed & set(source.measures)
        if delivered:
            runs = cockpit.store.runs(source=source.id, limit=1)
            run = None if runs.empty else runs.iloc[0]
            notes.append(
                SourceNote(
                    id=source.id,
                    name=Text(source.name.zh, source.name.en),
                    department=catalogue.department(source.department),
                    measures=tuple(catalogue.measure(m) for m in sorted(delivered)),
                    last_run=None if run is None else run["finished_at"],
                    rows_read=0 if run is None else int(run["rows_read"]),
                    quarantined=0 if run is None else int(run["quarantined"]),
                )
            )
    return tuple(notes)


def all_measures(catalogue: Catalogue, definition: Indicator) -> tuple[str, ...]:
    """Every measure below an indicator."""
    below = [
        m for part, _ in definition.formula.parts for m in all_measures(catalogue, catalogue.indicator(part))
    ]
    return (*definition.formula.measures, *below)
