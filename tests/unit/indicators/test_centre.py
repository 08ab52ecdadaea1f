"""States, coverage, age, targets, composed figures and changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from app.domain.errors import CockpitError, UnknownArea, UnknownIndicator
from app.domain.indicator import ChangeUnit, Direction, Formula, FormulaKind, Indicator, Measure, Target
from app.domain.observation import Flag
from app.domain.period import Grain, Period
from app.indicators import COMPARISON_COLUMNS, IndicatorCentre, IndicatorQuery
from tests.unit.indicators.city import (
    DISTRICTS,
    TODAY,
    catalogue,
    indicator,
    measure,
    name,
    on,
    ratio,
    single,
)
from tests.unit.indicators.fake_store import FakeStore, days

LAST = date(2025, 3, 17)


def city(*indicators: Indicator, measures: list[Measure] | None = None, **more: Any) -> FakeStore:
    """Measures a and b daily in every district from December 2024 to 17 March 2025: a is 9, b is 10."""
    cat = catalogue(measures or [measure("a"), measure("b")], list(indicators), **more)
    store = FakeStore(cat)
    for day in days(date(2024, 1, 1), LAST):
        for area in DISTRICTS:
            store.add("a", area, day, 9)
            store.add("b", area, day, 10)
    return store


def rows(
    store: FakeStore, code: str, first: str, last: str | None = None, area: str = "1", **more: Any
) -> pd.DataFrame:
    parse = store.catalogue.city.calendar.parse
    q = IndicatorQuery((code,), (area,), parse(first), parse(last or first), **more)
    return IndicatorCentre(store.catalogue, store).query(q)


def row(store: FakeStore, code: str, period: str, area: str = "1", **more: Any) -> Any:
    return rows(store, code, period, area=area, **more).iloc[0]


RATE = indicator("rate", ratio("a", "b"), target=90.0, red_line=80.0)


def test_zero_missing_and_zero_denominator_are_three_things() -> None:
    store = city(RATE, indicator("late", ratio("a", "b", 1.0)))
    store.add("a", "11", LAST, 0)
    store.add("b", "12", LAST, 0)
    store.add("a", "13", LAST, None)
    found = {area: row(store, "rate", LAST.isoformat(), area) for area in DISTRICTS}
    assert (found["11"]["state"], found["11"]["value"]) == ("value", 0.0)
    assert found["12"]["state"] == "zero_denominator"
    assert Flag(found["12"]["flags"]) & Flag.ZERO_DENOMINATOR
    assert found["13"]["state"] == "missing"
    assert found["13"]["status"] == "no_data"
    assert np.isnan(found["13"]["value"])


def test_a_gap_is_dropped_from_both_sides_and_told() -> None:
    store = city(RATE)
    store.add("b", "12", date(2025, 2, 3), None)
    found = row(store, "rate", "2025-02")
    assert (found["numerator"], found["denominator"]) == (9 * 83, 10 * 83)
    assert (found["n"], found["m"], found["areas_n"], found["areas_m"]) == (83, 84, 3, 3)
    assert Flag(int(found["flags"])) & Flag.PARTIAL


def test_an_unfinished_period_expects_only_its_elapsed_part() -> None:
    found = row(city(RATE), "rate", "2025-03")
    assert (found["n"], found["m"], found["data_to"], found["age_days"]) == (51, 51, LAST, 3)
    assert Flag(int(found["flags"])) == Flag.PARTIAL


def test_only_the_latest_figure_goes_stale() -> None:
    old = indicator("rate", ratio("a", "b"), target=90.0, red_line=80.0, max_age=timedelta(days=2))
    store = city(old)
    latest, past = row(store, "rate", "2025-03"), row(store, "rate", "2025-02")
    assert Flag(int(latest["flags"])) & Flag.STALE
    assert (latest["status"], latest["state"]) == ("no_data", "value")
    assert np.isnan(latest["score"])
    assert past["status"] == "on_target"
    assert not Flag(int(past["flags"])) & Flag.STALE


def test_too_few_to_judge() -> None:
    found = row(
        city(indicator("rate", ratio("a", "b"), target=90.0, red_line=80.0, min_denominator=11)),
        "rate",
        "2025-03-17",
        "11",
    )
    assert (found["state"], found["status"], found["value"]) == ("few", "no_data", 90)
    assert Flag(int(found["flags"])) & Flag.FEW


def test_targets_of_area_ancestor_and_default_by_time() -> None:
    def target(area: str, first: date, last: date | None, value: float) -> Target:
        return Target("rate", area, first, last, value, value - 10, "dept", name("why"))

    targets = (
        target("1", date(2025, 1, 1), None, 95),
        target("11", date(2025, 2, 1), date(2025, 2, 28), 85),
    )
    store = city(RATE, targets=targets)
    found = rows(store, "rate", "2024-12", "2025-03", "11")["target"]
    assert list(found) == [90, 95, 85, 95]
    assert list(rows(store, "rate", "2024-12", "2025-03", "12")["target"]) == [90, 95, 95, 95]


def test_the_target_of_a_total_holds_for_its_own_grain_only() -> None:
    store = city(indicator("volume", single("a"), target=800.0, red_line=100.0, grain=Grain.MONTH))
    assert row(store, "volume", "2025-02")["status"] == "watch"
    assert row(store, "volume", "2025-02-01")["status"] == "unscored"


def test_a_service_is_not_offered_elsewhere() -> None:
    store = city(indicator("metro", ratio("a", "b"), areas=("11",)))
    assert row(store, "metro", "2025-02", "12")["state"] == "not_offered"
    found = row(store, "metro", "2025-02", "11")
    assert (found["state"], found["areas_m"]) == ("value", 1)
    assert row(store, "metro", "2025-02", "1")["areas_m"] == 1
    assert row(store, "metro", "2025-02", "111")["state"] == "not_offered"  # districts report, streets do not


def composed(kind: FormulaKind, *parts: tuple[str, float], **more: Any) -> Indicator:
    return indicator(kind.value, Formula(kind, parts=parts), **more)


def test_derived_is_a_weighted_sum_and_inherits_age_and_gaps() -> None:
    second = indicator("second", ratio("b", "a"), max_age=timedelta(days=1))
    derived = composed(FormulaKind.DERIVED, ("rate", 1.0), ("second", -0.5), max_age=timedelta(days=1))
    store = city(RATE, second, derived)
    found = row(store, "derived", "2025-03")
    assert found["value"] == pytest.approx(90 - 0.5 * 1000 / 9)
    assert Flag(int(found["flags"])) & Flag.STALE
    assert Flag(int(found["flags"])) & Flag.PARTIAL
    store.add("a", "12", LAST, 0)
    assert row(store, "derived", LAST.isoformat(), "12")["state"] == "zero_denominator"


def test_index_is_the_mean_score_of_enough_members() -> None:
    lone = indicator("lone", ratio("c", "b"), target=50.0, red_line=10.0, max_age=timedelta(days=99))
    index = composed(FormulaKind.INDEX, ("rate", 2.0), ("lone", 1.0))
    light = indicator("light", Formula(FormulaKind.INDEX, parts=(("rate", 3.0), ("lone", 1.0))))
    store = city(RATE, lone, index, light, measures=[measure("a"), measure("b"), measure("c")])
    store.add("c", "11", date(2025, 2, 1), 3)
    assert row(store, "index", "2025-02-01", "11")["value"] == pytest.approx((2 * 100 + 80) / 3)
    assert row(store, "index", "2025-02-02", "11")["state"] == "missing"
    assert row(store, "light", "2025-02-02", "11")["value"] == 100


def compare(store: FakeStore, code: str, period: str, basis: str | Period, area: str = "1") -> Any:
    at = store.catalogue.city.calendar.parse(period)
    frame = IndicatorCentre(store.catalogue, store).compare(IndicatorQuery((code,), (area,), at, at), basis)
    assert list(frame.columns) == list(COMPARISON_COLUMNS)
    return frame.iloc[0]


VOLUME = indicator(
    "volume", single("a"), change_unit=ChangeUnit.RELATIVE_PERCENT, direction=Direction.LOWER_BETTER
)


def test_like_is_compared_with_like() -> None:
    store = city(VOLUME)
    store.add("a", "11", date(2024, 3, 5), 60)
    found = compare(store, "volume", "2025-03", "year_ago")
    assert (found["value"], found["base_value"]) == (9 * 51, 9 * 51 + 51)
    assert found["base_period"] == "2024-03"
    assert found["difference"] == -51
    assert found["relative"] == pytest.approx(-51 / 510)
    assert (found["like_for_like"], found["comparable"], found["good"]) == (True, True, True)
    whole = compare(store, "volume", "2025-02", "previous")
    assert (whole["base_value"], whole["like_for_like"]) == (9 * 93, False)


def test_what_cannot_be_cut_is_not_compared() -> None:
    store = city(
        indicator("m", single("m")), measures=[measure("a"), measure("b"), measure("m", grain="month")]
    )
    for month in (date(2025, 2, 1), date(2025, 3, 1)):
        store.add("m", "11", month, 5)
    found = compare(store, "m", "2025-03", "previous")
    assert found["base_value"] == 5
    assert np.isnan(found["difference"])
    assert (found["like_for_like"], found["comparable"], found["good"]) == (False, False, None)


def test_points_and_baseline_and_zero_base() -> None:
    store = city(RATE, VOLUME)
    found = compare(store, "rate", "2025-02", store.catalogue.city.calendar.parse("2024-05"))
    assert (found["base_period"], found["difference"]) == ("2024-05", 0)
    assert np.isnan(found["relative"])
    for area in DISTRICTS:
        store.add("a", area, date(2025, 1, 5), 0)
    zero = compare(store, "volume", "2025-01-06", "previous")
    assert (zero["difference"], zero["base_value"]) == (27, 0)
    assert np.isnan(zero["relative"])
    with pytest.raises(CockpitError, match="bad_comparison"):
        compare(store, "rate", "2025-02", "yesterday")


def test_as_of_answers_as_known_then() -> None:
    store = city(RATE)
    store.add("a", "11", date(2025, 2, 1), 0, "R", datetime(2025, 4, 1, tzinfo=UTC))
    assert row(store, "rate", "2025-02")["numerator"] == 9 * 84 - 9
    before = row(store, "rate", "2025-02", as_of=datetime(2025, 3, 21, tzinfo=UTC))
    assert before["numerator"] == 9 * 84
    assert row(store, "rate", "2025-02", as_of=datetime(2025, 1, 1, tzinfo=UTC))["state"] == "missing"


def test_latest_period() -> None:
    store = city(RATE, indicator("none", single("c")), measures=[measure("a"), measure("b"), measure("c")])
    centre = IndicatorCentre(store.catalogue, store)
    assert str(centre.latest_period("rate", Grain.MONTH)) == "2025-03"
    assert str(centre.latest_period("rate", Grain.WEEK, "11")) == "2025-W12"
    assert centre.latest_period("rate", Grain.MONTH, "111") is None
    assert centre.latest_period("none", Grain.MONTH) is None


def test_any_span_of_days() -> None:
    store = city(RATE)
    found = IndicatorCentre(store.catalogue, store).window(
        ("rate",), ("11",), date(2025, 1, 30), date(2025, 2, 2)
    )
    assert (found["numerator"][0], found["n"][0], found["m"][0]) == (36, 4, 4)
    assert found["period"][0] == "2025-01-30/2025-02-02"


def test_bad_questions_are_refused() -> None:
    store = city(RATE)
    with pytest.raises(UnknownIndicator):
        row(store, "nothing", "2025-02")
    with pytest.raises(UnknownArea):
        row(store, "rate", "2025-02", "99")
    with pytest.raises(CockpitError, match="bad_period_range"):
        rows(store, "rate", "2025-03", "2025-02")


def test_order_and_calls_do_not_grow_with_what_is_asked() -> None:
    store = city(RATE, VOLUME)
    parse = store.catalogue.city.calendar.parse
    q = IndicatorQuery(("volume", "rate"), ("13", "1"), parse("2025-01"), parse("2025-02"))
    frame = IndicatorCentre(store.catalogue, store).query(q)
    assert list(frame["indicator"]) == ["volume"] * 4 + ["rate"] * 4
    assert list(frame["area"]) == ["13", "13", "1", "1"] * 2
    assert store.calls == 2


def test_a_period_that_has_ended_is_finished_only_with_its_data() -> None:
    store = city(RATE)
    later = FakeStore(on(store.catalogue, TODAY + timedelta(days=20)), store.log)
    found = row(later, "rate", "2025-03")
    assert Flag(int(found["flags"])) & Flag.PARTIAL
    assert compare(later, "rate", "2025-03", "previous")["like_for_like"]
