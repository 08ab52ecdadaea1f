"""A package read but not yet checked: what the rules look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from app.catalogue.document import Document, Place
from app.catalogue.files import (
    AreaSpec,
    CitySpec,
    DepartmentSpec,
    IndicatorSpec,
    MeasureSpec,
    PolicySpec,
    TargetSpec,
)
from app.catalogue.problems import Problem, nearest
from app.catalogue.source import Source
from app.catalogue.spec import Spec

S = TypeVar("S", bound=Spec)
Kind = Literal["area", "department", "measure", "indicator", "theme", "goal"]


@dataclass(frozen=True)
class Entry(Generic[S]):
    """One thing of the package and where it stands. `department`: the folder it came from."""

    id: str
    spec: S
    document: Document
    place: Place = ()
    department: str = ""

    def problem(self, code: str, *place: str | int, **params: Any) -> Problem:
        """A fault of this entry, at a place inside it."""
        return self.document.problem(code, *self.place, *place, **params)

    @property
    def where(self) -> str:
        """Its file and line, to name it in the fault of another."""
        return f"{self.document.file}:{self.document.line(*self.place)}"


@dataclass
class Draft:
    """Everything that could be read.

    `names` holds every name that stands in the package, those of broken entries too, and `unread` the
    kinds of which a whole file was lost: nothing is called unknown because of another fault.
    """

    folder: Path
    city: Entry[CitySpec] | None = None
    areas: list[Entry[AreaSpec]] = field(default_factory=list)
    departments: list[Entry[DepartmentSpec]] = field(default_factory=list)
    measures: list[Entry[MeasureSpec]] = field(default_factory=list)
    indicators: list[Entry[IndicatorSpec]] = field(default_factory=list)
    sources: list[Entry[Source]] = field(default_factory=list)
    targets: list[Entry[TargetSpec]] = field(default_factory=list)
    policies: list[Entry[PolicySpec]] = field(default_factory=list)
    boundaries: Document | None = None
    names: dict[Kind, set[str]] = field(default_factory=dict)
    unread: set[Kind] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def named(self, kind: Kind, name: str) -> None:
        """Note that a name of this kind stands in the package."""
        self.names.setdefault(kind, set()).add(name)

    def unknown(self, kind: Kind, name: str) -> dict[str, str] | None:
        """None when the name is known (or cannot be judged), else what the sentence needs."""
        known = self.names.get(kind, set())
        if name in known or kind in self.unread:
            return None
        return {"name": name, "nearest": nearest(name, known)}

    def measure(self, measure: str) -> MeasureSpec | None:
        """The first measure of this id."""
        return next((entry.spec for entry in self.measures if entry.id == measure), None)

    def by_id(self, entries: list[Entry[S]]) -> dict[str, Entry[S]]:
        """Entries by id; of two with one id the first."""
        return {entry.id: entry for entry in reversed(entries)}
