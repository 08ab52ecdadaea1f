"""Indicators and policies name only what the package holds."""

from __future__ import annotations

from collections.abc import Iterator

from app.catalogue.draft import Draft, Entry, Kind
from app.catalogue.problems import Problem

CODES: dict[Kind, str] = {
    "area": "unknown_area_code",
    "department": "unknown_department_id",
    "measure": "unknown_measure",
    "indicator": "unknown_indicator_id",
    "theme": "unknown_theme",
    "goal": "unknown_goal",
}


def indicator_references(draft: Draft) -> Iterator[Problem]:
    """Theme, goal, areas, departments and companions of an indicator are known, and it is not its own companion."""
    for entry in draft.indicators:
        spec = entry.spec
        yield from _known(draft, entry, "theme", (spec.theme,), "theme")
        if spec.goal is not None:
            yield from _known(draft, entry, "goal", (spec.goal,), "goal")
        yield from _known(draft, entry, "area", spec.areas, "areas")
        yield from _known(draft, entry, "department", spec.also_departments, "also_departments")
        yield from _known(draft, entry, "indicator", spec.read_with, "read_with")
        if entry.id in spec.read_with:
            yield entry.problem("names_itself", "read_with", name=entry.id)
        if entry.department in spec.also_departments:
            yield entry.problem("names_itself", "also_departments", name=entry.department)


def scene_references(draft: Draft) -> Iterator[Problem]:
    """Scenes name known departments and indicators."""
    if draft.city is None:
        return
    for key, scene in draft.city.spec.scenes.items():
        named: tuple[tuple[Kind, tuple[str, ...], str], ...] = (
            ("department", scene.departments, "departments"),
            ("indicator", scene.indicators, "indicators"),
        )
        for kind, names, field in named:
            for index, name in enumerate(names):
                if unknown := draft.unknown(kind, name):
                    yield draft.city.problem(CODES[kind], "scenes", key, field, index, **unknown)


def peer_references(draft: Draft) -> Iterator[Problem]:
    """Similar areas are found by known measures."""
    if draft.city is None or draft.city.spec.peers is None:
        return
    for index, name in enumerate(draft.city.spec.peers.covariates):
        if unknown := draft.unknown("measure", name):
            yield draft.city.problem(CODES["measure"], "peers", "covariates", index, **unknown)


def policy_references(draft: Draft) -> Iterator[Problem]:
    """Policies name known indicators and areas."""
    for entry in draft.policies:
        yield from _known(draft, entry, "indicator", entry.spec.indicators, "indicators")
        yield from _known(draft, entry, "area", entry.spec.areas, "areas")


def _known(draft: Draft, entry: Entry, kind: Kind, names: tuple[str, ...], key: str) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if unknown := draft.unknown(kind, name):
            yield entry.problem(CODES[kind], key, index, **unknown)
