"""Numbers as people write them: 1,234 · １２３４ · 1.2万 · 12% · (5) for −5.

A field is read in stages, because the forms of the odd few must not cost the many: `quick` casts, and
only what it leaves is washed and taken apart.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import ibis

from app.ingest.standardise.forms import magnitudes, suffix_pattern
from app.ingest.standardise.text import wash

_LIMIT = 1e300  # beyond it stand inf and nan
_GROUPED = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$"
_IN_BRACKETS = r"^\((\d.*)\)$"


def quick(text: Any) -> Any:
    """The number of text that is one as it stands; else NULL."""
    value = text.try_cast("float64")
    return ibis.ifelse(value.between(-_LIMIT, _LIMIT) & ~text.contains("_"), value, None)


def leftover(text: Any, found: Any) -> Any:
    """What `quick` could not read, washed; brackets of accountants turned into a minus."""
    washed = wash(text).re_replace(_IN_BRACKETS, r"-\1")
    return ibis.ifelse(found.isnull() & text.notnull(), washed, None)


def parts(rest: Any) -> tuple[Any, Any]:
    """The digits of washed text and the magnitude behind them (万); both empty when it is no number."""
    found = _number()
    return rest.re_extract(found, 1), rest.re_extract(found, 2)


def slow(digits: Any, magnitude: Any, factor: float) -> Any:
    """The number its parts make, times `factor`; its own 万 or 亿 takes the factor's place. Else NULL."""
    well_formed = ~digits.contains(",") | digits.re_search(_GROUPED)
    value = ibis.ifelse(well_formed, digits.replace(",", "").try_cast("float64"), None)
    worth = [(magnitude == word, ibis.literal(own)) for word, own in magnitudes().items()]
    number = value * ibis.cases(*worth, else_=ibis.literal(float(factor)))
    return ibis.ifelse(number.between(-_LIMIT, _LIMIT), number, None)


@lru_cache(maxsize=1)
def _number() -> str:
    return rf"^([+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?) *{suffix_pattern()}$"
