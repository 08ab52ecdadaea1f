"""Areas as shapes in a plane: a map light enough for a wall that redraws all day, sharp at every scale.

A tile map or a WebGL chart would blur or flicker when scaled; a few paths do not. Each area is a link, so
that keyboard and pointer reach it alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from shapely import MultiPolygon, Polygon, maximum_inscribed_circle
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

WIDTH = 1000.0


@dataclass(frozen=True, slots=True)
class AreaShape:
    """One area: its outline as an SVG path, and where its name stands (units of the view box)."""

    code: str
    path: str
    x: float
    y: float
    room: float  # radius of the largest circle inside


@dataclass(frozen=True, slots=True)
class Plane:
    """All areas with the size of the view box."""

    width: float
    height: float
    shapes: tuple[AreaShape, ...]


def plane(geojson: bytes) -> Plane:
    """Boundaries (longitude, latitude) laid flat: a degree of longitude shrinks with the latitude.

    `geojson`: a collection whose features carry `id`. Outlines lose what is finer than a screen shows.
    """
    features = orjson.loads(geojson)["features"]
    outlines = {str(feature["id"]): shape(feature["geometry"]) for feature in features}
    west, south, east, north = _bounds(outlines.values())
    flat = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * flat)

    def place(point: tuple[float, ...]) -> tuple[float, float]:
        return (point[0] - west) * flat * scale, (north - point[1]) * scale

    found = tuple(_shape(code, outline, place) for code, outline in outlines.items())
    return Plane(WIDTH, round((north - south) * scale, 1), found)


def _bounds(outlines: Iterable[BaseGeometry]) -> tuple[float, float, float, float]:
    boxes = [outline.bounds for outline in outlines]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _shape(code: str, outline: BaseGeometry, place: Any) -> AreaShape:
    parts: list[Any] = list(outline.geoms) if isinstance(outline, MultiPolygon) else [outline]
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    path = "".join(_ring([place(point) for point in ring.coords]) for ring in rings)
    largest = max(parts, key=lambda part: part.area)
    circle = maximum_inscribed_circle(Polygon([place(point) for point in largest.exterior.coords]))
    x, y = circle.coords[0]
    return AreaShape(code, path, round(x, 1), round(y, 1), round(circle.length, 1))


def _ring(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
