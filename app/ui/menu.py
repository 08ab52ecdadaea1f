"""The navigation: where an actor may go, and where a role begins."""

from __future__ import annotations

from collections.abc import Sequence

from app.access import Actor
from app.ui.page import Page, Visit


def entries(pages: Sequence[Page], visit: Visit, here: Page | None) -> list[tuple[str, str, bool]]:
    """(name, address, whether the reader is there) for each page the actor may go to."""
    found = []
    for page in pages:
        path = page.menu_path(visit.actor)
        if path is not None:
            shared = _shared(visit) if page.looks_back and here is not None and here.looks_back else {}
            found.append((visit.t(page.name), visit.href(path, **shared), page is here))
    return found


def _shared(visit: Visit) -> dict[str, str | None]:
    """Where and when, which the pages of figures share."""
    return {name: visit.get(name) for name in ("area", "period")}


def first_path(pages: Sequence[Page], actor: Actor) -> str | None:
    """Where a role begins: the page made for it to begin with, else the first of its navigation."""
    begun = sorted(pages, key=lambda page: actor.role not in page.first_for)
    return next((path for page in begun if (path := page.menu_path(actor)) is not None), None)
