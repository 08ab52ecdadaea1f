"""Why a row is refused: a numbered list, so that a row carries one small number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.domain.observation import Reason


@dataclass(frozen=True, slots=True)
class Problem:
    """One way a row can be wrong. `column` is the column in the file, `name` the field."""

    reason: Reason
    column: str
    name: str = ""
    params: dict[str, Any] = field(default_factory=dict)


class Problems:
    """The problems a source's rows can have, each with a number from 1."""

    def __init__(self) -> None:
        self._known: list[Problem] = []

    def number(self, problem: Problem) -> int:
        """The number of a problem, given out at first sight."""
        if problem not in self._known:
            self._known.append(problem)
        return self._known.index(problem) + 1

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._known)

    def __getitem__(self, number: int) -> Problem:
        return self._known[number - 1]
