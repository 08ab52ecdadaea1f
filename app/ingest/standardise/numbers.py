"""Numbers as people write them: 1,234 · １２３４ · 1.2万 · 12% · (5) for −5.

A field is read in stages, because the forms of the odd few must not cost the many: `quick` casts, and
only what it leaves is washed and taken apart.
"""

from __future__ import annotations

from typing import Any

import ibis

from app.ingest.standardise.forms import plain_suffixes, suffix_factors
from app.ingest.standardise.text import wash

_LIMIT = 1e300  # beyond it stand inf and nan
_NUMBER = r"^([+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?) *(.*)$"
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


def slow(rest: Any, factor: float) -> Any:
    """The number of washed text, times `factor`; its own 万 or 亿 takes the factor's place. Else NULL."""
    digits = rest.re_extract(_NUMBER, 1)
    suffix = rest.re_extract(_NUMBER, 2)
    well_formed = ~digits.contains(",") | digits.re_search(_GROUPED)
    value = ibis.ifelse(well_formed, digits.replace(",", "").try_cast("float64"), None)
    branches = [(suffix.isin(plain_suffixes()), ibis.literal(float(factor)))]
    branches += [(suffix.isin(words), ibis.literal(own)) for own, words in suffix_factors().items()]
    number = value * ibis.cases(*branches)
    return ibis.ifelse(rest.re_search(_NUMBER) & number.between(-_LIMIT, _LIMIT), number, None)
