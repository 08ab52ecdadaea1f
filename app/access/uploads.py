"""Which waiting uploads belong to this session: nobody else may look at them."""

from __future__ import annotations

from flask import session

_KEY = "uploads"
_MOST = 5  # a cookie is small; older ones are forgotten


def own_upload(token: str) -> None:
    """Bind an upload to the session."""
    session[_KEY] = [*session.get(_KEY, []), token][-_MOST:]


def is_own_upload(token: str) -> bool:
    """Whether the upload was made in this session."""
    return token in session.get(_KEY, [])
