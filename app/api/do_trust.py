"""What people decide about figures, from forms: hold, release, set a target, write a review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite

from werkzeug.datastructures import FileStorage

from app.access import Actor
from app.api.actions import Told, action
from app.domain.errors import CockpitError
from app.services import Cockpit, trust
from app.services import visit as asked

Fields = Mapping[str, str]
Files = Mapping[str, FileStorage]


@action("hold")
def hold(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: indicator, area, first and last (periods; last may be empty), reason."""
    calendar = cockpit.catalogue.city.calendar
    held = trust.hold(
        cockpit,
        actor,
        indicator=fields.get("indicator", ""),
        area=asked.place(cockpit, fields.get("area")),
        first=calendar.parse(fields.get("first", "")),
        last=calendar.parse(fields["last"]) if fields.get("last") else None,
        reason=fields.get("reason", ""),
    )
    return Told("api.trust.held", {"hold": held.id})


@action("release")
def release(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: hold (number), note."""
    number = fields.get("hold", "")
    if not number.isdecimal():
        raise CockpitError("hold_unknown", hold=number)
    done = trust.release(cockpit, actor, hold=int(number), note=fields.get("note", ""))
    return Told("api.trust.released", {"hold": done.id})


@action("target")
def target(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: indicator, area, first_day, last_day, owner, reason; target and red_line, or target_low,
    target_high, red_low and red_high.
    """
    wanted = trust.NewTarget(
        first_day=_day(fields.get("first_day", "")),
        last_day=_day(fields["last_day"]) if fields.get("last_day") else None,
        reason=fields.get("reason", ""),
        target=_number(fields.get("target")),
        red_line=_number(fields.get("red_line")),
        target_band=_band(fields.get("target_low"), fields.get("target_high")),
        red_band=_band(fields.get("red_low"), fields.get("red_high")),
        owner=fields.get("owner") or None,
    )
    area = asked.place(cockpit, fields.get("area"))
    trust.set_target(cockpit, actor, indicator=fields.get("indicator", ""), area=area, wanted=wanted)
    return Told("api.trust.target_set")


@action("review")
def review(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: indicator, area, period, decision, due (may be empty), as_of (may be empty: now)."""
    trust.record_review(
        cockpit,
        actor,
        indicator=fields.get("indicator", ""),
        area=asked.place(cockpit, fields.get("area")),
        period=asked.when(cockpit, fields.get("period")),
        decision=fields.get("decision", ""),
        due=_day(fields["due"]) if fields.get("due") else None,
        as_of=asked.as_of(cockpit, fields.get("as_of")),
    )
    return Told("api.trust.reviewed")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise CockpitError("bad_day_given", text=text) from error


def _number(text: str | None) -> float | None:
    if not text or not text.strip():
        return None
    try:
        number = float(text.strip())
    except ValueError as error:
        raise CockpitError("bad_number_given", text=text) from error
    if not isfinite(number):
        raise CockpitError("bad_number_given", text=text)
    return number


def _band(low: str | None, high: str | None) -> tuple[float, float] | None:
    """Both ends or none. Raises: CockpitError('band_half')."""
    ends = _number(low), _number(high)
    if ends[0] is None and ends[1] is None:
        return None
    if ends[0] is None or ends[1] is None:
        raise CockpitError("band_half", low="target_low", high="target_high")
    return ends[0], ends[1]
