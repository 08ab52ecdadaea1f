"""Areas laid flat keep their neighbours, their proportions and a place for their name."""

import json
import math

import pytest
from shapely import Point, Polygon

from app.analysis.plane import WIDTH, plane

WEST = [[110.0, 60.0], [110.0, 61.0], [111.0, 61.0], [111.0, 60.0], [110.0, 60.0]]
EAST = [[111.0, 60.0], [111.0, 61.0], [112.0, 61.0], [112.0, 60.0], [111.0, 60.0]]


def collection(**outlines: list[list[float]]) -> bytes:
    features = [
        {"type": "Feature", "id": code, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for code, ring in outlines.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def outline(path: str) -> Polygon:
    assert path.startswith("M")
    assert path.endswith("Z")
    return Polygon([tuple(map(float, point.split())) for point in path[1:-1].split("L")])


def test_a_degree_of_longitude_shrinks_with_the_latitude() -> None:
    flat = plane(collection(a=WEST, b=EAST))
    assert flat.width == WIDTH
    # Two degrees wide, one high, at 60.5 degrees north.
    assert flat.height == pytest.approx(WIDTH / (2 * math.cos(math.radians(60.5))), rel=1e-3)


def test_neighbours_touch_and_names_stand_inside() -> None:
    west, east = plane(collection(a=WEST, b=EAST)).shapes
    one, other = outline(west.path), outline(east.path)
    assert one.intersection(other).area == pytest.approx(0, abs=1)
    assert one.bounds[2] == other.bounds[0]
    for area, ring in ((west, one), (east, other)):
        assert ring.contains(Point(area.x, area.y))
        assert area.room == pytest.approx(250, rel=0.02)


def test_north_is_up() -> None:
    south = [[110.0, 59.0], [110.0, 60.0], [111.0, 60.0], [111.0, 59.0], [110.0, 59.0]]
    north, below = plane(collection(a=WEST, b=south)).shapes
    assert north.y < below.y


def test_a_hole_and_islands_are_drawn() -> None:
    hole = [[110.4, 60.4], [110.6, 60.4], [110.6, 60.6], [110.4, 60.6], [110.4, 60.4]]
    feature = {"id": "a", "geometry": {"type": "MultiPolygon", "coordinates": [[WEST, hole], [EAST]]}}
    (area,) = plane(json.dumps({"features": [feature]}).encode()).shapes
    assert area.path.count("M") == 3
