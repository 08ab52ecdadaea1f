"""The ways people write dates and numbers, as `forms.yaml` lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from app.catalogue.units import factor
from app.domain.period import Grain


@dataclass(frozen=True, slots=True)
class DateForm:
    """One way to write a date. `shift` adds months of the city's year; `week` names a group."""

    pattern: str
    to: str
    grain: Grain
    needs: str | None = None
    quarter: int | None = None
    week: str | None = None


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "forms.yaml").read_text(encoding="utf-8"))


def letters() -> dict[str, str]:
    """Full-width and variant letters with their plain form."""
    return _content()["letters"]


def empty_words() -> tuple[str, ...]:
    """Words that stand for an empty number or date."""
    return tuple(_content()["empty"])


def moment_forms() -> dict[str, Any]:
    """Patterns that cut a time off a date and read it."""
    return _content()["moment"]


def serial_form() -> str:
    """A date as a spreadsheet counts it."""
    return _content()["serial"]


@lru_cache(maxsize=1)
def date_forms() -> tuple[DateForm, ...]:
    """Every form, in the order in which they are tried."""
    return tuple(
        DateForm(grain=Grain(grain), **entry)
        for grain, entries in _content()["dates"].items()
        for entry in entries
    )


@lru_cache(maxsize=1)
def magnitudes() -> dict[str, float]:
    """What may stand between a number and its counting word, and what it is worth: 万, 十万 …"""
    found = {}
    for word in _content()["magnitudes"]:
        value = factor(word)
        if value is None:
            message = f"forms.yaml: {word} is not a unit"
            raise ValueError(message)
        found[word] = value
    return found


def suffix_pattern() -> str:
    """What may stand behind a number: a magnitude (the one group) and a counting word, or a percent sign."""
    counting = "|".join(_content()["counting"])
    return f"(?:({'|'.join(magnitudes())})(?:{counting})?|(?:{counting}|%)?)"
