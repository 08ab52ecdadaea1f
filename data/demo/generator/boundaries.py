"""Boundaries of the fictional city: Voronoi cells of the two banks of a river, so that neighbours share edges.

Run `python -m data.demo.generator.boundaries` to write `areas.geojson` anew; the same seed gives the same file.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import yaml
from shapely import (
    LineString,
    Polygon,
    STRtree,
    get_parts,
    polygonize,
    segmentize,
    transform,
    unary_union,
    voronoi_polygons,
)
from shapely.geometry import MultiPoint, Point, mapping
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

PACKAGE = Path(__file__).resolve().parents[1]
SEED = 990100
CENTRE = (118.42, 31.06)
# Rings of districts: distance from the centre in degrees, how many, where the first lies (degrees from the
# east, counter-clockwise), which way round: so that the south's name lies in the south.
RINGS = ((0.036, 4, 40, 1), (0.085, 5, 54, 1), (0.165, 7, 170, -1))


def outline(rng: np.random.Generator) -> Polygon:
    """An irregular city limit of about 50 km across."""
    angles = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    wobble = sum(rng.normal(0, 0.13 / k) * np.cos(k * angles + rng.uniform(0, 6)) for k in range(2, 14))
    radius = 0.25 * (1 + wobble)
    return Polygon(
        np.column_stack([CENTRE[0] + 1.18 * radius * np.cos(angles), CENTRE[1] + radius * np.sin(angles)])
    )


def river() -> Polygon:
    """The river that parts the city: it bends through the middle and widens downstream, to the east."""
    along = np.linspace(-0.45, 0.45, 60)
    course = 0.02 * np.sin(along * 13 + 0.6) + 0.014 * np.sin(along * 29 + 1.9) - 0.06 * along - 0.009
    half = 0.0022 + 0.0022 * (along - along[0])
    x, y = CENTRE[0] + along, CENTRE[1] + course
    return Polygon([*zip(x, y + half, strict=True), *zip(x[::-1], (y - half)[::-1], strict=True)])


def hearts(rng: np.random.Generator) -> list[Point]:
    """Where the districts lie: small ones in the middle, large ones outside."""
    found = []
    for distance, count, first, way in RINGS:
        for place in range(count):
            angle = np.radians(first + way * 360 * place / count) + rng.normal(0, 0.08)
            reach = distance * rng.uniform(0.9, 1.1)
            found.append(Point(CENTRE[0] + 1.18 * reach * np.cos(angle), CENTRE[1] + reach * np.sin(angle)))
    return found


def cells(points: list[Point], inside: Polygon) -> list[Polygon]:
    """The Voronoi cell of each point, clipped, in the order of the points."""
    parts = get_parts(voronoi_polygons(MultiPoint(points), extend_to=inside.buffer(1)))
    clipped = []
    for point in points:
        own = next(part for part in parts if part.contains(point))
        clipped.append(_largest(own.intersection(inside)))
    return clipped


def banks(points: list[Point], inside: Polygon) -> list[Polygon]:
    """The cell of each point on its own bank of the river, in the order of the points."""
    found: dict[int, Polygon] = {}
    for bank in sorted(get_parts(inside.difference(river())), key=lambda part: -part.area)[:2]:
        own = [place for place, point in enumerate(points) if bank.contains(point)]
        found |= zip(own, cells([points[place] for place in own], bank), strict=True)
    return [found[place] for place in range(len(points))]


def _largest(shape: BaseGeometry) -> Polygon:
    return max(get_parts(shape), key=lambda part: part.area)


def bend(polygons: list[Polygon], rng: np.random.Generator) -> list[Polygon]:
    """Straight edges become irregular: the plane is warped smoothly, so that neighbours stay neighbours."""
    waves = [(rng.uniform(60, 260, 2), rng.uniform(0, 6, 2), rng.uniform(-1, 1, 2)) for _ in range(10)]

    def warp(points: np.ndarray) -> np.ndarray:
        moved = points.copy()
        for frequency, phase, direction in waves:
            # Amplitude falls with frequency: the slope stays under one, so nothing folds over.
            swing = 0.09 / np.linalg.norm(frequency) * np.sin(points @ frequency + phase[0])
            moved += swing[:, None] * direction
        return moved.round(5)

    return [transform(shape, warp) for shape in polygons]


def streets_of(district: Polygon, count: int, rng: np.random.Generator) -> list[Polygon]:
    """`count` cells that fill a district."""
    left, low, right, high = district.bounds
    points: list[Point] = []
    while len(points) < count:
        candidate = Point(rng.uniform(left, right), rng.uniform(low, high))
        spread = 0.55 * (district.area / count) ** 0.5
        if district.contains(candidate) and all(candidate.distance(p) > spread for p in points):
            points.append(candidate)
    return cells(points, district)


def build() -> dict[str, Polygon]:
    """Boundary of every district and street by code; a district is exactly the union of its streets."""
    rng = np.random.default_rng(SEED)
    areas = yaml.safe_load((PACKAGE / "areas.yaml").read_text(encoding="utf-8"))
    districts = [area["code"] for area in areas if area["level"] == "district"]
    streets = {code: [a["code"] for a in areas if a.get("parent") == code] for code in districts}
    codes: list[str] = []
    raw: list[Polygon] = []
    for code, shape in zip(districts, banks(hearts(rng), outline(rng)), strict=True):
        codes += streets[code]
        raw += streets_of(shape, len(streets[code]), rng)
    bent = bend(noded(raw), rng)
    found = dict(zip(codes, bent, strict=True))
    for code in districts:
        found[code] = _largest(unary_union([found[street] for street in streets[code]]))
    return {code: orient(shape, -1) for code, shape in found.items()}


def noded(raw: list[Polygon]) -> list[Polygon]:
    """The same cells as an exact coverage: a corner that touches a neighbour is a vertex of both."""
    edges = unary_union([LineString(shape.exterior.coords) for shape in raw], grid_size=1e-6)
    faces = get_parts(polygonize([segmentize(edge, 0.006) for edge in get_parts(edges)]))
    tree = STRtree(faces)
    found = []
    for shape in raw:
        inner = shape.buffer(1e-5)
        own = [faces[i] for i in tree.query(shape) if inner.contains(faces[i].representative_point())]
        found.append(_largest(unary_union(own)))
    return found


def write() -> Path:
    """Write `areas.geojson`: coordinates with five decimals (about 1 m)."""
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": mapping(shape)}
        for code, shape in sorted(build().items())
    ]
    path = PACKAGE / "areas.geojson"
    content = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    path.write_text(content, encoding="utf-8")
    return path


if __name__ == "__main__":
    print(write())
