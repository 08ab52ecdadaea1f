"""What people write: trimmed, not empty, not endless."""

from __future__ import annotations

from app.domain.errors import CockpitError

LONGEST = 500


def required(text: str) -> str:
    """The words, trimmed. Raises: CockpitError('reason_needed', 'reason_too_long')."""
    words = " ".join(text.split())
    if not words:
        raise CockpitError("reason_needed")
    if len(words) > LONGEST:
        raise CockpitError("reason_too_long", length=len(words), limit=LONGEST)
    return words
