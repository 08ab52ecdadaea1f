"""Figures that compare areas: better stands right, the line is drawn only when asked for, ties share a label."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.indicator import Status
from app.ui.figures import AreaRow, Dot, DotLine, Line, Point, bump, dots, scatter
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
