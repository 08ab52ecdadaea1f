"""The boundaries: valid, wound the way the charts need, complete, and without overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shapely import STRtree, is_ccw
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from app.catalogue.document import Document
from app.catalogue.draft import Draft
from app.catalogue.problems import Problem
from app.domain.area import Level

_SHARED = 1e-6  # of the smaller area: what two neighbours may share by rounding


def boundaries(draft: Draft) -> Iterator[Problem]:
    """Every feature is sound, every district has one, and areas of a level do not overlap."""
    document = draft.boundaries
    if document is None:
        return
    content = document.content
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        yield document.problem("not_features")
        return
    shapes: dict[str, BaseGeometry] = {}
    for number, feature in enumerate(features, start=1):
        code = _code(feature)
        geometry = _geometry(feature)
        yield from _feature_faults(draft, document, number, code, geometry)
        if code in shapes:
            yield document.problem("boundary_twice", "features", code, area=code, number=number)
        elif geometry is not None and geometry.is_valid:
            shapes[code] = geometry
    present = {_code(feature) for feature in features}
    for entry in draft.areas:
        if entry.spec.level is Level.DISTRICT and entry.spec.boundary and entry.id not in present:
            yield entry.problem("boundary_missing", area=entry.id)
    yield from _overlaps(draft, document, shapes)


def _feature_faults(
    draft: Draft, document: Document, number: int, code: str, geometry: BaseGeometry | None
) -> Iterator[Problem]:
    if not code:
        yield document.problem("boundary_without_code", number=number)
    elif unknown := draft.unknown("area", code):
        yield document.problem("unknown_area_code", "features", code, **unknown)
    params = {"area": code, "number": number}
    if geometry is None:
        yield document.problem("boundary_not_polygon", "features", code, **params)
    elif not geometry.is_valid:
        yield document.problem("boundary_invalid", "features", code, **params, why=explain_validity(geometry))
    elif any(is_ccw(polygon.exterior) for polygon in _polygons(geometry)):
        yield document.problem("boundary_anticlockwise", "features", code, **params)


def _overlaps(draft: Draft, document: Document, shapes: dict[str, BaseGeometry]) -> Iterator[Problem]:
    levels = {entry.id: entry.spec.level for entry in draft.areas}
    for level in Level:
        codes = [code for code in shapes if levels.get(code) is level]
        found = [shapes[code] for code in codes]
        if len(found) < 2:
            continue
        for one, other in zip(*STRtree(found).query(found, predicate="intersects"), strict=True):
            if one >= other:
                continue
            shared = found[one].intersection(found[other]).area
            if shared > _SHARED * min(found[one].area, found[other].area):
                yield document.problem(
                    "boundaries_overlap", "features", codes[one], area=codes[one], other=codes[other]
                )


def _code(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return str(properties.get("code") or "") if isinstance(properties, dict) else ""


def _geometry(feature: Any) -> BaseGeometry | None:
    try:
        geometry = shape(feature["geometry"])
    except (KeyError, TypeError, ValueError, AttributeError, ShapelyError):
        return None
    usable = isinstance(geometry, Polygon | MultiPolygon) and not geometry.is_empty
    return geometry if usable else None


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    return list(geometry.geoms) if isinstance(geometry, MultiPolygon) else [geometry]  # type: ignore[list-item]
