"""A job that only one process may do: whoever holds the lease does it, the others stand ready."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.store.moments import micros
from app.store.store import Store
from app.store.tables import lease


class Leases:
    """Leases of one store. One that is not renewed ends by itself, so a killed process blocks nobody."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self, name: str, holder: str, seconds: float) -> bool:
        """Take or renew a lease for so many seconds; False when another holds it."""
        now = datetime.now(UTC)
        until = micros(now + timedelta(seconds=seconds))
        row = {"name": name, "holder": holder, "until": until}
        with self._store.writing() as connection:
            make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            connection.execute(make(lease).values(**row).on_conflict_do_nothing())
            free = (lease.c.holder == holder) | (lease.c.until < micros(now))
            taken = update(lease).where(lease.c.name == name, free).values(holder=holder, until=until)
            return connection.execute(taken).rowcount == 1

    def holder(self, name: str) -> str | None:
        """Who holds it now."""
        asked = select(lease.c.holder).where(lease.c.name == name, lease.c.until >= micros(datetime.now(UTC)))
        with self._store.reading() as connection:
            return connection.execute(asked).scalar_one_or_none()

    def give_back(self, name: str, holder: str) -> None:
        """End one's own lease at once."""
        with self._store.writing() as connection:
            connection.execute(delete(lease).where(lease.c.name == name, lease.c.holder == holder))
