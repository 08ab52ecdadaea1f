"""Targets edited in the app, with who, when and why; the package's own are the first versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from app.access import Actor, Role
from app.catalogue.rules.thresholds import thresholds
from app.domain.area import Area
from app.domain.errors import CockpitError, Forbidden
from app.domain.indicator import Department, Indicator, Target
from app.domain.text import Text
from app.services.cockpit import Cockpit
from app.services.wording import required
from app.store.targets import TargetChange, TargetChanges

Band = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TargetVersion:
    """One target as it was set. `set_at` None: of the city package; `superseded`: no day follows it any more.

    `first_day` None: the indicator's default, in force where nothing else is.
    """

    indicator: Indicator
    area: Area
    first_day: date | None
    last_day: date | None
    target: float | None
    red_line: float | None
    target_band: Band | None
    red_band: Band | None
    owner: Department
    reason: Text
    set_by: str | None
    set_at: datetime | None
    superseded: bool = False


def may_set_target(actor: Actor, indicator: Indicator) -> bool:
    """Data officers, and the head of the department that leads the indicator."""
    leads = actor.role is Role.DEPT_HEAD and actor.department == indicator.department
    return leads or actor.role is Role.DATA_OFFICER


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target as somebody asks for it: target and red line, or both bands; `last_day` None: open.

    `owner`: a department; None: the one that leads the indicator.
    """

    first_day: date
    last_day: date | None
    reason: str
    target: float | None = None
    red_line: float | None = None
    target_band: Band | None = None
    red_band: Band | None = None
    owner: str | None = None

    @property
    def numbers(self) -> dict[str, float | None]:
        """The six numbers by name, as the store keeps them."""
        low, high = self.target_band or (None, None)
        red_low, red_high = self.red_band or (None, None)
        plain = {"target": self.target, "red_line": self.red_line}
        return {**plain, "target_low": low, "target_high": high, "red_low": red_low, "red_high": red_high}


def set_target(
    cockpit: Cockpit, actor: Actor, *, indicator: str, area: str, wanted: NewTarget
) -> TargetVersion:
    """Set target and red line (or bands) of an area for a span of days.

    From then on they stand in place of any set before for the same days. The rules are those of the
    city package. Raises: Forbidden; UnknownIndicator, UnknownArea, UnknownDepartment;
    CockpitError('dates_reversed', 'target_needed', 'reason_needed', 'thresholds_order', 'target_unchanged', …).
    """
    catalogue = cockpit.catalogue
    known, place = catalogue.indicator(indicator), catalogue.area(area)
    if not may_set_target(actor, known):
        raise Forbidden("target")
    reason, owner = required(wanted.reason), catalogue.department(wanted.owner or known.department)
    span = (wanted.first_day, wanted.last_day)
    if wanted.last_day is not None and wanted.last_day < wanted.first_day:
        raise CockpitError("dates_reversed", first=wanted.first_day, last=wanted.last_day)
    _check(known, wanted)
    _check_news(cockpit, known, place, wanted)
    change = TargetChanges(cockpit.store).add(
        known.id,
        place.code,
        span,
        wanted.numbers,
        owner=owner.id,
        reason=reason,
        by=actor.name,
        at=cockpit.catalogue.moment(),
    )
    return _of_change(cockpit, change)


def _check(indicator: Indicator, given: NewTarget) -> None:
    """By the rules of the city package; the first fault is told."""
    if given.target is None and given.target_band is None:
        raise CockpitError("target_needed")

    def say(name: str, _where: str, **params: Any) -> CockpitError:
        return CockpitError(name, **params)

    rules = SimpleNamespace(
        direction=indicator.direction, valid_range=(indicator.valid_min, indicator.valid_max)
    )
    for fault in thresholds(rules, given, say):
        raise fault


def _check_news(cockpit: Cockpit, indicator: Indicator, area: Area, wanted: NewTarget) -> None:
    """The very target that was set last for the very span says nothing new."""
    given = (wanted.target, wanted.red_line, wanted.target_band, wanted.red_band)
    for one in target_history(cockpit, None, indicator.id, area.code):
        numbers = (one.target, one.red_line, one.target_band, one.red_band)
        span = (one.first_day, one.last_day) == (wanted.first_day, wanted.last_day)
        if one.area == area and span and numbers == given and not one.superseded:
            raise CockpitError("target_unchanged")


def target_history(
    cockpit: Cockpit, actor: Actor | None, indicator: str, area: str, as_of: datetime | None = None
) -> tuple[TargetVersion, ...]:
    """Every target that was ever set for the area or one above it, the newest first.

    Those of the city package come last, the indicator's default at the very end.
    Raises: Forbidden for citizens (`actor` None: the program itself asks); UnknownIndicator, UnknownArea.
    """
    if actor is not None:
        actor.require_internal("targets")
    catalogue = cockpit.catalogue
    known = catalogue.indicator(indicator)
    line = [area, *(above.code for above in catalogue.ancestors(area))]
    changes = [
        one for one in TargetChanges(cockpit.store).all(indicator=known.id, as_of=as_of) if one.area in line
    ]
    found = [
        _of_change(cockpit, one, superseded=_covered(one, changes[number + 1 :]))
        for number, one in enumerate(changes)
    ]
    package = [one for one in catalogue.targets if one.indicator == known.id and one.area in line]
    package.sort(key=lambda one: one.valid_from)
    written = [_of_package(cockpit, one, changes) for one in package]
    default = catalogue.default_for(known.id)
    last = [] if default is None else [_of_package(cockpit, default, changes)]
    return (*reversed(found), *reversed(written), *last)


def _of_change(cockpit: Cockpit, one: TargetChange, *, superseded: bool = False) -> TargetVersion:
    catalogue = cockpit.catalogue
    return TargetVersion(
        indicator=catalogue.indicator(one.indicator),
        area=catalogue.area(one.area),
        first_day=one.first_day,
        last_day=one.last_day,
        target=one.target,
        red_line=one.red_line,
        target_band=_band(one.target_low, one.target_high),
        red_band=_band(one.red_low, one.red_high),
        owner=catalogue.department(one.owner),
        reason=Text(one.reason, one.reason),
        set_by=one.set_by,
        set_at=one.set_at,
        superseded=superseded,
    )


def _of_package(cockpit: Cockpit, one: Target, changes: list[TargetChange]) -> TargetVersion:
    catalogue = cockpit.catalogue
    first = None if one.valid_from == date.min else one.valid_from
    return TargetVersion(
        indicator=catalogue.indicator(one.indicator),
        area=catalogue.area(one.area),
        first_day=first,
        last_day=one.valid_to,
        target=one.target,
        red_line=one.red_line,
        target_band=one.target_band,
        red_band=one.red_band,
        owner=catalogue.department(one.owner),
        reason=one.reason,
        set_by=None,
        set_at=None,
        superseded=any(
            later.area == one.area and _spans(later, one.valid_from, one.valid_to) for later in changes
        ),
    )


def _covered(one: TargetChange, later: list[TargetChange]) -> bool:
    """Whether one later target of the same area takes every day of it."""
    return any(other.area == one.area and _spans(other, one.first_day, one.last_day) for other in later)


def _spans(change: TargetChange, first: date, last: date | None) -> bool:
    ends_later = change.last_day is None or (last is not None and last <= change.last_day)
    return change.first_day <= first and ends_later


def _band(low: float | None, high: float | None) -> Band | None:
    return None if low is None or high is None else (low, high)
