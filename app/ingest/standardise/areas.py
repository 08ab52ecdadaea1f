"""Names of areas, however they are spelt, to codes."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

import pandas as pd

from app.catalogue import Catalogue
from app.domain.area import Area, Level
from app.domain.period import Calendar, Grain, epoch_day

ALWAYS = (-(2**31), 2**31 - 1)


def area_key(text: str) -> str:
    """What two spellings of an area have in common: width, case and all blanks do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(ch for ch in folded if not ch.isspace() and ch not in "\ufeff\u200b")


class AreaFinder:
    """Finds the area of one level that a text names: by code, name, alias, or name behind its parents'."""

    def __init__(self, catalogue: Catalogue, level: Level) -> None:
        self._catalogue = catalogue
        self._areas = [area for area in catalogue.areas.values() if area.level is level]
        self._known: dict[str, Area] = {}
        self._nearest: dict[str, str] = {}
        for area in self._areas:
            for name in (area.code, *_names(area)):
                self._known.setdefault(area_key(name), area)

    def find(self, text: str | None) -> Area | None:
        """The area, None when the text names none of this level."""
        key = area_key(text or "")
        if not key:
            return None
        if key in self._known:
            return self._known[key]
        if key.isdigit():  # 12-digit codes of statistics: the code filled up with zeros
            return next(
                (a for a in self._areas if key.startswith(a.code) and not key[len(a.code) :].strip("0")), None
            )
        return self._behind_parents(key)

    def nearest(self, text: str | None) -> str:
        """The name most like the text, '' when none is."""
        wanted = text or ""
        if wanted not in self._nearest:  # looked up once, however many rows have the same fault
            names = [name for area in self._areas for name in (area.name.zh, area.name.en)]
            found = difflib.get_close_matches(wanted, names, n=1, cutoff=0.5)
            self._nearest[wanted] = next(iter(found), "")
        return self._nearest[wanted]

    def ancestor(self, area: Area, level: Level) -> str | None:
        """The code of the area of `level` that holds `area` (itself, when it is of that level)."""
        chain = [area, *self._catalogue.ancestors(area.code)]
        return next((above.code for above in chain if above.level is level), None)

    def _behind_parents(self, key: str) -> Area | None:
        """'The city's district' written in full: the parents' names are taken off the front."""
        for area in self._areas:
            rest = key
            for above in reversed(self._catalogue.ancestors(area.code)):
                front = next((area_key(n) for n in _names(above) if rest.startswith(area_key(n))), "")
                rest = rest[len(front) :]
            if rest != key and any(rest == area_key(name) for name in _names(area)):
                return area
        return None


def lookup(
    finder: AreaFinder,
    texts: Iterable[str],
    levels: Iterable[Level],
    *,
    grain: Grain,
    calendar: Calendar,
) -> pd.DataFrame:
    """One row a text: `text`, a code per level (None when unknown), `from_day` and `to_day` of validity.

    `from_day` is the start of the period (of `grain`) in which the area came to be.
    """
    wanted = list(dict.fromkeys(levels))
    rows = []
    for text in texts:
        area = finder.find(text)
        codes = [finder.ancestor(area, level) if area else None for level in wanted]
        rows.append([text, *codes, *(_validity(area, grain, calendar) if area else ALWAYS)])
    return pd.DataFrame(rows, columns=["text", *wanted, "from_day", "to_day"])


def _validity(area: Area, grain: Grain, calendar: Calendar) -> tuple[int, int]:
    first, last = ALWAYS
    if area.valid_from:
        first = epoch_day(calendar.period(area.valid_from, grain).start)
    if area.valid_to:
        last = epoch_day(area.valid_to)
    return first, last


def _names(area: Area) -> tuple[str, ...]:
    return (area.name.zh, area.name.en, *area.aliases)
