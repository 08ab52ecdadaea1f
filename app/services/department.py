"""A department's board: its indicators, misses first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.access import Actor
from app.domain.area import Area
from app.domain.indicator import Department, PolicyMark, Status
from app.domain.period import Period
from app.services.areas import trail
from app.services.cockpit import Cockpit, cached
from app.services.comments import Comment, released
from app.services.figures import Figure
from app.services.outlook import Outlook, outlook
from app.services.overview import DepartmentStatus, department_status, status_counts
from app.services.panel import panel

_ORDER = [Status.OFF_TARGET, Status.WATCH, Status.NO_DATA, Status.ON_TARGET, Status.UNSCORED]


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
        said=released(cockpit, actor, [*led, *others], as_of),
    )


def _misses_first(figure: Figure) -> tuple[int, float]:
    return _ORDER.index(figure.status), figure.score if figure.score is not None else 0.0
