"""What people changed lately about figures and deliveries: holds, targets, reviews, repairs, sign-offs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.access import Actor
from app.domain.text import Text
from app.services.cockpit import Cockpit
from app.services.scope import departments

DEEDS = (
    "hold", "release_hold", "set_target", "review", "draft_repair", "withdraw_repair", "replay", "sign_off",
)  # fmt: skip
_LOOKED_THROUGH = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """One thing somebody did. `source` or `indicator` names what it was done to; `file`: of a source."""

    at: datetime
    actor: str
    action: str
    name: Text
    source: str | None
    indicator: str | None
    file: str


def changes(
    cockpit: Cockpit, actor: Actor, *, department: str | None = None, limit: int = 8
) -> tuple[Change, ...]:
    """The newest first, of the departments the actor may see. Raises: Forbidden for citizens."""
    allowed = {d.id for d in departments(cockpit, actor) if department in (None, d.id)}
    found: list[Change] = []
    for row in cockpit.store.audit_log(limit=_LOOKED_THROUGH).itertuples():
        if row.action in DEEDS and len(found) < limit:
            change = _change(cockpit, row, allowed)
            if change is not None:
                found.append(change)
    return tuple(found)


def _change(cockpit: Cockpit, row: object, allowed: set[str]) -> Change | None:
    at, who, action, what = (getattr(row, name) for name in ("at", "actor", "action", "object"))
    head, _, file = str(what).partition(":")
    source = cockpit.catalogue.sources.get(head)
    indicator = cockpit.catalogue.indicators.get(head)
    owner = source or indicator
    if owner is None or owner.department not in allowed:
        return None
    name = Text(owner.name.zh, owner.name.en)
    return Change(at, who, action, name, source.id if source else None, None if source else head, file)
