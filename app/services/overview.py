"""The leader's desk: is the city in order, what is not, where, and who owns it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from app.access import Actor
from app.analysis.scoring import GroupScore, group_score
from app.domain.area import Area, Outlines
from app.domain.indicator import Department, Indicator, PolicyMark, Status
from app.domain.period import Period
from app.domain.text import Text
from app.services import boundaries
from app.services.areas import trail
from app.services.cockpit import Cockpit, cached
from app.services.figures import Figure, ask, ranked, worst_first
from app.services.panel import panel, period_for


@dataclass(frozen=True, slots=True)
class ThemeStatus:
    """How a theme stands."""

    theme: str
    counts: dict[Status, int]
    score: GroupScore


@dataclass(frozen=True, slots=True)
class DepartmentStatus:
    """How a department stands: attained of scored indicators with fresh data."""

    department: Department
    attained: int
    scored: int
    members: int
    off_target: int
    score: GroupScore


@dataclass(frozen=True, slots=True)
class MapFigures:
    """One indicator across the parts of an area."""

    indicator: Indicator
    period: Period
    figures: tuple[Figure, ...]  # in the package's order
    ranked: tuple[Figure, ...]  # best first
    whole: Figure  # the area itself


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the leader's desk for one area and period."""

    area: Area
    trail: tuple[Area, ...]
    children: tuple[Area, ...]
    period: Period
    counts: dict[Status, int]
    themes: tuple[ThemeStatus, ...]
    off_target: tuple[Figure, ...]
    watch: tuple[Figure, ...]
    no_data: tuple[Figure, ...]
    departments: tuple[DepartmentStatus, ...]
    map: MapFigures | None
    map_choices: tuple[Indicator, ...]
    trends: tuple[Figure, ...]
    policies: tuple[PolicyMark, ...]
    theme_names: dict[str, Text]
    owner: Department | None  # of the worst indicator
    owners: dict[str, Department]
    boundaries: Outlines | None  # of the area's parts
    data_to: date | None


@cached
def overview(
    cockpit: Cockpit,
    actor: Actor,
    *,
    area: str,
    period: Period,
    map_indicator: str | None,
    as_of: datetime | None = None,
) -> Overview:
    """The desk of one area, as known `as_of`. `map_indicator` None: the worst one off target.

    Raises: Forbidden for citizens; UnknownArea, UnknownIndicator.
    """
    actor.require_internal("overview")
    catalogue = cockpit.catalogue
    place = catalogue.area(area)
    board = panel(cockpit, actor, list(catalogue.indicators.values()), area, period, as_of=as_of)
    scored = [figure for figure in board if figure.indicator.scored]
    by_status = {status: worst_first(f for f in scored if f.status is status) for status in Status}
    choices = map_choices(cockpit, place)
    shown = _map_indicator(cockpit, map_indicator, by_status[Status.OFF_TARGET], choices)
    return Overview(
        area=place,
        trail=trail(catalogue, area),
        children=tuple(catalogue.children(area)),
        period=period,
        counts=status_counts(scored),
        themes=tuple(_theme(theme, scored) for theme in catalogue.city.themes),
        off_target=tuple(by_status[Status.OFF_TARGET]),
        watch=tuple(by_status[Status.WATCH]),
        no_data=tuple(by_status[Status.NO_DATA]),
        departments=department_statuses(cockpit, scored),
        map=None if shown is None else map_figures(cockpit, actor, shown, area, period, as_of),
        map_choices=choices,
        trends=tuple(figure for figure in board if figure.indicator.on_leader_screen and has_trend(figure)),
        policies=catalogue.policies,
        theme_names=catalogue.city.themes,
        owners=catalogue.departments,
        owner=_owner(cockpit, by_status[Status.OFF_TARGET]),
        boundaries=boundaries.outlines(cockpit, area),
        data_to=max((f.data_to for f in board if f.data_to), default=None),
    )


def _owner(cockpit: Cockpit, off_target: list[Figure]) -> Department | None:
    return cockpit.catalogue.department(off_target[0].indicator.department) if off_target else None


def has_trend(figure: Figure) -> bool:
    """Whether at least two points can be joined."""
    return sum(point.value is not None for point in figure.series) >= 2


def status_counts(found: list[Figure]) -> dict[Status, int]:
    """How many stand how; every status but 'unscored' is a key."""
    counted = Counter(figure.status for figure in found)
    return {status: counted.get(status, 0) for status in Status if status is not Status.UNSCORED}


def _theme(theme: str, scored: list[Figure]) -> ThemeStatus:
    members = [figure for figure in scored if figure.indicator.theme == theme]
    return ThemeStatus(theme, status_counts(members), score_of(members))


def score_of(members: list[Figure]) -> GroupScore:
    """The score of a group of figures (department, theme)."""
    return group_score(
        [figure.score for figure in members],
        critical_red=any(f.indicator.critical and f.status is Status.OFF_TARGET for f in members),
    )


def department_statuses(cockpit: Cockpit, scored: list[Figure]) -> tuple[DepartmentStatus, ...]:
    """One row a department that leads a scored indicator, worst attainment first."""
    rows = []
    for department in cockpit.catalogue.departments.values():
        members = [figure for figure in scored if figure.indicator.department == department.id]
        if members:
            rows.append(department_status(department, members))
    return tuple(sorted(rows, key=lambda row: (row.score.value is None, row.score.value or 0.0)))


def department_status(department: Department, members: list[Figure]) -> DepartmentStatus:
    """How one department stands on its scored figures."""
    counts = status_counts(members)
    return DepartmentStatus(
        department=department,
        attained=counts[Status.ON_TARGET],
        scored=len(members) - counts[Status.NO_DATA],
        members=len(members),
        off_target=counts[Status.OFF_TARGET],
        score=score_of(members),
    )


def map_choices(cockpit: Cockpit, place: Area) -> tuple[Indicator, ...]:
    """Indicators whose measures reach below this area, so that its parts can be told apart."""
    catalogue = cockpit.catalogue
    found = []
    for indicator in catalogue.indicators.values():
        measures = [catalogue.measure(m) for m in indicator.formula.measures]
        if measures and all(m.level.rank > place.level.rank for m in measures):
            found.append(indicator)
    return tuple(found)


def _map_indicator(
    cockpit: Cockpit, wanted: str | None, off_target: list[Figure], choices: tuple[Indicator, ...]
) -> Indicator | None:
    if wanted is not None:
        return cockpit.catalogue.indicator(wanted)
    ids = {indicator.id for indicator in choices}
    for figure in off_target:
        if figure.indicator.id in ids:
            return figure.indicator
    return next((i for i in choices if i.on_leader_screen), choices[0] if choices else None)


def map_figures(
    cockpit: Cockpit,
    actor: Actor,
    indicator: Indicator,
    area: str,
    period: Period,
    as_of: datetime | None = None,
) -> MapFigures | None:
    """The figures of an area's parts; None when it has none."""
    parts = [child.code for child in cockpit.catalogue.children(area)]
    if not parts:
        return None
    read_in = period_for(cockpit, indicator, period)
    whole, *found = ask(cockpit, actor, [indicator.id], [area, *parts], read_in, read_in, as_of)
    return MapFigures(indicator, read_in, tuple(found), ranked(found), whole)
