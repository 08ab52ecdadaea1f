"""Every indicator of the city, in city, district and street, month, quarter and year, worked out twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from app.catalogue import Catalogue
from app.domain.indicator import Direction, Formula, FormulaKind, Indicator
from app.domain.observation import Flag
from app.indicators import IndicatorCentre, IndicatorQuery, State
from app.store import LoadRun, Store
from tests.demo.recomputed import Truth, Window, rule_of

PLACES = ("990100", "990101", "990104", "990101001")
PERIODS = ("2024-02", "2025-09", "2025-11", "2024-Q4", "2025-Q3", "2023", "2024", "2025")
# The roll-up rules of formulas, with how many indicators of the city follow each.
RULES = {
    "ratio_of_sums": 74,
    "ratio_of_last": 15,
    "ratio_of_means": 3,
    "flow_over_mean_stock": 4,
    "last_over_mean_stock": 1,
    "ratio_at_peak": 1,
    "sum": 7,
    "last": 1,
    "not_additive": 1,
}


@pytest.fixture(scope="module")
def truth(demo: Catalogue, deliveries: Path) -> Truth:
    return Truth(demo, pd.read_parquet(deliveries / "truth.parquet"))


@pytest.fixture(scope="module")
def centre(demo: Catalogue, loaded: tuple[Store, list[LoadRun]]) -> IndicatorCentre:
    return IndicatorCentre(demo, loaded[0])


@pytest.fixture(scope="module")
def answers(demo: Catalogue, centre: IndicatorCentre) -> pd.DataFrame:
    """(indicator, area, period) → the query's row, for everything."""
    calendar = demo.city.calendar
    frames = []
    for text in PERIODS:
        period = calendar.parse(text)
        frames.append(centre.query(IndicatorQuery(tuple(demo.indicators), PLACES, period, period)))
    return pd.concat(frames).set_index(["indicator", "area", "period"])


def test_every_rule_is_followed_by_the_indicators_that_should(demo: Catalogue) -> None:
    assert Counter(rule_of(demo, indicator) for indicator in demo.indicators.values()) == RULES


@pytest.mark.parametrize("rule", list(RULES))
def test_each_indicator_equals_its_own_calculation(
    demo: Catalogue, truth: Truth, answers: pd.DataFrame, rule: str
) -> None:
    wrong, shown = [], 0
    for indicator in demo.indicators.values():
        if rule_of(demo, indicator) != rule:
            continue
        for place in PLACES:
            for text in PERIODS:
                wanted = truth.value(indicator, place, Window.named(text))
                found = float(answers.loc[(indicator.id, place, text), "value"])
                shown += not np.isnan(wanted)
                if not np.isclose(found, wanted, rtol=1e-9, atol=1e-12, equal_nan=True):
                    wrong.append((indicator.id, place, text, found, wanted))
    assert not wrong, (len(wrong), wrong[:8])
    assert shown >= RULES[rule], "hardly anything was compared"


# The rules that speak of what is missing, hidden or not to be added -----------------------------------------


def test_zero_denominator_gives_no_value_and_says_why(answers: pd.DataFrame) -> None:
    zero = answers[answers["state"] == State.ZERO_DENOMINATOR]
    assert zero["value"].isna().all()
    assert (zero["denominator"] == 0).all()
    divided = answers[answers["denominator"] == 0]
    assert divided["state"].eq(State.ZERO_DENOMINATOR).all()  # never 0, never endless
    assert np.isfinite(answers["value"].dropna()).all()


def test_incomplete_sides_are_paired_and_told_as_n_of_m(demo: Catalogue, answers: pd.DataFrame) -> None:
    """An area or period missing from one side is left out of both: the values above prove it; here it is told."""
    short = answers[(answers["n"] < answers["m"]) & answers["value"].notna()]
    ratios = {i.id for i in demo.indicators.values() if i.formula.denominator}
    assert len(ratios & set(short.index.get_level_values("indicator"))) > 5
    assert (short["flags"].astype(int) & int(Flag.PARTIAL)).all()
    assert (answers["n"] <= answers["m"]).all()
    assert (answers["areas_n"] <= answers["areas_m"]).all()


def test_not_additive_figures_stand_alone(demo: Catalogue, answers: pd.DataFrame) -> None:
    lone = [i.id for i in demo.indicators.values() if rule_of(demo, i) == "not_additive"]
    rows = answers.loc[lone].reset_index()
    own = {measure for code in lone for measure in demo.indicators[code].formula.numerator}
    grain = {demo.measures[measure].grain.value for measure in own}
    assert grain == {"month"}
    assert rows.loc[rows["period"].str.fullmatch(r"\d{4}-\d\d"), "value"].notna().any()
    assert rows.loc[~rows["period"].str.fullmatch(r"\d{4}-\d\d"), "value"].isna().all()


def test_order_divides_after_adding_and_never_averages_ratios(
    demo: Catalogue, centre: IndicatorCentre
) -> None:
    """Districts differ in size, so the mean of their ratios is another number."""
    month = demo.city.calendar.parse("2025-11")
    districts = tuple(area.code for area in demo.children("990100"))
    query = IndicatorQuery(("hotline_connect_rate",), ("990100", *districts), month, month)
    city, *parts = centre.query(query)[["value", "numerator", "denominator"]].to_numpy()
    above, below = sum(part[1] for part in parts), sum(part[2] for part in parts)
    assert city[0] == pytest.approx(100 * above / below, rel=1e-12)
    assert city[0] != pytest.approx(np.mean([part[0] for part in parts]), rel=1e-6)


# Indicators composed of others --------------------------------------------------------------------------------


def composed(demo: Catalogue) -> Catalogue:
    """The city with an index of each theme and a weighted sum: its package has none of its own."""
    some = next(iter(demo.indicators.values()))
    plain = [i for i in demo.indicators.values() if i.scored and i.direction is not Direction.TARGET_BAND]
    made: dict[str, Indicator] = {}
    for theme in demo.city.themes:
        parts = tuple((i.id, 1.0 + n % 3) for n, i in enumerate(plain) if i.theme == theme)
        formula = Formula(FormulaKind.INDEX, parts=parts)
        made[f"{theme}_index"] = replace(
            some, id=f"{theme}_index", formula=formula, target=90.0, red_line=60.0
        )
    weights = (("hotline_connect_rate", 0.7), ("satisfaction_rate", 0.3))
    made["weighed"] = replace(some, id="weighed", formula=Formula(FormulaKind.DERIVED, parts=weights))
    return replace(demo, indicators={**demo.indicators, **made})


def score(value: float, target: float, red: float) -> float:
    """100 at the target, 60 at the red line, never below 0 nor above 110."""
    return min(max(60 + 40 * (value - red) / (target - red), 0.0), 110.0)


@pytest.mark.parametrize("text", ["2025-11", "2025-Q3", "2024"])
@pytest.mark.parametrize("place", ["990100", "990101"])
def test_composed_indicators_equal_their_own_calculation(
    demo: Catalogue, truth: Truth, loaded: tuple[Store, list[LoadRun]], place: str, text: str
) -> None:
    city = composed(demo)
    names = tuple(i for i in city.indicators if i not in demo.indicators)
    period = demo.city.calendar.parse(text)
    centre = IndicatorCentre(city, loaded[0])
    found = centre.query(IndicatorQuery(names, (place,), period, period)).set_index("indicator")["value"]
    members = tuple(demo.indicators)
    parts = centre.query(IndicatorQuery(members, (place,), period, period)).set_index("indicator")
    seen = 0
    for code in names:
        weights = dict(city.indicators[code].formula.parts)
        values = {part: truth.value(demo.indicators[part], place, Window.named(text)) for part in weights}
        if code == "weighed":
            wanted = sum(weight * values[part] for part, weight in weights.items())
        else:
            scores = {
                part: score(value, parts.loc[part, "target"], parts.loc[part, "red_line"])
                for part, value in values.items()
                if not np.isnan(value) and judged(parts.loc[part])
            }
            carried = sum(weights[part] for part in scores)
            enough = carried >= 0.7 * sum(weights.values())
            wanted = sum(weights[p] * s for p, s in scores.items()) / carried if enough else np.nan
        assert found[code] == pytest.approx(wanted, rel=1e-9, nan_ok=True), code
        seen += not np.isnan(wanted)
    assert seen >= 1


def judged(row: pd.Series) -> bool:
    """Neither too few cases nor out of date, and with a target at this grain."""
    return not int(row["flags"]) & int(Flag.FEW | Flag.STALE) and not np.isnan(row["target"])
