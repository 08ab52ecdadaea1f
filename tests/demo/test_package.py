"""The demo package: complete, in both languages, its targets tightening and explained."""

from collections import Counter

from app.catalogue import Catalogue
from app.domain.area import Level
from app.domain.indicator import Direction, Publication
from app.domain.period import Grain

CITY = "990100"


def test_the_city_and_its_tree(demo: Catalogue) -> None:
    assert demo.city.demonstration
    levels = Counter(area.level for area in demo.areas.values())
    assert levels == {Level.CITY: 1, Level.DISTRICT: 16, Level.STREET: 200}
    assert all(code.startswith("9901") for code in demo.areas)  # no real city has such codes
    assert demo.boundaries is not None


def test_everything_the_catalogue_asks_for_is_there(demo: Catalogue) -> None:
    assert len(demo.departments) == 20
    assert len(demo.measures) == 187
    tiers = Counter(indicator.tier for indicator in demo.indicators.values())
    assert tiers == {"core": 80, "extended": 27}
    used = {name for indicator in demo.indicators.values() for name in indicator.formula.measures}
    assert used == set(demo.measures)
    assert {indicator.department for indicator in demo.indicators.values()} == set(demo.departments)


def test_every_measure_is_delivered_once_in_varied_formats(demo: Catalogue) -> None:
    delivered = Counter(name for source in demo.sources.values() for name in source.measures)
    assert set(delivered) == set(demo.measures)
    assert set(delivered.values()) == {1}
    formats = {source.read.format for source in demo.sources.values()}
    assert formats == {"csv", "excel", "json", "jsonl", "parquet", "sql"}
    assert sum(bool(source.unique) for source in demo.sources.values()) == 3  # case records
    assert sum(source.unpivot is not None for source in demo.sources.values()) == 3  # months as columns


def test_drilling_down_to_streets_has_data(demo: Catalogue) -> None:
    streets = [measure for measure in demo.measures.values() if measure.level is Level.STREET]
    assert len(streets) >= 25
    assert {"hotline", "city_ops", "gov_service"} <= {measure.owner for measure in streets}
    assert {measure.grain for measure in demo.measures.values()} == set(Grain)


def test_texts_differ_between_languages(demo: Catalogue) -> None:
    for indicator in demo.indicators.values():
        for text in (indicator.name, indicator.plain, indicator.note, indicator.caution):
            if text:
                assert text.zh.strip(), indicator.id
                assert text.zh != text.en, indicator.id
                assert text.en.isascii() or "µ" in text.en, indicator.id
    assert sum(bool(i.note or i.caution) for i in demo.indicators.values()) >= 30


def test_targets_are_owned_explained_and_never_loosened(demo: Catalogue) -> None:
    assert len(demo.targets) > 150
    by_place: dict[tuple[str, str], list[float]] = {}
    for target in sorted(demo.targets, key=lambda found: found.valid_from):
        assert target.owner == demo.indicators[target.indicator].department
        assert target.reason.zh
        assert target.reason.en
        assert target.target is not None
        by_place.setdefault((target.indicator, target.area), []).append(target.target)
    assert sum(len(steps) == 3 for steps in by_place.values()) > 40
    for (name, _), steps in by_place.items():
        down = demo.indicators[name].direction is Direction.LOWER_BETTER
        assert steps == sorted(steps, reverse=down), name


def test_districts_have_targets_of_their_own(demo: Catalogue) -> None:
    assert len({target.area for target in demo.targets} - {CITY}) >= 8


def test_citizens_see_most_and_leaders_twenty(demo: Catalogue) -> None:
    public = [i for i in demo.indicators.values() if i.publication is not Publication.NO]
    assert len(public) > 60
    assert sum(i.on_leader_screen for i in demo.indicators.values()) == 20


def test_some_indicators_have_supporting_departments(demo: Catalogue) -> None:
    supported = [i for i in demo.indicators.values() if i.also_departments]
    assert len(supported) >= 15
    assert all(i.department not in i.also_departments for i in supported)


def test_every_goal_has_indicators_and_what_serves_none_is_not_scored(demo: Catalogue) -> None:
    served = Counter(indicator.goal for indicator in demo.indicators.values())
    loose = [i.id for i in demo.indicators.values() if i.goal is None and i.scored]
    assert len(demo.city.goals) == 4
    assert all(served[goal] >= 10 for goal in demo.city.goals)
    assert loose == ["unemployment_rate"]  # no department of the city steers it
