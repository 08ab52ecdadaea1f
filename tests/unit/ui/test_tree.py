"""The formula as a tree, and the way from a number to its definition and origin."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from app.access import VISITOR, Actor, Role
from app.domain.area import Level
from app.domain.indicator import Formula, FormulaKind, Measure, TimeRule
from app.domain.observation import Flag
from app.domain.period import Grain
from app.domain.text import Text
from app.ui.page import Visit
from app.ui.ready import formula_panel, trend_panel
from app.ui.ready.origin import about, lineage_href
from tests.unit.ui.readings import CITY, CONNECT, NORTH, Figure, with_history

LEADER = Actor(Role.LEADER)


def measure(name: str) -> Measure:
    return Measure(
        name, Text(f"量{name}", f"measure {name}"), "次", TimeRule.SUM, Grain.DAY, Level.DISTRICT, "hotline"
    )


@dataclass(frozen=True)
class Now:
    value: float | None
    n: int = 30
    areas: int = 16
    flags: Flag = Flag.NONE


@dataclass(frozen=True)
class Foot:
    measure: Measure
    now: Now
    source: str | None = "calls"


@dataclass(frozen=True)
class Branch:
    figure: Any
    weight: float | None = None
    numerator: tuple[Any, ...] = ()
    denominator: tuple[Any, ...] = ()
    parts: tuple[Any, ...] = ()
    unpaired: bool = False


def drawn(tree: Branch, lang: str = "en") -> str:
    visit = Visit("/indicator/connect", actor=LEADER, lang=lang)
    part = formula_panel(
        visit,
        tree,
        to_indicator=lambda i: f"/indicator/{i}",
        to_measure=lambda i, m: f"/lineage/indicator/{i}#{m}",
    )
    return json.dumps(part, cls=PlotlyJSONEncoder, ensure_ascii=False)


RATIO = Branch(Figure(), None, (Foot(measure("a"), Now(9344.0)),), (Foot(measure("b"), Now(10000.0)),))


def test_a_ratio_shows_both_sides_with_their_values_and_where_they_come_from() -> None:
    text = drawn(RATIO)
    assert text.index("Numerator") < text.index("9,344") < text.index("÷")
    assert text.index("÷") < text.index("Denominator") < text.index("10,000")
    for name in ("a", "b"):
        assert f'"/lineage/indicator/connect#{name}"' in text
    assert "How Connect rate is computed" in text
    assert "30 base figures · 16 areas" in text


def test_several_measures_of_a_side_stand_together_and_add_up() -> None:
    sides = (Foot(measure("a"), Now(9000.0)), Foot(measure("c"), Now(344.0)))
    text = drawn(replace(RATIO, numerator=sides))
    assert text.index("Numerator") < text.index("9,344") < text.index("measure a") < text.index("measure c")


def test_an_index_shows_its_parts_with_weights_and_their_own_formulas() -> None:
    index = replace(
        CONNECT,
        id="service",
        name=Text("服务指数", "Service index"),
        formula=Formula(FormulaKind.INDEX, parts=(("connect", 0.6),)),
    )
    text = drawn(Branch(replace(Figure(), indicator=index), parts=(replace(RATIO, weight=0.6),)))
    assert "Weight 0.60" in text
    assert "Weighted mean of the scores" in text
    assert '"/indicator/connect"' in text
    assert text.index("Service index") < text.index("Connect rate") < text.index("measure a")


def test_what_was_left_out_estimated_or_has_no_source_is_said() -> None:
    foot = Foot(measure("a"), Now(None, flags=Flag.ESTIMATED), None)
    text = drawn(replace(RATIO, numerator=(foot,), unpaired=True))
    assert "one side lacks" in text
    assert "an earlier period" in text
    assert "no source" in text
    assert "—" in text


@pytest.mark.parametrize(
    ("path", "actor", "area", "expected"),
    [
        ("/overview", LEADER, CITY, "/indicator/connect?period=2025-11"),
        ("/overview", LEADER, NORTH, "/indicator/connect?area=11&period=2025-11"),
        ("/indicator/connect", LEADER, CITY, "/lineage/indicator/connect?period=2025-11"),
        ("/public", LEADER, NORTH, "/public/indicator/connect?area=11"),
        ("/public", VISITOR, CITY, "/public/indicator/connect"),
    ],
)
def test_a_panel_leads_on_to_its_number(path: str, actor: Actor, area: Any, expected: str) -> None:
    found = about(Visit(path, actor=actor), replace(Figure(), area=area))
    assert found is not None
    assert found[1] == expected


def test_a_panel_of_parts_leads_to_the_area_around_them() -> None:
    found = about(Visit("/overview", actor=LEADER), replace(Figure(), area=NORTH), of_parts=True)
    assert found is not None
    assert found[1] == "/indicator/connect?area=1&period=2025-11"


def test_citizens_are_led_to_no_lineage_and_not_in_circles() -> None:
    assert about(Visit("/public/indicator/connect"), Figure()) is None
    assert lineage_href(Visit("/public"), Figure()) == ""
    figure = with_history(Figure(), [90.0, 93.44])
    for visit, there in (
        (Visit("/public/indicator/connect"), False),
        (Visit("/overview", actor=LEADER), True),
    ):
        text = json.dumps(trend_panel(visit, figure), cls=PlotlyJSONEncoder)
        assert ("/lineage/indicator/connect?period=2025-10" in text) is there


def test_an_earlier_moment_is_kept_on_the_way() -> None:
    visit = Visit("/overview", params={"as_of": "2025-11-01"}, actor=LEADER)
    found = about(visit, Figure())
    assert found is not None
    assert "as_of=2025-11-01" in found[1]
