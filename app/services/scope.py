"""Whose deliveries the asker may look at, and who may put them right."""

from __future__ import annotations

from app.access import Actor, Role
from app.catalogue.source import Source
from app.domain.errors import CockpitError, Forbidden
from app.domain.indicator import Department
from app.services.cockpit import Cockpit


def may_correct(actor: Actor) -> bool:
    """Whether the actor may repair, replay and sign: the data officer."""
    return actor.role is Role.DATA_OFFICER


def require_officer(actor: Actor) -> None:
    """Raises: Forbidden unless the actor is the data officer."""
    if not may_correct(actor):
        raise Forbidden("data")


def departments(cockpit: Cockpit, actor: Actor) -> tuple[Department, ...]:
    """The departments whose deliveries the actor may see: a department's head the own one, citizens none.

    Raises: Forbidden for citizens.
    """
    actor.require_internal("data")
    known = cockpit.catalogue.departments
    if actor.role is Role.DEPT_HEAD:
        return tuple(d for d in known.values() if d.id == actor.department)
    return tuple(known.values())


def sources(
    cockpit: Cockpit, actor: Actor, department: str | None = None, source: str | None = None
) -> tuple[Source, ...]:
    """The sources the actor may see, of one department or one alone when asked for.

    Raises: Forbidden; UnknownDepartment; CockpitError('unknown_source').
    """
    allowed = {d.id for d in departments(cockpit, actor)}
    if department:
        cockpit.catalogue.department(department)
    if source and source not in cockpit.catalogue.sources:
        raise CockpitError("unknown_source", source=source)
    found = tuple(
        s
        for s in cockpit.catalogue.sources.values()
        if s.department in allowed and department in (None, "", s.department) and source in (None, "", s.id)
    )
    if not found and (source or (department and not _empty(cockpit, department))):
        raise Forbidden("data")
    return found


def _empty(cockpit: Cockpit, department: str) -> bool:
    """Whether the department delivers nothing at all."""
    return all(s.department != department for s in cockpit.catalogue.sources.values())


def source_of(cockpit: Cockpit, actor: Actor, source: str) -> Source:
    """One source. Raises: Forbidden; CockpitError('unknown_source')."""
    return sources(cockpit, actor, source=source)[0]
