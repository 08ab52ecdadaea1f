"""Boundaries of an area's parts, cut from the package's file and laid flat once per worker and area."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from app.analysis.plane import AreaShape, Plane, plane
from app.domain.area import Outlines
from app.services.cockpit import Cockpit

__all__ = ["AreaShape", "Plane", "flat", "outlines", "parts"]

# A name may be so many times as wide as the largest circle inside its area: it reaches a little further.
_NAME = 1.1


@lru_cache(maxsize=4)
def _features(path: Path) -> dict[str, dict[str, Any]]:
    content = orjson.loads(path.read_bytes())
    return {str(f["properties"]["code"]): f for f in content["features"]}


def parts(cockpit: Cockpit, area: str) -> bytes | None:
    """GeoJSON of the children that have a boundary, `id` = area code; None when none has.

    Raises: UnknownArea.
    """
    cockpit.catalogue.area(area)
    path = cockpit.catalogue.boundaries
    if path is None:
        return None
    known = _features(path)
    found = [
        {
            "type": "Feature",
            "id": child.code,
            "properties": {"code": child.code},
            "geometry": feature["geometry"],
        }
        for child in cockpit.catalogue.children(area)
        if (feature := known.get(child.code)) is not None
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": found}) if found else None


@lru_cache(maxsize=64)
def _flat(content: bytes) -> Plane:
    return plane(content)


def flat(cockpit: Cockpit, area: str) -> Plane | None:
    """The children that have a boundary, laid flat; None when none has. Raises: UnknownArea."""
    content = parts(cockpit, area)
    return _flat(content) if content else None


def outlines(cockpit: Cockpit, area: str) -> Outlines | None:
    """Where a browser finds the boundaries of an area's parts, with the room for their names; None when there are
    none. Raises: UnknownArea."""
    found = flat(cockpit, area)
    if found is None:
        return None
    side = max(found.width, found.height)
    room = {one.code: round(2 * _NAME * one.room / side, 4) for one in found.shapes}
    return Outlines(f"/api/v1/boundaries/{area}.geojson", room)
