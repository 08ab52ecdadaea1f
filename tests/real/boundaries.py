"""Boundaries of a real city, made into what a package wants: a code each, outer rings clockwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.polygon import orient


def write_boundaries(package: Path, source: Path) -> None:
    """Write areas.geojson from a file of DataV features (`adcode`)."""
    features = json.loads(source.read_text(encoding="utf-8-sig"))["features"]
    content = {"type": "FeatureCollection", "features": [_feature(one) for one in features]}
    (package / "areas.geojson").write_text(json.dumps(content), encoding="utf-8")


def _feature(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": str(found["properties"]["adcode"])},
        "geometry": mapping(_clockwise(shape(found["geometry"]))),
    }


def _clockwise(geometry: Any) -> Polygon | MultiPolygon:
    if isinstance(geometry, MultiPolygon):
        return MultiPolygon([orient(polygon, -1) for polygon in geometry.geoms])
    return orient(geometry, -1)
