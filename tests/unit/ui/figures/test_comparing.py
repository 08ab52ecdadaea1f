"""Figures that compare areas: better stands right, the line is drawn only when asked for, ties share a label."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.indicator import Status
from app.ui.figures import AreaRow, Dot, DotLine, Line, Point, bump, dots, scatter, slope
from app.ui.theme import LIGHT


def row(name: str, value: float | None) -> AreaRow:
    return AreaRow(name, name, value, str(value), Status.ON_TARGET, "")


@pytest.mark.parametrize(("lower_better", "right"), [(True, "a"), (False, "b")])
def test_the_better_area_stands_right(lower_better: bool, right: str) -> None:
    line = DotLine("x", (row("a", 1.0), row("b", 3.0), row("c", None)), lower_better, ("", ""))
    trace = dots([line], marked="a", theme=LIGHT)["data"][0]
    places = {data[1]: x for data, x in zip(trace["customdata"], trace["x"], strict=True)}
    assert places == {right: 1.0, "b" if right == "a" else "a": 0.0}


def test_a_trend_is_drawn_only_where_one_is_given() -> None:
    spots = [Dot("a", 1, 2, ""), Dot("b", 2, 4, ""), Dot("c", 3, 9, "")]
    quiet = scatter(spots, names=("x", "y"), theme=LIGHT)["layout"]["shapes"]
    assert [(shape["x0"], shape["y0"]) for shape in quiet] == [(2, 0), (0, 4)]
    drawn = scatter(spots, names=("x", "y"), theme=LIGHT, line=(2.0, 1.0))["layout"]["shapes"][-1]
    assert (drawn["x0"], drawn["y0"], drawn["x1"], drawn["y1"]) == (1, 3.0, 3, 7.0)


def test_areas_with_the_same_place_share_a_label() -> None:
    def line(name: str, *places: int | None) -> Line:
        return Line(name, tuple(Point(str(i), date(2025, 1, 1), p, "") for i, p in enumerate(places)))

    drawn = bump(
        [line("a", 2, 1), line("b", 1, 1), line("c", 3, None)], stops=["0", "1"], most=3, theme=LIGHT
    )
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["<b>1  a / b</b>"]
    assert drawn["data"][2]["y"] == [3, None]


def two(name: str, then: float | None, now: float | None, *, strong: bool = False) -> Line:
    points = tuple(Point(str(i), date(2025, 1, 1), v, f"{v}%") for i, v in enumerate((then, now)))
    return Line(name, points, strong=strong)


def test_a_slope_joins_then_and_now_and_names_both_ends() -> None:
    drawn = slope([two("a", 1, 5), two("b", 9, 2)], stops=("Oct", "Nov"), theme=LIGHT)
    assert [trace["y"] for trace in drawn["data"]] == [[1, 5], [9, 2]]
    texts = [note["text"] for note in drawn["layout"]["annotations"]]
    assert texts == ["1%", "9%", "a  5%", "b  2%", "Oct", "Nov"]


@given(st.lists(st.integers(-(10**6), 10**6).map(lambda n: n / 100), min_size=2, max_size=20))
def test_labels_of_a_slope_keep_apart_in_their_order_and_inside(values: list[float]) -> None:
    drawn = slope([two(str(i), v, v) for i, v in enumerate(values)], stops=("0", "1"), theme=LIGHT)["layout"]
    low, high = drawn["yaxis"]["range"]
    inside = drawn["height"] - drawn["margin"]["t"] - drawn["margin"]["b"]
    ends = [note["y"] for note in drawn["annotations"] if note["x"] == 1.0 and note.get("yref") != "paper"]
    assert all(low <= at <= high for at in ends)
    assert [ends.index(at) for at in sorted(ends)] == sorted(range(len(values)), key=lambda i: values[i])
    apart = [(b - a) / (high - low) * inside for a, b in itertools.pairwise(sorted(ends))]
    assert min(apart) > 8  # px: two lines of text would touch below it


def test_a_slope_draws_the_chosen_area_last_and_one_end_alone() -> None:
    drawn = slope([two("chosen", 1, 2, strong=True), two("half", None, 3)], stops=("0", "1"), theme=LIGHT)
    assert drawn["data"][-1]["y"] == [1, 2]
    assert [note["text"] for note in drawn["layout"]["annotations"]] == [
        "<b>1%</b>", "<b>chosen  2%</b>", "half  3%", "0", "1",
    ]  # fmt: skip


def test_of_many_areas_only_the_strong_are_named() -> None:
    many = [Dot(str(i), i, i, "", strong=i == 3) for i in range(30)]
    text = scatter(many, names=("x", "y"), theme=LIGHT)["data"][0]["text"]
    assert [name for name in text if name] == ["<b>3</b>"]
    assert all(scatter(many[:20], names=("x", "y"), theme=LIGHT)["data"][0]["text"])
