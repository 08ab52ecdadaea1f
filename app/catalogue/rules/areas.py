"""The tree of areas."""

from __future__ import annotations

from collections.abc import Iterator

from app.catalogue.draft import Draft
from app.catalogue.problems import Problem
from app.domain.area import Level


def one_city(draft: Draft) -> Iterator[Problem]:
    """There is one area of level city, and city.yaml names it."""
    cities = [entry for entry in draft.areas if entry.spec.level is Level.CITY]
    for extra in cities[1:]:
        yield extra.problem("second_city", "level", first=cities[0].id)
    if draft.city is None:
        return
    named = draft.city.spec.area
    if unknown := draft.unknown("area", named):
        yield draft.city.problem("unknown_area_code", "area", **unknown)
    elif cities and named != cities[0].id and any(entry.id == named for entry in draft.areas):
        yield draft.city.problem("city_is_not_city", "area", name=named, city=cities[0].id)


def parents(draft: Draft) -> Iterator[Problem]:
    """Every area but the city has a parent, of the level directly above."""
    by_id = draft.by_id(draft.areas)
    for entry in draft.areas:
        area = entry.spec
        if area.level is Level.CITY:
            if area.parent is not None:
                yield entry.problem("city_with_parent", "parent", name=area.parent)
            continue
        if area.parent is None:
            yield entry.problem("area_without_parent", "level", area=area.code, level=area.level.value)
        elif unknown := draft.unknown("area", area.parent):
            yield entry.problem("unknown_area_code", "parent", **unknown)
        elif area.parent in by_id:
            above, wanted = by_id[area.parent].spec.level, list(Level)[area.level.rank - 1]
            if above is not wanted:
                params = {"level": area.level.value, "parent": area.parent}
                yield entry.problem(
                    "parent_level", "parent", **params, found=above.value, wanted=wanted.value
                )


def peers(draft: Draft) -> Iterator[Problem]:
    """Peers are other areas of the same level."""
    by_id = draft.by_id(draft.areas)
    for entry in draft.areas:
        for index, code in enumerate(entry.spec.peers):
            if unknown := draft.unknown("area", code):
                yield entry.problem("unknown_area_code", "peers", index, **unknown)
            elif code == entry.id or (code in by_id and by_id[code].spec.level is not entry.spec.level):
                yield entry.problem("peer_level", "peers", index, peer=code, level=entry.spec.level.value)


def validity(draft: Draft) -> Iterator[Problem]:
    """An area does not end before it begins."""
    for entry in draft.areas:
        area = entry.spec
        if area.valid_from and area.valid_to and area.valid_to < area.valid_from:
            yield entry.problem("dates_reversed", "valid_to", first=area.valid_from, last=area.valid_to)
