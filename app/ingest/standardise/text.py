"""Text as it came, made plain."""

from __future__ import annotations

from typing import Any

from app.ingest.standardise.forms import empty_words, letters

_BLANKS = "\u3000\u00a0\ufeff\u200b"


def clean(text: Any) -> Any:
    """Blanks at both ends taken off, full-width ones too; nothing left is NULL."""
    return text.translate(_BLANKS, " " * len(_BLANKS)).strip().nullif("")


def wash(text: Any) -> Any:
    """Full-width forms made plain and blanks at both ends taken off, for dates and numbers."""
    table = letters()
    return text.translate("".join(table), "".join(table.values())).strip()


def is_empty(text: Any) -> Any:
    """Whether the text is blank or a word for an empty number or date."""
    return text.isnull() | wash(text).isin(empty_words())
