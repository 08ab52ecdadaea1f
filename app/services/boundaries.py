"""Boundaries of an area's parts, cut from the package's file once per worker and area."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from app.services.cockpit import Cockpit


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
