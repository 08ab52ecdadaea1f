"""One message to the reader that survives one redirect: what became of what they asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import session

_KEY = "notice"
_LONGEST = 300  # a cookie holds 4 KB; a long detail is cut, not the message


@dataclass(frozen=True, slots=True)
class Notice:
    """`name`: a word of the catalogues when it was done, an error code when it was `refused`."""

    name: str
    params: Mapping[str, Any]
    refused: bool = False


def leave_notice(notice: Notice) -> None:
    """Keep a message for the next page."""
    params = {
        name: value if isinstance(value, int | float) else str(value)[:_LONGEST]
        for name, value in notice.params.items()
    }
    session[_KEY] = {"name": notice.name, "params": params, "refused": notice.refused}


def notice_waits() -> bool:
    """Whether a message was left that nobody has taken."""
    return _KEY in session


def take_notice() -> Notice | None:
    """The message left, once."""
    kept = session.pop(_KEY, None)
    return Notice(kept["name"], kept["params"], kept["refused"]) if kept else None
