"""Text as it came, made plain."""

from __future__ import annotations

from typing import Any

import ibis

from app.ingest.standardise.forms import empty_words, letters

_BLANKS = "\u3000\u00a0\ufeff\u200b"
_ANY_BLANK = "[\\s" + "".join(f"\\x{{{ord(blank):x}}}" for blank in _BLANKS) + "]"
_AT_AN_END = f"^{_ANY_BLANK}|{_ANY_BLANK}$"
_NOTHING_ELSE = f"^{_ANY_BLANK}*$"


def clean(text: Any) -> Any:
    """Blanks at both ends taken off, full-width ones too; nothing left is NULL.

    Most text has no such blanks: seeing that is much cheaper than taking them off, cheapest of all for
    text between two visible ASCII letters.
    """
    bare = text.translate(_BLANKS, " " * len(_BLANKS)).strip().nullif("")
    plain = _visible(text) & _visible(text.reverse())
    return ibis.cases((plain, text), (text == "", bare), (text.re_search(_AT_AN_END), bare), else_=text)


def _visible(text: Any) -> Any:
    """Whether text begins with a visible ASCII letter."""
    return (text >= "!") & (text < "\x7f")


def is_blank(text: Any) -> Any:
    """Whether nothing stands in the text."""
    may_be = (text < "!") | (text > "~")  # cheap, and false for whatever begins with a visible ASCII letter
    return text.isnull() | (may_be & text.re_search(_NOTHING_ELSE))


def wash(text: Any) -> Any:
    """Full-width forms made plain and blanks at both ends taken off, for dates and numbers."""
    table = letters()
    return text.translate("".join(table), "".join(table.values())).strip()


def is_empty(text: Any) -> Any:
    """Whether the text is blank or a word for an empty number or date."""
    return text.isnull() | wash(text).isin(empty_words())
