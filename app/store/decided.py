"""One transaction for what a person decides: the row, its audit record and the new data version together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert

from app.store import writing
from app.store.moments import micros
from app.store.store import Store
from app.store.tables import audit


@dataclass(frozen=True, slots=True)
class Deed:
    """What the audit log says: who did what to which thing."""

    actor: str
    action: str
    what: str
    detail: Mapping[str, Any]


@contextmanager
def deciding(
    store: Store, deed: Deed, at: datetime | None = None, *, bump: bool = True
) -> Iterator[Connection]:
    """A transaction that also audits the deed and tells every reader that the answers changed.

    `bump` False: it changes no answer that is kept.
    """
    with store.writing() as connection:
        yield connection
        record = {
            "at": micros(at or now()),
            "actor": deed.actor,
            "action": deed.action,
            "object": deed.what,
            "detail": dict(deed.detail),
        }
        connection.execute(insert(audit).values(**record))
        if bump:
            writing.bump(connection)


def now() -> datetime:
    """The moment the audit log writes down: the real one, whatever the city's clock says."""
    return datetime.now(UTC)
