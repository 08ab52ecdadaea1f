"""What one cell says: a number, a date of which form, or words. The same forms as ingest reads by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.domain.period import Grain
from app.ingest.inspect.words import pattern
from app.ingest.standardise.forms import (
    date_forms,
    empty_words,
    letters,
    moment_forms,
    serial_form,
    suffix_pattern,
)

_YEARS = (1900, 2200)


@dataclass(frozen=True, slots=True)
class DateSense:
    """How a text can be read as a date. `needs` as in forms.yaml; `day`: sortable, None when unknown."""

    grain: Grain
    needs: str | None
    timed: bool
    day: tuple[int, ...] | None
    numbers: tuple[int, ...] = ()


def washed(text: str | None) -> str:
    """Full-width forms made plain, blanks at both ends gone."""
    return (text or "").translate(_letters()).strip()


@lru_cache(maxsize=65_536)  # cells repeat
def is_blank(text: str | None) -> bool:
    """Whether a cell says nothing."""
    return washed(text) in empty_words()


@lru_cache(maxsize=65_536)  # cells repeat
def is_number(text: str | None) -> bool:
    """Whether a cell is a number as people write them."""
    return _number().match(washed(text)) is not None


def is_label(text: str | None) -> bool:
    """Whether a cell could name a column: words, neither a number nor a date."""
    return not is_blank(text) and not is_number(text) and date_sense(text) is None


def is_period_name(text: str | None) -> bool:
    """Whether a column named so holds one period: 2024-03, 202403, 2024, 2024Q1."""
    sense = date_sense(text)
    return sense is not None and sense.day is not None and not sense.timed


@lru_cache(maxsize=65_536)  # cells repeat
def date_sense(text: str | None) -> DateSense | None:
    """The first form that fits, with a year in reach; None when the text is no date."""
    plain = washed(text)
    compact = re.match(moment_forms()["compact"], plain)
    if compact:
        plain = f"{compact[1]} {compact[2]}:{compact[3]}:{compact[4]}"
    if "T" in plain:
        plain = re.sub(r"^(\d{4}-\d\d-\d\d)T", r"\1 ", plain)
    cut = re.match(moment_forms()["split"], plain)
    part, timed = (cut[1].strip(), True) if cut and cut[1] else (plain, False)
    if timed and cut and not re.match(moment_forms()["clock"], cut[2]):
        return None
    for form in date_forms():
        found = re.match(form.pattern, part)
        if found:
            day = _day(found.groups(), form.needs)
            if day is None and form.needs != "year":
                continue
            numbers = tuple(int(group) for group in found.groups() if group and group.isdigit())
            midnight = timed and cut is not None and pattern("midnight").fullmatch(cut[2].strip())
            return DateSense(form.grain, form.needs, timed and not midnight, day, numbers)
    return None


def is_serial(text: str | None) -> bool:
    """Whether a number could be a day as spreadsheets count them."""
    plain = washed(text)
    return bool(re.match(serial_form(), plain)) and 36_000 <= float(plain) <= 55_000


def _day(groups: tuple[str | None, ...], needs: str | None) -> tuple[int, ...] | None:
    numbers = [int(group) for group in groups if group and group.isdigit()]
    if needs == "year" or not numbers:
        return None
    if needs == "roc":
        numbers[0] += 1911
    if needs in ("mdy", "dmy"):
        numbers = [numbers[2], *numbers[:2]]
        small = max(numbers[1:]) <= 31 and min(numbers[1:]) <= 12
        return tuple(numbers) if small and _YEARS[0] <= numbers[0] <= _YEARS[1] else None
    bounds = (12, 31) if len(numbers) > 2 else (53,)
    fits = all(1 <= number <= bound for number, bound in zip(numbers[1:], bounds, strict=False))
    return tuple(numbers) if fits and _YEARS[0] <= numbers[0] <= _YEARS[1] else None


@lru_cache(maxsize=1)
def _letters() -> dict[int, str]:
    return {ord(letter): plain for letter, plain in letters().items()}


@lru_cache(maxsize=1)
def _number() -> re.Pattern[str]:
    digits = r"[+-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
    return re.compile(rf"^\(?{digits}\)? *{suffix_pattern()}$")
