"""Faults that need more than one change, or a file added or taken away."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.catalogue import PackageRefused, Problem, load_package
from app.i18n import explain
from tests.unit.catalogue import faults

Plant = Callable[[str, str, str], None]
Problems = Callable[[], tuple[Problem, ...]]

HOTLINE = "departments/hotline"


def told(problems: tuple[Problem, ...]) -> list[tuple[str, int, str]]:
    return [(problem.file, problem.line, problem.code) for problem in problems]


def test_the_small_package_has_no_fault(small: Path) -> None:
    assert len(load_package(small).indicators) == 5


def test_no_fault_hides_another(small: Path, plant: Plant, problems: Problems) -> None:
    """One fault in each file, some of shape and some of rule: all are told."""
    plant("city.yaml", "demonstration: true", "demonstraton: true")
    plant("areas.yaml", 'peers: ["880102"]', 'peers: ["880109"]')
    plant(faults.RATE, "target: 95", "target: 195\ntraget: 95")
    plant(faults.TOTAL, "grain: month", "grain: moon")
    plant(faults.CALLS, "area: district\n", "area: distrct\n")
    plant(faults.GAUGES, "unit: 百个", "unit: 斗")
    plant(faults.TARGETS, "hotline,新建中心", ",新建中心")
    plant("policies.yaml", "[connect_rate]", "[conect_rate]")
    assert {problem.code for problem in problems()} == {
        "unknown_key",
        "unknown_area_code",
        "outside_valid_range",
        "not_one_of",
        "unknown_field",
        "unknown_unit",
        "target_without_owner",
        "unknown_indicator_id",
    }
    assert [problem.code for problem in problems() if problem.file == faults.RATE] == [
        "outside_valid_range",
        "unknown_key",
    ]


def test_a_broken_file_makes_nothing_else_unknown(small: Path, problems: Problems) -> None:
    (small / "areas.yaml").write_text("- {code: [", encoding="utf-8")
    assert {problem.code for problem in problems()} == {"yaml_broken"}


def test_a_broken_indicator_is_still_a_name(plant: Plant, problems: Problems) -> None:
    plant(faults.RATE, "theme: service\n", "")
    assert told(problems()) == [(faults.RATE, 1, "missing_key")]


def test_the_nearest_name_is_offered(plant: Plant, problems: Problems) -> None:
    plant(faults.CALLS, "area: district\n", "area: distrct\n")
    (problem,) = problems()
    assert problem.params["nearest"] == "district"
    assert "district" in explain(problem.error, "en")[1]


def test_the_nearest_key_is_offered_deep_inside(plant: Plant, problems: Problems) -> None:
    plant(
        faults.TICKETS,
        "where: [{field: kind, in: [complaint]}]",
        "where: [{field: kind, not_inn: [x], in: [y]}]",
    )
    (problem,) = problems()
    assert problem.code == "unknown_key"
    assert problem.params["nearest"] == "not_in"


def test_a_cycle_through_others(plant: Plant, problems: Problems) -> None:
    plant(faults.INDEX, "parts: {connect_rate: 2,", "parts: {load_balance: 2,")
    plant(faults.LOAD, "scored: false", "scored: true\ntarget: 2\nred_line: 1")
    (problem,) = problems()
    assert problem.code == "formula_cycle"
    assert set(problem.params["ring"].split(" → ")) == {"load_balance", "service_index"}


def test_levels_that_never_meet(plant: Plant, problems: Problems) -> None:
    plant(faults.RATE, "numerator: [calls_answered]", "numerator: [requests]")
    plant(faults.MEASURES, "sensitive: cases", "additive_over_areas: false")
    assert [problem.code for problem in problems()] == ["levels_never_meet"]


def test_a_flow_coarser_than_the_indicator(plant: Plant, problems: Problems) -> None:
    plant(faults.MEASURES, "grain: day\n  level: street", "grain: quarter\n  level: street")
    assert told(problems()) == [(faults.TOTAL, 6, "grain_too_fine")]


def test_a_stock_coarser_than_the_indicator_serves(small: Path, plant: Plant) -> None:
    plant(faults.BAND, "grain: month", "grain: day")
    assert load_package(small).indicator("water_pressure").grain == "day"


def test_a_public_ratio_over_persons_needs_a_least_denominator(plant: Plant, problems: Problems) -> None:
    plant(faults.RATE, "min_denominator: 30\n", "")
    plant(faults.MEASURES, "time: sum\n- id: requests", "time: sum\n  sensitive: persons\n- id: requests")
    assert [problem.code for problem in problems()] == ["public_without_suppression"]


def test_a_measure_from_two_sources(plant: Plant, problems: Problems) -> None:
    plant(faults.CALLS, "calls_offered: {sum", "requests: {sum")
    (problem,) = [problem for problem in problems() if problem.code == "measure_two_sources"]
    assert (problem.file, problem.line) == (faults.TICKETS, 22)
    assert problem.params["first"] == f"{faults.CALLS}:21"


def test_half_a_band_in_targets(small: Path, problems: Problems) -> None:
    (small / "departments/water/targets.csv").write_text(
        "indicator,area,valid_from,target_low,target_high,red_low,red_high,owner,reason_zh,reason_en\n"
        "water_pressure,,2024-01-01,91,,70,100,water,甲,a\n",
        encoding="utf-8",
    )
    assert {problem.code for problem in problems()} == {"band_half", "threshold_alone", "target_empty"}


def test_a_band_in_targets(small: Path) -> None:
    (small / "departments/water/targets.csv").write_text(
        "\ufeffindicator,valid_from,target_low,target_high,red_low,red_high,owner,reason_zh,reason_en\n"
        "water_pressure,2024-01-01,91,100,70,100,water,甲,a\n",
        encoding="utf-8",
    )
    target = load_package(small).targets[-1]
    assert (target.target_band, target.red_band, target.area) == ((91, 100), (70, 100), "880100")


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("city.yaml", None, "file_missing"),
        ("city.yaml", b"", "file_blank"),
        ("city.yaml", b"name: \xff\xfe", "package_file_unreadable"),
        ("areas.geojson", b"\xff", "package_file_unreadable"),
        (faults.TARGETS, b"\xff", "package_file_unreadable"),
        (faults.TARGETS, b"indicator\n", "missing_key"),
        ("policies.yaml", b"a: 1\n", "not_a_list"),
        ("policies.yaml", b"- 5\n", "not_a_mapping"),
        (faults.CALLS, b"- 5\n", "not_a_mapping"),
        (f"{HOTLINE}/sources/Bad-Name.yaml", b"{}", "missing_key"),
    ],
)
def test_files_that_cannot_be_used(
    small: Path, problems: Problems, file: str, content: bytes | None, code: str
) -> None:
    if content is None:
        (small / file).unlink()
    else:
        (small / file).write_bytes(content)
    assert (file, 1, code) in told(problems())


def test_names_of_files_are_ids(small: Path, problems: Problems) -> None:
    (small / faults.TOTAL).rename(small / HOTLINE / "indicators" / "Requests-Total.yaml")
    assert "bad_id" in {problem.code for problem in problems()}


def test_a_lone_source_of_a_mapping_with_an_empty_list(plant: Plant, problems: Problems) -> None:
    plant(
        faults.CALLS,
        "measures:\n  calls_offered: {sum: offered}\n  calls_answered: {sum: answered}",
        "measures: {}",
    )
    assert [problem.code for problem in problems()] == ["empty_list"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PackageRefused) as refused:
        load_package(tmp_path / "nowhere")
    assert [problem.code for problem in refused.value.problems] == ["package_missing"]
    assert refused.value.code == "package_refused"
    assert "1" in explain(refused.value, "en")[0]


def test_a_package_without_departments(small: Path, problems: Problems) -> None:
    (small / "departments").rename(small / "departements")
    assert "no_departments" in {problem.code for problem in problems()}


@pytest.mark.parametrize(
    ("old", "new", "code", "file"),
    [
        ('"code": "880103"', '"name": "880103"', "boundary_without_code", "areas.geojson"),
        ('"code": "880103"', '"code": "880102"', "boundary_twice", "areas.geojson"),
        ('"code": "880103"', '"code": "880109"', "unknown_area_code", "areas.geojson"),
        ('"code": "880103"', '"code": "880109"', "boundary_missing", "areas.yaml"),
    ],
)
def test_features_and_districts_belong_together(
    plant: Plant, problems: Problems, old: str, new: str, code: str, file: str
) -> None:
    plant("areas.geojson", old, new)
    assert (file, code) in {(problem.file, problem.code) for problem in problems()}


def test_neighbours_may_share_an_edge_that_is_rounded(small: Path, plant: Plant) -> None:
    nearly = "[[[0.9999999, 0], [0.9999999, 1], [2, 1], [2, 0], [0.9999999, 0]]]"
    plant("areas.geojson", faults.SQUARE, nearly)
    assert load_package(small).boundaries == small / "areas.geojson"


def test_an_area_that_is_no_place_needs_no_boundary(small: Path, plant: Plant) -> None:
    north = "name: {zh: 北区, en: North}, valid_from: 2024-01-01}"
    nowhere = '- {code: "880199", level: district, parent: "880100", name: {zh: 未知, en: Unknown}, boundary: false}'
    plant("areas.yaml", north, f"{north}\n{nowhere}")
    assert "880199" in load_package(small).areas
