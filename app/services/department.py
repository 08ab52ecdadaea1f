"""A department's board: its indicators, misses first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from app.access import Actor
from app.domain.area import Area
from app.domain.indicator import Department, PolicyMark, Status
from app.domain.period import Period
from app.services.areas import trail
from app.services.cockpit import Cockpit, cached
from app.services.comments import Comment, released
from app.services.figures import Figure, ask
from app.services.outlook import Outlook, outlook
from app.services.overview import DepartmentStatus, department_status, status_counts
from app.services.panel import panel
from app.services.peers import peers

_ORDER = [Status.OFF_TARGET, Status.WATCH, Status.NO_DATA, Status.ON_TARGET, Status.UNSCORED]


@dataclass(frozen=True, slots=True)
class Similar:
    """The median of an indicator over the `n` of `m` similar areas that have a figure to show."""

    median: float
    n: int
    m: int


@dataclass(frozen=True, slots=True)
class Board:
    """One department in one area and period."""

    department: Department
    departments: tuple[Department, ...]
    area: Area
    trail: tuple[Area, ...]
    children: tuple[Area, ...]
    period: Period
    status: DepartmentStatus
    figures: tuple[Figure, ...]
    supporting: tuple[Figure, ...]
    policies: tuple[PolicyMark, ...]
    counts: dict[Status, int]
    outlooks: dict[str, Outlook]  # by indicator: what runs towards a miss
    similar: dict[str, Similar]  # by indicator: what areas like this one reach; empty for the city
    said: dict[str, Comment]  # by indicator: the department's released words on the figure shown


@cached
def board(
    cockpit: Cockpit,
    actor: Actor,
    *,
    department: str,
    area: str,
    period: Period,
    as_of: datetime | None = None,
) -> Board:
    """The board, as known `as_of`.

    Figures: off target first, then watch, no data, on target, unscored; worst first within.

    Raises: Forbidden for citizens; UnknownDepartment, UnknownArea.
    """
    actor.require_internal("department")
    catalogue = cockpit.catalogue
    owner = catalogue.department(department)
    place = catalogue.area(area)
    led = panel(cockpit, actor, catalogue.led_by(department), area, period, as_of=as_of)
    supporting = [i for i in catalogue.indicators.values() if department in i.also_departments]
    others = panel(cockpit, actor, supporting, area, period, as_of=as_of) if supporting else []
    return Board(
        department=owner,
        departments=tuple(catalogue.departments.values()),
        area=place,
        trail=trail(catalogue, area),
        children=tuple(catalogue.children(area)),
        period=period,
        status=department_status(owner, [figure for figure in led if figure.indicator.scored]),
        figures=tuple(sorted(led, key=_misses_first)),
        supporting=tuple(others),
        policies=catalogue.policies,
        counts=status_counts([figure for figure in led if figure.indicator.scored]),
        outlooks={f.indicator.id: told for f in (*led, *others) if (told := outlook(f)) is not None},
        similar=_similar(cockpit, actor, [*led, *others], area, as_of),
        said=released(cockpit, actor, [*led, *others], as_of),
    )


def _misses_first(figure: Figure) -> tuple[int, float]:
    return _ORDER.index(figure.status), figure.score if figure.score is not None else 0.0


def _similar(
    cockpit: Cockpit, actor: Actor, figures: Sequence[Figure], area: str, as_of: datetime | None
) -> dict[str, Similar]:
    """One query for each period that the board's indicators are read at."""
    codes = [one.code for one in peers(cockpit, actor, area)]
    if not codes:
        return {}
    by_period: dict[Period, list[str]] = defaultdict(list)
    for figure in figures:
        by_period[figure.period].append(figure.indicator.id)
    values: dict[str, list[float]] = defaultdict(list)
    for period, ids in by_period.items():
        for found in ask(cockpit, actor, ids, codes, period, period, as_of):
            if found.state == "value" and found.value is not None:
                values[found.indicator.id].append(found.value)
    return {name: Similar(median(known), len(known), len(codes)) for name, known in values.items()}
