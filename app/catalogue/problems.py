"""Faults of a package: each with file, line, code and what its sentence needs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import CockpitError


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `file` is relative to the package; `line` counts from 1."""

    file: str
    line: int
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def error(self) -> CockpitError:
        """The fault as an error that `app.i18n.explain` puts into words."""
        return CockpitError(self.code, **self.params)

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.error}"


class PackageRefused(CockpitError):
    """The package has faults; `problems` holds every one, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.code)))
        first = self.problems[0]
        super().__init__("package_refused", count=len(self.problems), file=first.file, line=first.line)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`; a dash when none is."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return close[0] if close else "–"
