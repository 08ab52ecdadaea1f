"""Roll-ups by hand: every time rule, three levels, weeks by their Thursday, fiscal years."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from app.domain.observation import Flag
from app.domain.period import Calendar, epoch_day
from app.store import staging
from tests.unit.store.support import cells, day, later, load, measure, open_store, values

# Two days of January and one of February 2025, in two streets of d1 and one of d2.
FIGURES = [
    ("s11", "2025-01-01", 4.0),
    ("s11", "2025-01-31", 2.0),
    ("s11", "2025-02-01", 9.0),
    ("s12", "2025-01-31", 10.0),
    ("s21", "2025-02-01", 7.0),
]


def figures(code: str, grain: str = "day") -> list[tuple[str, str, str, date, float]]:
    return [(code, area, grain, day(start), value) for area, start, value in FIGURES]


@pytest.mark.parametrize(
    ("rule", "january", "quarter"),
    [
        ("sum", {"s11": 6.0, "s12": 10.0, "d1": 16.0, "c": 16.0}, {"s11": 15.0, "d1": 25.0, "c": 32.0}),
        ("last", {"s11": 2.0, "s12": 10.0, "d1": 12.0, "c": 12.0}, {"s11": 9.0, "d1": 19.0, "c": 26.0}),
        ("mean", {"s11": 3.0, "s12": 10.0, "d1": 13.0, "c": 13.0}, {"s11": 5.0, "d1": 15.0, "c": 22.0}),
        ("max", {"s11": 4.0, "s12": 10.0, "d1": 14.0, "c": 14.0}, {"s11": 9.0, "d1": 19.0, "c": 26.0}),
    ],
)
def test_time_first_then_areas(
    store_url: str, rule: str, january: dict[str, float], quarter: dict[str, float]
) -> None:
    store = open_store(store_url, [measure("m", rule)])
    store.commit(load(figures("m")))
    assert {area: values(store, "m", area, "month")[0] for area in january} == january
    assert {area: values(store, "m", area, "quarter")[0] for area in quarter} == quarter
    assert {area: values(store, "m", area, "year")[0] for area in quarter} == quarter
    store.dispose()


def test_a_measure_without_a_time_rule_adds_up_over_areas_only(store_url: str) -> None:
    store = open_store(store_url, [measure("m", "none")])
    store.commit(load(figures("m")))
    assert values(store, "m", "c", "day") == [4.0, 12.0, 16.0]
    for grain in ("week", "month", "quarter", "year"):
        assert cells(store, "m", "s11", grain) == []
    store.dispose()


def test_a_measure_that_does_not_add_up_stays_where_it_was_reported(store_url: str) -> None:
    store = open_store(store_url, [measure("m", "mean", additive=False)])
    store.commit(load([*figures("m"), ("m", "c", "day", day("2025-01-01"), 100.0)]))
    assert values(store, "m", "s11", "month") == [3.0, 9.0]
    assert values(store, "m", "c", "month") == [100.0]
    assert cells(store, "m", "d1", "month") == []
    base = store.base_cells(["m"], ["c", "s11"], 0, 10**6)
    assert sorted(base["area"]) == ["c", "s11", "s11", "s11"]
    store.dispose()


@pytest.mark.parametrize(
    ("monday", "month", "year"),
    [
        ("2024-12-30", "2025-01-01", "2025-01-01"),  # its Thursday is 2 January
        ("2025-01-27", "2025-01-01", "2025-01-01"),  # Thursday 30 January, five days of January
        ("2025-03-31", "2025-04-01", "2025-01-01"),  # one day of March only
    ],
)
def test_a_weekly_figure_belongs_to_the_month_of_its_thursday(
    store_url: str, monday: str, month: str, year: str
) -> None:
    store = open_store(store_url, [measure("m", "sum", "week")])
    store.commit(load([("m", "s11", "week", day(monday), 3.0)]))
    assert [row["period_start"] for row in cells(store, "m", "c", "month")] == [epoch_day(day(month))]
    assert [row["period_start"] for row in cells(store, "m", "c", "year")] == [epoch_day(day(year))]
    store.dispose()


def test_days_go_to_their_own_week_and_their_own_month(store_url: str) -> None:
    store = open_store(store_url, [measure("m")])
    rows = [("m", "s11", "day", day(text), 1.0) for text in ("2024-12-30", "2024-12-31", "2025-01-01")]
    store.commit(load(rows))
    assert values(store, "m", "c", "week") == [3.0]
    assert values(store, "m", "c", "month") == [2.0, 1.0]
    assert values(store, "m", "c", "year") == [2.0, 1.0]
    store.dispose()


def test_years_that_begin_in_april(store_url: str) -> None:
    store = open_store(store_url, [measure("m")], Calendar(4))
    days = ["2025-01-01", "2025-03-31", "2025-04-01"]
    store.commit(load([("m", "s11", "day", day(text), 1.0) for text in days]))
    found = {
        grain: [r["period_start"] for r in cells(store, "m", "c", grain)] for grain in ("quarter", "year")
    }
    assert found["quarter"] == [epoch_day(day("2025-01-01")), epoch_day(day("2025-04-01"))]
    assert found["year"] == [epoch_day(day("2024-04-01")), epoch_day(day("2025-04-01"))]
    assert values(store, "m", "c", "year") == [2.0, 1.0]
    store.dispose()


def test_cells_and_areas_inside_are_counted(store_url: str) -> None:
    store = open_store(store_url, [measure("m"), measure("l", "last")])
    store.commit(load([*figures("m"), *figures("l")]))
    assert [(r["n"], r["areas"]) for r in cells(store, "m", "c", "month")] == [(3, 2), (2, 2)]
    assert [(r["n"], r["areas"]) for r in cells(store, "m", "c", "year")] == [(5, 3)]
    # Of a last value one cell an area counts: the one taken.
    assert [(r["n"], r["areas"]) for r in cells(store, "l", "c", "year")] == [(3, 3)]
    store.dispose()


def test_equal_fingerprints_mean_the_same_cells(store_url: str) -> None:
    store = open_store(store_url, [measure("num"), measure("den"), measure("gap")])
    gap = [row for row in figures("gap") if row[1] != "s12"] + [("gap", "s12", "day", day("2025-01-30"), 1.0)]
    store.commit(load([*figures("num"), *figures("den"), *gap]))
    found = {code: cells(store, code, "c", "year")[0] for code in ("num", "den", "gap")}
    assert found["num"]["n"] == found["den"]["n"] == found["gap"]["n"] == 5
    assert found["num"]["fp"] == found["den"]["fp"] != found["gap"]["fp"]
    parts = store.cells(["num"], ["s11", "s12", "s21"], "day", 0, 10**6)
    assert found["num"]["fp"] == parts["fp"].sum() % 2**40
    store.dispose()


def test_the_largest_fingerprints_still_fit(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "fingerprints", lambda area, _start: np.full(len(area), staging.FP_MASK))
    store = open_store(store_url, [measure("m")])
    store.commit(load(figures("m")))
    (year,) = cells(store, "m", "c", "year")
    assert year["fp"] == year["n"] * staging.FP_MASK % 2**40
    store.dispose()


def test_missing_values_are_neither_zero_nor_last(store_url: str) -> None:
    store = open_store(store_url, [measure(rule, rule) for rule in ("sum", "mean", "max", "last")])
    told, gone = day("2025-01-30"), day("2025-01-31")
    for rule in ("sum", "mean", "max", "last"):
        store.commit(load([(rule, "s11", "day", told, -4.0), (rule, "s11", "day", gone, None)], source=rule))
        (row,) = cells(store, rule, "c", "month")
        assert (row["value"], row["n"], row["areas"]) == (-4.0, 1, 1)
    store.dispose()


def test_a_value_withdrawn_leaves_the_roll_ups_empty(store_url: str) -> None:
    store = open_store(store_url, [measure("m"), measure("l", "last")])
    first = day("2025-01-01")
    store.commit(load([(code, "s11", "day", first, 4.0) for code in ("m", "l")]))
    store.commit(load([(code, "s11", "day", first, None) for code in ("m", "l")], later(1)))
    for code in ("m", "l"):
        (row,) = cells(store, code, "c", "year")
        assert row["value"] != row["value"]
        assert (row["n"], row["areas"], row["fp"]) == (0, 0, 0)
    assert store.latest(["m", "l"]).empty
    store.dispose()


def test_flags_of_any_part_reach_the_whole(store_url: str) -> None:
    store = open_store(store_url, [measure("m")])
    rows = [
        ("m", "s11", "day", day("2025-01-01"), 1.0, "P"),
        ("m", "s12", "day", day("2025-01-02"), 1.0, "E"),
    ]
    store.commit(load([*rows, ("m", "s21", "day", day("2025-01-03"), 1.0, "B")]))
    assert cells(store, "m", "d1", "month")[0]["flags"] == Flag.PROVISIONAL | Flag.ESTIMATED
    assert cells(store, "m", "c", "year")[0]["flags"] == Flag.PROVISIONAL | Flag.ESTIMATED | Flag.BREAK
    store.dispose()


def test_a_correction_reaches_only_what_stands_above_it(store_url: str) -> None:
    store = open_store(store_url, [measure("m")])
    store.commit(load(figures("m")))
    store.commit(load([("m", "s11", "day", day("2025-02-01"), 19.0)], later(3)))
    known = {
        (area, grain): [r["known_at"] for r in cells(store, "m", area, grain)]
        for area, grain in [("s11", "month"), ("d2", "month"), ("c", "year")]
    }
    old, new = known["s11", "month"]
    assert new - old == 3 * 3600 * 10**6
    assert known["d2", "month"] == [old]
    assert known["c", "year"] == [new]
    assert values(store, "m", "c", "year") == [42.0]
    store.dispose()


def test_the_ends_of_a_series_are_those_with_a_value(store_url: str) -> None:
    store = open_store(store_url, [measure("m"), measure("empty")])
    days = {"2025-01-01": None, "2025-01-02": 1.0, "2025-01-05": 2.0, "2025-01-06": None}
    store.commit(load([("m", "s11", "day", day(text), value) for text, value in days.items()]))
    (row,) = store.latest(["m", "empty"]).to_dict("records")
    assert (row["measure"], row["first_start"], row["last_start"]) == (
        "m",
        epoch_day(day("2025-01-02")),
        epoch_day(day("2025-01-05")),
    )
    store.dispose()
