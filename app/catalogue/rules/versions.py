"""Versions of a definition follow one another; a break in the series is explained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from app.catalogue.draft import Draft
from app.catalogue.problems import Problem


def versions_in_order(draft: Draft) -> Iterator[Problem]:
    """Numbers and days grow; only the first may lack its day."""
    for entry in draft.indicators:
        versions = entry.spec.versions
        for index, (earlier, later) in enumerate(pairwise(versions), start=1):
            if later.valid_from is None:
                yield entry.problem("version_without_day", "versions", index, number=later.number)
            elif later.number <= earlier.number or later.valid_from <= (earlier.valid_from or date.min):
                params = {"number": later.number, "earlier": earlier.number}
                yield entry.problem("versions_order", "versions", index, **params)


def breaks_are_explained(draft: Draft) -> Iterator[Problem]:
    """A version that breaks the series has a note; the first has nothing to break."""
    for entry in draft.indicators:
        for index, version in enumerate(entry.spec.versions):
            if version.breaks_series and index == 0:
                yield entry.problem("first_version_breaks", "versions", index, number=version.number)
            elif version.breaks_series and version.note is None:
                yield entry.problem("break_without_note", "versions", index, number=version.number)
