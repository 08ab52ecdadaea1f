"""Every kind of formula against the same figures worked out the long way."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue import Catalogue
from app.domain.indicator import Formula
from app.domain.period import Grain
from app.indicators import COLUMNS, IndicatorCentre, IndicatorQuery
from tests.unit.indicators import reference
from tests.unit.indicators.city import catalogue, indicator, measure, ratio, single
from tests.unit.indicators.fake_store import FakeStore

WEIGHT = {"1": 1, "11": 500, "12": 3, "13": 1, "111": 300, "112": 1, "121": 2, "122": 9, "131": 1}
LONG_AFTER = datetime(2026, 1, 1, tzinfo=UTC)
AREAS = ("1", "11", "12", "13")
FIRST, LAST = date(2024, 10, 1), date(2025, 3, 17)


def fill(store: FakeStore, seed: int, gaps: float) -> FakeStore:
    """Random values, a share of the cells missing or reported as missing."""
    chance = random.Random(seed)
    for one in store.catalogue.measures.values():
        codes = [a.code for a in store.catalogue.areas.values() if a.level is one.level]
        if not one.additive_over_areas:
            codes = ["1", "11"]
        for area in codes:
            for start in reference.every_start(store.catalogue, one, FIRST, LAST):
                draw = chance.random()
                if draw < gaps / 2:
                    continue
                value = chance.randint(0, 4) * WEIGHT[area] * (7 if chance.random() < 0.3 else 1)
                store.add(one.id, area, start, None if draw < gaps else value, chance.choice("AAAPR"))
    return store


def ask(store: FakeStore, grain: Grain, as_of: datetime | None = None) -> pd.DataFrame:
    calendar = store.catalogue.city.calendar
    opening = date(2025, 2, 24) if grain is Grain.DAY else date(2024, 12, 2)
    first, last = calendar.period(opening, grain), calendar.period(LAST, grain)
    centre = IndicatorCentre(store.catalogue, store)
    return centre.query(IndicatorQuery(("i",), AREAS, first, last, as_of=as_of))


def with_formula(formula: Formula, *measures: object) -> Catalogue:
    return catalogue(list(measures), [indicator("i", formula)], year_start=1)  # type: ignore[arg-type]


def assert_value(row: pd.Series, expected: tuple[float | None, float | None, float | None]) -> None:
    value, above, below = expected
    if above is None:
        assert row["state"] == "missing"
        assert np.isnan(row["value"])
        return
    assert row["numerator"] == pytest.approx(above, rel=1e-9, abs=1e-9)
    if below is not None:
        assert row["denominator"] == pytest.approx(below, rel=1e-9)
    if value is None:
        assert row["state"] == "zero_denominator"
        assert np.isnan(row["value"])
    else:
        assert row["value"] == pytest.approx(value, rel=1e-9, abs=1e-9)


def check(store: FakeStore, grain: Grain, kind: str, gaps: float = 0.0) -> None:
    cat = store.catalogue
    formula = cat.indicators["i"].formula
    data = reference.known(store.log)  # type: ignore[arg-type]
    rows = ask(store, grain)
    assert list(rows.columns) == list(COLUMNS)
    some = 0
    for _, row in rows.iterrows():
        period = cat.city.calendar.parse(row["period"])
        if kind == "pair":
            above, below = reference.pairs(cat, data, formula, row["area"], period)
            value = (
                None
                if above is None or below == 0
                else formula.scale * above / (1 if below is None else below)
            )
            expected = (value, above, below)
        elif kind == "peak":
            expected = reference.peak(cat, data, formula, row["area"], period)
        else:
            expected = reference.over_stock(cat, data, formula, row["area"], period)
        assert_value(row, expected)
        some += expected[1] is not None
    assert some or gaps


MANY = settings(max_examples=4, deadline=None)
SEED = st.integers(0, 10**6)
GAPS = st.sampled_from([0.0, 0.05, 0.5])
GRAINS = st.sampled_from(list(Grain))


@pytest.mark.parametrize("rule", ["sum", "last", "mean"])
@pytest.mark.parametrize("base", ["day", "week", "month"])
@pytest.mark.parametrize("level", ["district", "street"])
@MANY
@given(seed=SEED, gaps=GAPS, up=st.integers(0, 2))
def test_ratio_of_two_sides_alike(rule: str, base: str, level: str, seed: int, gaps: float, up: int) -> None:
    grain = [g for g in Grain if g.rank >= Grain(base).rank][up]
    cat = with_formula(ratio("a b", "c"), *(measure(m, rule, base, level) for m in "abc"))
    check(fill(FakeStore(cat), seed, gaps), grain, "pair", gaps)


@pytest.mark.parametrize("rule", ["sum", "last", "mean"])
@MANY
@given(seed=SEED, gaps=GAPS, grain=GRAINS)
def test_single_measure(rule: str, seed: int, gaps: float, grain: Grain) -> None:
    store = fill(FakeStore(with_formula(single("a"), measure("a", rule))), seed, gaps)
    check(store, grain, "pair", gaps)


@pytest.mark.parametrize("stock_grain", ["day", "month", "quarter", "year"])
@pytest.mark.parametrize(
    ("rule", "annualise"), [("sum", True), ("sum", False), ("last", False), ("mean", False)]
)
@MANY
@given(seed=SEED, gaps=GAPS, grain=GRAINS)
def test_over_a_stock(
    rule: str, annualise: bool, stock_grain: str, seed: int, gaps: float, grain: Grain
) -> None:
    if rule == "mean" and stock_grain == "day":
        stock_grain = "month"  # two daily means are a plain pair
    formula = ratio("a", "s", 1000, annualise=annualise)
    cat = with_formula(formula, measure("a", rule), measure("s", "mean", stock_grain))
    check(fill(FakeStore(cat), seed, gaps), grain, "stock", gaps)


@MANY
@given(seed=SEED, gaps=GAPS, grain=GRAINS, stock_grain=st.sampled_from(["day", "month", "year"]))
def test_at_the_peak(seed: int, gaps: float, grain: Grain, stock_grain: str) -> None:
    peak = measure("a", "max", additive_over_areas=False)
    capacity = measure("s", "last", stock_grain, additive_over_areas=False)
    check(fill(FakeStore(with_formula(ratio("a", "s"), peak, capacity)), seed, gaps), grain, "peak", gaps)


@pytest.mark.parametrize("annualise", [True, False])
@MANY
@given(seed=SEED, gaps=GAPS, grain=GRAINS)
def test_roll_ups_and_base_cells_give_the_same(annualise: bool, seed: int, gaps: float, grain: Grain) -> None:
    formula = ratio("a", "s", 1000, annualise=True) if annualise else ratio("a b", "c")
    measures = [measure("a"), measure("b"), measure("c"), measure("s", "mean", "month")]
    store = fill(FakeStore(with_formula(formula, *measures)), seed, gaps)
    pd.testing.assert_frame_equal(ask(store, grain), ask(store, grain, LONG_AFTER), rtol=1e-9)


@MANY
@given(seed=SEED)
def test_a_year_that_begins_in_april(seed: int) -> None:
    cat = catalogue([measure("a"), measure("c")], [indicator("i", ratio("a", "c"))], year_start=4)
    for grain in (Grain.QUARTER, Grain.YEAR):
        check(fill(FakeStore(cat), seed, 0.1), grain, "pair")


def test_averaging_the_districts_would_be_far_off() -> None:
    store = FakeStore(with_formula(ratio("a", "c"), measure("a"), measure("c")))
    for area, (above, below) in {"11": (90, 1000), "12": (9, 10), "13": (1, 1)}.items():
        for day in (date(2025, 3, 1), date(2025, 3, 2)):
            store.add("a", area, day, above)
            store.add("c", area, day, below)
    value = ask(store, Grain.MONTH).set_index(["area", "period"])["value"]
    assert value["1", "2025-03"] == pytest.approx(100 * 100 / 1011)  # the mean of the three would be 66.3


def test_a_part_of_a_month_never_stands_against_a_full_month() -> None:
    cat = with_formula(ratio("a", "c"), measure("a"), measure("c", "sum", "month"))
    store = FakeStore(cat)
    for start in reference.every_start(cat, cat.measures["a"], date(2025, 1, 1), date(2025, 2, 28)):
        if start != date(2025, 2, 14):
            store.add("a", "11", start, 1)
    store.add("c", "11", date(2025, 1, 1), 100)
    store.add("c", "11", date(2025, 2, 1), 100)
    rows = ask(store, Grain.MONTH).set_index(["area", "period"])
    assert rows.loc[("11", "2025-01"), "value"] == pytest.approx(31)
    assert rows.loc[("11", "2025-02"), "state"] == "missing"


def test_street_figures_over_a_district_total_need_every_street() -> None:
    cat = with_formula(ratio("a", "c"), measure("a", level="street"), measure("c"))
    store = FakeStore(cat)
    day = date(2025, 3, 3)
    for street, value in {"111": 1, "112": 2, "121": 5}.items():
        store.add("a", street, day, value)
    for district in ("11", "12"):
        store.add("c", district, day, 10)
    rows = ask(store, Grain.MONTH).set_index(["area", "period"])
    assert rows.loc[("11", "2025-03"), "value"] == pytest.approx(30)
    assert rows.loc[("12", "2025-03"), "state"] == "missing"
    assert rows.loc[("1", "2025-03"), "value"] == pytest.approx(30)
