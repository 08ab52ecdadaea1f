"""What `cockpit new` writes can be loaded at once, and nothing is overwritten."""

from pathlib import Path

import pytest

from app.catalogue import PackageRefused, load_package, scaffold
from app.domain.errors import CockpitError, UnknownDepartment


def test_a_new_city(tmp_path: Path) -> None:
    written = scaffold.new_package(tmp_path / "city", "Smallton: a city")
    assert all(path.is_file() for path in written)
    catalogue = load_package(tmp_path / "city")
    assert catalogue.city.name.zh == "Smallton: a city"
    assert (len(catalogue.indicators), len(catalogue.sources), len(catalogue.departments)) == (1, 1, 1)


def test_growing_a_city(tmp_path: Path) -> None:
    city = tmp_path / "city"
    scaffold.new_package(city, "小城")
    scaffold.new_department(city, "water")
    scaffold.new_source(city, "water", "gauges")
    (path,) = scaffold.new_indicator(city, "water", "true")  # a word that YAML could misread
    catalogue = load_package(city)
    assert catalogue.indicator("true").department == "water"
    assert catalogue.sources["gauges"].measures.keys() == {"water_cases"}
    assert path == city / "departments/water/indicators/true.yaml"


def test_nothing_is_overwritten(small: Path) -> None:
    before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    for write in (
        lambda: scaffold.new_package(small, "x"),
        lambda: scaffold.new_department(small, "water"),
        lambda: scaffold.new_indicator(small, "water", "connect_rate"),
        lambda: scaffold.new_indicator(small, "water", "water_pressure"),
    ):
        with pytest.raises(CockpitError) as refused:
            write()
        assert refused.value.code == "scaffold_exists"
    assert {path: path.read_bytes() for path in small.rglob("*") if path.is_file()} == before


def test_a_source_needs_a_measure_without_one(small: Path) -> None:
    with pytest.raises(CockpitError) as refused:
        scaffold.new_source(small, "water", "more")
    assert refused.value.code == "scaffold_no_measure"


@pytest.mark.parametrize("name", ["../evil", "Water", "1st", "", "a-b"])
def test_ids_are_ids(small: Path, name: str) -> None:
    for write in (
        lambda: scaffold.new_department(small, name),
        lambda: scaffold.new_indicator(small, "water", name),
        lambda: scaffold.new_source(small, "water", name),
    ):
        with pytest.raises(CockpitError) as refused:
            write()
        assert refused.value.code == "bad_id"


def test_an_unknown_department(small: Path) -> None:
    with pytest.raises(UnknownDepartment):
        scaffold.new_indicator(small, "nobody", "x")


def test_a_faulty_package_is_left_alone(small: Path) -> None:
    (small / "city.yaml").write_text("name: x", encoding="utf-8")
    with pytest.raises(PackageRefused):
        scaffold.new_department(small, "parks")
    assert not (small / "departments/parks").exists()
