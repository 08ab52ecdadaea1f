"""What a loaded package holds, and the questions it answers."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.catalogue import Catalogue, load_package
from app.domain.area import Level
from app.domain.errors import CockpitError, UnknownArea, UnknownDepartment, UnknownIndicator
from app.domain.indicator import Direction, FormulaKind, Publication, Sensitivity, TimeRule
from app.domain.text import Text


@pytest.fixture
def catalogue(small: Path) -> Catalogue:
    return load_package(small)


def test_the_city(catalogue: Catalogue, small: Path) -> None:
    city = catalogue.city
    assert (city.name, city.area) == (Text("小城", "Smallton"), "880100")
    assert city.calendar.year_start == 4
    assert city.deliveries == small / "deliveries"
    assert list(city.themes) == ["service", "supply"]
    assert catalogue.now() == date(2025, 6, 15)


def test_deliveries_can_lie_elsewhere(small: Path, tmp_path: Path) -> None:
    assert load_package(small, deliveries=tmp_path).city.deliveries == tmp_path


def test_without_today_the_clock_of_the_city_counts(small: Path) -> None:
    city = small / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("today: 2025-06-15\n", ""), encoding="utf-8")
    assert load_package(small).now() >= date(2025, 11, 1)


def test_an_indicator(catalogue: Catalogue) -> None:
    rate = catalogue.indicator("connect_rate")
    assert (rate.department, rate.direction, rate.publication) == (
        "hotline",
        Direction.HIGHER_BETTER,
        Publication.YES,
    )
    assert rate.formula.kind is FormulaKind.RATIO
    assert rate.formula.measures == ("calls_answered", "calls_offered")
    assert (rate.valid_min, rate.valid_max, rate.public_min_level) == (0, 100, Level.DISTRICT)
    assert rate.max_age == timedelta(days=40)
    assert rate.versions[1].breaks_series
    assert catalogue.indicator("service_index").formula.parts == (("connect_rate", 2), ("water_pressure", 1))
    assert catalogue.indicator("water_pressure").target_band == (90, 100)


def test_a_measure_and_its_owner(catalogue: Catalogue) -> None:
    requests = catalogue.measure("requests")
    assert (requests.owner, requests.level, requests.time, requests.sensitive) == (
        "hotline",
        Level.STREET,
        TimeRule.SUM,
        Sensitivity.CASES,
    )


def test_a_source(catalogue: Catalogue) -> None:
    calls, gauges, tickets = (catalogue.sources[name] for name in ("daily_calls", "gauges", "tickets"))
    assert (calls.id, calls.department, calls.share, calls.classification) == (
        "daily_calls",
        "hotline",
        "no",
        "internal",
    )
    assert calls.fields["district"].columns == ("区", "所属区")
    assert calls.measures["calls_offered"].how == "sum"
    assert calls.measures["calls_offered"].field == "offered"
    assert gauges.fields["number"].factor == 100
    assert tickets.measures["requests"].how == "count"
    assert tickets.measures["requests"].field is None
    assert (tickets.period_of("requests"), tickets.area_of("requests")) == ("opened", "street")


def test_the_tree(catalogue: Catalogue) -> None:
    assert [area.code for area in catalogue.children("880100")] == ["880101", "880102", "880103"]
    assert [area.code for area in catalogue.ancestors("880101002")] == ["880101", "880100"]
    assert len(catalogue.descendants("880100", Level.STREET)) == 4
    assert [area.code for area in catalogue.descendants("880101", Level.DISTRICT)] == ["880101"]
    assert catalogue.descendants("880101", Level.CITY) == []
    assert catalogue.children("880101001") == []


def test_areas_come_with_parents_first(small: Path) -> None:
    path = small / "areas.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(reversed(lines)), encoding="utf-8")
    seen: set[str | None] = {None}
    for area in load_package(small).areas.values():
        assert area.parent in seen
        seen.add(area.code)


@pytest.mark.parametrize(
    ("area", "day", "expected"),
    [
        ("880100", date(2024, 3, 31), (95, 85)),  # before any span: the indicator's default
        ("880100", date(2024, 4, 1), (93, 80)),
        ("880100", date(2025, 3, 31), (93, 80)),
        ("880100", date(2025, 4, 1), (95, 85)),
        ("880103", date(2025, 4, 1), (90, 80)),  # its own
        ("880103001", date(2025, 4, 1), (90, 80)),  # its district's
        ("880101001", date(2024, 6, 1), (93, 80)),  # the city's
    ],
)
def test_the_target_in_force(
    catalogue: Catalogue, area: str, day: date, expected: tuple[float, float]
) -> None:
    target = catalogue.target_for("connect_rate", area, day)
    assert target is not None
    assert (target.target, target.red_line) == expected


def test_no_target_and_a_band(catalogue: Catalogue) -> None:
    day = date(2025, 1, 1)
    assert catalogue.target_for("requests_total", "880100", day) is None
    band = catalogue.target_for("water_pressure", "880101", day)
    assert band is not None
    assert band.target_band == (90, 100)


def test_who_leads(catalogue: Catalogue) -> None:
    assert [indicator.id for indicator in catalogue.led_by("water")] == ["water_pressure"]


def test_names_that_are_not_there(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIndicator):
        catalogue.indicator("nothing")
    with pytest.raises(UnknownIndicator):
        catalogue.target_for("nothing", "880100", date(2025, 1, 1))
    with pytest.raises(UnknownArea):
        catalogue.children("1")
    with pytest.raises(UnknownDepartment):
        catalogue.led_by("nobody")
    with pytest.raises(CockpitError, match="unknown_measure"):
        catalogue.measure("nothing")


def test_a_package_without_boundaries_and_policies(small: Path) -> None:
    (small / "areas.geojson").unlink()
    (small / "policies.yaml").unlink()
    catalogue = load_package(small)
    assert catalogue.boundaries is None
    assert catalogue.policies == ()
