"""Faults of the database itself, told as errors a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.domain.errors import CockpitError

DISK_FULL, UNAVAILABLE = "store_full", "store_unavailable"
CODES = frozenset({DISK_FULL, UNAVAILABLE})
# PostgreSQL: disk_full and io_error; SQLite says it in words, also when a quota or a limit stops its files.
_FULL_STATES = frozenset({"53100", "58030"})
_FULL_WORDS = ("disk is full", "disk i/o error")
# PostgreSQL: connection exceptions, and a server that is stopped or starts.
_GONE_STATES = ("08", "57P")


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Raises: CockpitError('store_full', 'store_unavailable') for what the database cannot help.

    Faults of our own statements pass unchanged.
    """
    try:
        yield
    except PoolTimeout as error:
        raise _error(UNAVAILABLE, url, error) from error
    except DBAPIError as error:
        found = _fault(error)
        if found is None:
            raise
        raise _error(found, url, error.orig or error) from error


def _fault(error: DBAPIError) -> str | None:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state in _FULL_STATES or any(word in str(error.orig).lower() for word in _FULL_WORDS):
        return DISK_FULL
    gone = error.connection_invalidated or state.startswith(_GONE_STATES)
    lost = isinstance(error, OperationalError | InterfaceError) and not state
    return UNAVAILABLE if gone or lost else None


def _error(code: str, url: URL, cause: BaseException) -> CockpitError:
    detail = str(cause).strip().splitlines()[:1]
    return CockpitError(code, store=url.render_as_string(hide_password=True), detail="".join(detail)[:200])
