"""The rows a load run brought, when they came by push and stand in no file."""

from __future__ import annotations

from app.ingest.message import Row
from app.services.cockpit import Cockpit
from app.store.lineage import Delivery
from app.store.pushes import Pushes


def pushed_rows(cockpit: Cockpit, delivery: Delivery, first_day: int, last_day: int) -> list[Row] | None:
    """Rows of a pushed message, or the records pushed for these days (epoch days); None: it came in a file.

    Records as they stand now: one that was pushed again is there once.
    """
    pushes = Pushes(cockpit.store)
    if not pushes.came_by_push(delivery.run):
        return None
    kept = pushes.rows(delivery.run)
    return list(
        kept if kept is not None else pushes.records_between(delivery.source, first_day, last_day).values()
    )
