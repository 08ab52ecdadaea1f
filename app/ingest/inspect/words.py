"""The words of `words.yaml`, compiled once."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text("utf-8"))
    return content


@lru_cache(maxsize=32)
def pattern(name: str) -> re.Pattern[str]:
    """A pattern by its name."""
    return re.compile(_content()[name], re.IGNORECASE)


def listed(name: str) -> tuple[str, ...]:
    """A list of words by its name."""
    return tuple(_content()[name])


def word(name: str) -> str:
    """A word by its name."""
    return str(_content()[name])
