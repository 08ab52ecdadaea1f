"""The invented city's map: valid, fitting together, and the same file every time."""

import json

import pytest
from shapely.geometry import Polygon, shape
from shapely.ops import unary_union

from data.demo.generator import boundaries

FILE = boundaries.PACKAGE / "areas.geojson"


@pytest.fixture(scope="module")
def shapes() -> dict[str, Polygon]:
    features = json.loads(FILE.read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["code"]: shape(feature["geometry"]) for feature in features}


@pytest.fixture(scope="module")
def districts(shapes: dict[str, Polygon]) -> dict[str, Polygon]:
    return {code: found for code, found in shapes.items() if len(code) == 6}


def test_every_shape_is_valid_whole_and_clockwise(shapes: dict[str, Polygon]) -> None:
    assert len(shapes) == 216
    for code, found in shapes.items():
        assert isinstance(found, Polygon), code
        assert found.is_valid, code
        assert not found.interiors, code
        assert not found.exterior.is_ccw, code


def test_the_file_is_small_enough_to_send() -> None:
    assert FILE.stat().st_size < 350_000


def test_streets_fill_their_district_exactly(
    shapes: dict[str, Polygon], districts: dict[str, Polygon]
) -> None:
    for code, district in districts.items():
        streets = [found for other, found in shapes.items() if len(other) == 9 and other.startswith(code)]
        assert len(streets) >= 5
        assert sum(street.area for street in streets) == pytest.approx(district.area, rel=1e-9)
        assert unary_union(streets).symmetric_difference(district).area < 1e-12


def test_districts_touch_without_overlap_on_both_banks(districts: dict[str, Polygon]) -> None:
    shared = {
        (one, other): a.intersection(b)
        for one, a in districts.items()
        for other, b in districts.items()
        if one < other
    }
    assert max(found.area for found in shared.values()) < 1e-12
    neighbours = [pair for pair, found in shared.items() if found.length > 0.001]
    assert len(neighbours) > 20
    assert {code for pair in neighbours for code in pair} == set(districts)
    assert len(unary_union(list(districts.values())).geoms) == 2  # the river parts the city


def test_central_districts_are_smaller(districts: dict[str, Polygon]) -> None:
    centre = [districts[f"9901{number:02d}"].area for number in range(1, 5)]
    rest = [found.area for code, found in districts.items() if code > "990109"]
    assert max(centre) < min(rest)


def test_the_same_seed_draws_the_same_map(shapes: dict[str, Polygon]) -> None:
    again = boundaries.build()
    assert set(again) == set(shapes)
    assert all(again[code].equals(found) for code, found in shapes.items())
