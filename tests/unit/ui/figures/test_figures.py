"""Values land where they should; gaps stay gaps; what is hidden is nowhere; bars start at zero."""

import json
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.indicator import Status
from app.domain.period import Calendar
from app.ui import figures
from app.ui.figures.base import config, span, spread
from app.ui.figures.map import value_classes
from app.ui.figures.model import AreaRow, Line, MapMode, Mark, Part, Point, Reference, TrendWords
from app.ui.theme import DARK, LIGHT

WORDS = TrendWords("93.0%", "Period", "Target", "Last year", "not published", "Note", "%")
MONTHS = [Calendar().parse("2024-01").shift(step) for step in range(24)]


def points(values: list[float | None], **rest: Any) -> list[Point]:
    return [
        Point(
            str(month),
            month.start,
            value,
            "—" if value is None else f"{value}%",
            "missing" if value is None else "value",
            **rest,
        )
        for month, value in zip(MONTHS, values, strict=False)
    ]


def rows(values: list[float | None]) -> list[AreaRow]:
    return [
        AreaRow(
            code=str(i), name=f"Area {i}", value=value, shown=str(value), status=Status.WATCH, status_word="Watch",
            state="missing" if value is None else "value", href=f"/compare?area={i}",
        )
        for i, value in enumerate(values)
    ]  # fmt: skip


def trace(figure: dict[str, Any], name: str) -> dict[str, Any]:
    return next(trace for trace in figure["data"] if trace.get("name") == name)


def draw(history: list[Point], **rest: Any) -> dict[str, Any]:
    return figures.trend(history, words=WORDS, theme=LIGHT, **rest)


class TestTrend:
    def test_values_stand_at_their_dates(self) -> None:
        value = trace(draw(points([90.0, 91.5, 93.0])), "93.0%")
        assert value["x"] == ["2024-01-01", "2024-02-01", "2024-03-01"]
        assert value["y"] == [90.0, 91.5, 93.0]

    def test_a_missing_value_is_a_gap(self) -> None:
        value = trace(draw(points([90.0, None, 93.0])), "93.0%")
        assert value["y"] == [90.0, None, 93.0]
        assert value["connectgaps"] is False

    def test_it_begins_with_the_first_figure_not_with_a_target_years_before(self) -> None:
        history = points([None, None, 90.0, None, 93.0], target=95.0)
        early, late = Mark(date(2024, 1, 15), "before"), Mark(date(2024, 4, 1), "since")
        chart = draw(history, marks=[early, late])
        assert trace(chart, "Target")["x"] == trace(chart, "93.0%")["x"]
        assert trace(chart, "93.0%")["y"] == [90.0, None, 93.0]
        assert len(chart["layout"]["shapes"]) == 1
        hidden = [replace(history[0], state="suppressed"), *history[1:]]
        assert len(trace(draw(hidden), "93.0%")["x"]) == 5

    def test_an_unfinished_period_is_an_open_mark(self) -> None:
        history = points([90.0, 91.0])
        history[-1] = replace(history[-1], partial=True)
        marker = trace(draw(history), "93.0%")["marker"]
        assert marker["color"] == [LIGHT.accent, LIGHT.surface]
        assert marker["line"]["width"] == [0, 2]

    def test_the_target_is_a_dashed_step_and_last_year_a_thin_line(self) -> None:
        figure = draw(points([90.0, 91.0, 92.0], target=95.0, last_year=88.0))
        target, before = trace(figure, "Target"), trace(figure, "Last year")
        assert target["line"]["shape"] == "hvh"
        assert target["line"]["dash"] == "dash"
        assert before["line"]["width"] < 2

    def test_lines_that_do_not_exist_are_not_drawn(self) -> None:
        assert [t["name"] for t in draw(points([1.0, 2.0]))["data"]] == ["93.0%"]

    def test_the_axis_holds_everything_drawn(self) -> None:
        low, high = draw(points([90.0, 91.0], target=99.0, last_year=80.0))["layout"]["yaxis"]["range"]
        assert low <= 80.0
        assert high >= 99.0

    def test_a_suppressed_number_cannot_even_be_given(self) -> None:
        with pytest.raises(ValueError, match="suppressed"):
            Point("2024-01", date(2024, 1, 1), 3.0, "*", state="suppressed")

    def test_a_suppressed_period_is_marked_and_moves_no_axis(self) -> None:
        history = points([90.0, 91.0, 92.0])
        hidden = [history[0], Point("2024-02", date(2024, 2, 1), None, "*", state="suppressed"), history[2]]
        gap = [history[0], Point("2024-02", date(2024, 2, 1), None, "—", state="missing"), history[2]]
        with_mark, without = draw(hidden), draw(gap)
        assert trace(with_mark, "not published")["x"] == ["2024-02-01"]
        assert with_mark["layout"]["yaxis"]["range"] == without["layout"]["yaxis"]["range"]

    def test_policies_and_breaks_are_verticals_with_labels(self) -> None:
        marks = [Mark(date(2024, 3, 10), "Tidal lanes"), Mark(date(2024, 5, 1), "Break", is_break=True)]
        layout = draw(points([1.0] * 12), marks=marks)["layout"]
        assert [shape["x0"] for shape in layout["shapes"]] == ["2024-03-10", "2024-05-01"]
        assert [shape["line"]["dash"] for shape in layout["shapes"]] == ["solid", "dot"]
        assert {"Tidal lanes", "Break"} <= {note["text"] for note in layout["annotations"]}

    def test_labels_of_close_marks_stand_in_rows(self) -> None:
        marks = [Mark(date(2024, 3, 10), "A long label here"), Mark(date(2024, 3, 20), "Another long label")]
        notes = draw(points([1.0] * 24), marks=marks)["layout"]["annotations"]
        shifts = [note["yshift"] for note in notes if "yshift" in note]
        assert len(set(shifts)) == 2

    def test_nothing_known_still_draws(self) -> None:
        assert draw(points([None, None]))["layout"]["yaxis"]["range"] == [0.0, 1.0]
        assert draw([])["data"][0]["y"] == []


class TestRanking:
    @given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=20))
    def test_bars_start_at_zero(self, values: list[float | None]) -> None:
        figure = figures.ranking(rows(values), theme=LIGHT)
        low, high = figure["layout"]["xaxis"]["range"]
        assert figure["data"][0]["base"] == 0
        assert low <= 0 <= high
        assert all(value is None or low <= value <= high for value in values)

    def test_order_values_and_links_are_kept(self) -> None:
        bars = figures.ranking(rows([3.0, None, 1.0]), theme=LIGHT)["data"][0]
        assert bars["x"] == [3.0, None, 1.0]
        assert [entry[0] for entry in bars["customdata"]] == [f"/compare?area={i}" for i in range(3)]

    def test_the_first_row_is_on_top(self) -> None:
        low, high = figures.ranking(rows([1.0, 2.0]), theme=LIGHT)["layout"]["yaxis"]["range"]
        assert low > high

    def test_references_are_lines(self) -> None:
        references = [Reference(95.0, "Target"), Reference(90.0, "City", dashed=False)]
        layout = figures.ranking(rows([80.0]), theme=LIGHT, references=references)["layout"]
        assert [shape["x0"] for shape in layout["shapes"][:2]] == [95.0, 90.0]
        assert layout["xaxis"]["range"][1] >= 95.0

    def test_status_is_a_shape_too(self) -> None:
        ticks = figures.ranking(rows([1.0]), theme=LIGHT)["layout"]["yaxis"]["ticktext"]
        assert "▲" in ticks[0]


class TestMap:
    def test_each_area_is_drawn_once_with_its_link(self) -> None:
        for mode in MapMode:
            figure = figures.choropleth(rows([1.0, 2.0, None]), geojson="/b.geojson", theme=LIGHT, mode=mode)
            drawn = [t for t in figure["data"] if t["type"] == "choropleth"]
            assert sorted(code for t in drawn for code in t["locations"]) == ["0", "1", "2"]
            assert all(entry[0].startswith("/compare") for t in drawn for entry in t["customdata"])

    def test_areas_without_a_value_are_grey(self) -> None:
        figure = figures.choropleth(rows([1.0, None]), geojson="/b", theme=LIGHT, mode=MapMode.VALUE)
        grey = next(t for t in figure["data"] if t["locations"] == ["1"])
        assert grey["colorscale"][0][1] == LIGHT.fill[Status.NO_DATA]

    def test_colour_tells_no_number(self) -> None:
        """Only classes reach the picture: no value stands in z."""
        figure = figures.choropleth(rows([17.25, 93.5]), geojson="/b", theme=LIGHT, mode=MapMode.VALUE)
        assert all(set(t["z"]) == {1} for t in figure["data"] if t["type"] == "choropleth")

    def test_classes_cover_every_value(self) -> None:
        bounds = value_classes(rows([10.0, 20.0, None]))
        assert bounds == [12.0, 14.0, 16.0, 18.0, 20.0]
        assert value_classes(rows([None])) == []
        assert value_classes(rows([5.0, 5.0])) == [5.0]

    def test_a_name_is_written_where_it_has_room(self) -> None:
        wide, narrow = rows([1.0, 2.0])
        both = [replace(wide, short="Long name", room=0.5), replace(narrow, short="Long name", room=0.1)]
        figure = figures.choropleth(both, geojson="/b", theme=LIGHT, height=400)
        written = [text.partition("<br>")[0] for text in figure["data"][-1]["text"]]
        assert written[0] == "Long name"
        assert "Long" not in figure["data"][-1]["text"][1]

    def test_many_areas_are_not_all_named(self) -> None:
        figure = figures.choropleth(rows([1.0] * 60), geojson="/b", theme=DARK)
        assert not any("Area" in text for text in figure["data"][-1]["text"])


class TestLines:
    def test_seven_colours_at_most(self) -> None:
        series = [Line(str(i), tuple(points([1.0, 2.0]))) for i in range(8)]
        with pytest.raises(ValueError, match="at most 7"):
            figures.lines(series, theme=LIGHT)
        colours = {t["line"]["color"] for t in figures.lines(series[:7], theme=LIGHT)["data"]}
        assert len(colours) == 7

    def test_lines_are_named_at_their_ends(self) -> None:
        series = [Line("North", tuple(points([1.0, 2.0]))), Line("Rest", tuple(points([3.0])), strong=False)]
        notes = figures.lines(series, theme=LIGHT)["layout"]["annotations"]
        assert [note["text"] for note in notes] == ["<b>North</b>"]


def test_parts_start_at_zero_each_on_its_own_scale() -> None:
    quantities = [
        Part("Answered", tuple(points([900.0, 950.0]))),
        Part("Offered", tuple(points([1e6, 1.1e6]))),
    ]
    layout = figures.parts(quantities, theme=LIGHT)["layout"]
    assert layout["yaxis"]["range"][0] == layout["yaxis2"]["range"][0] == 0
    assert layout["yaxis2"]["range"][1] > 1e6 > layout["yaxis"]["range"][1]


class TestSpark:
    def test_a_gap_breaks_the_line(self) -> None:
        whole, broken = (
            figures.spark(points(v), theme=LIGHT) for v in ([1.0, 2.0, 3.0, 4.0], [1.0, 2.0, None, 4.0])
        )
        assert whole.count("%3Cpath") == 1
        assert broken.count("%3Cpath") == 2

    def test_too_little_to_draw(self) -> None:
        assert figures.spark(points([1.0, None]), theme=LIGHT) == ""

    def test_it_is_a_data_address(self) -> None:
        assert figures.spark(points([1.0, 2.0]), theme=LIGHT).startswith("data:image/svg+xml,%3Csvg")

    def test_a_shared_scale_is_shared(self) -> None:
        limits = figures.common_limits([points([0.0, 10.0]), points([100.0])])
        assert limits == (0.0, 100.0)


class TestTables:
    def test_the_table_holds_what_the_chart_shows_newest_first(self) -> None:
        table = figures.trend_table(points([90.0, None, 93.0], target_shown="95%"), WORDS, "caption")
        assert [row[0].text for row in table.rows] == ["2024-03", "2024-02", "2024-01"]
        assert [row[1].text for row in table.rows] == ["93.0%", "—", "90.0%"]
        assert [column.label for column in table.columns] == ["Period", "93.0%", "Target"]

    def test_areas_keep_order_status_and_link(self) -> None:
        table = figures.area_table(rows([2.0, 1.0]), area="A", value="V", status="S", note="N", caption="c")
        assert [(row[0].text, row[0].href, row[2].status) for row in table.rows] == [
            ("Area 0", "/compare?area=0", Status.WATCH),
            ("Area 1", "/compare?area=1", Status.WATCH),
        ]

    def test_lines_with_other_periods_stand_in_their_rows(self) -> None:
        series = [Line("A", tuple(points([1.0, 2.0]))), Line("B", tuple(points([3.0])))]
        table = figures.lines_table(series, period="Period", caption="c")
        assert [[cell.text for cell in row] for row in table.rows] == [
            ["2024-02", "2.0%", "—"],
            ["2024-01", "1.0%", "3.0%"],
        ]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), st.floats(0.1, 100))
def test_labels_end_up_apart_and_in_order(positions: list[float], least: float) -> None:
    placed = spread(positions, least)
    by_position = sorted(range(len(positions)), key=lambda i: positions[i])
    gaps = [placed[b] - placed[a] for a, b in pairwise(by_position)]
    assert all(gap >= 0.8 * least for gap in gaps)


@given(st.lists(st.floats(0, 1e9), min_size=1))
def test_an_axis_of_amounts_never_goes_below_zero(values: list[float]) -> None:
    low, high = span(values)
    assert 0 <= low <= min(values)
    assert high >= max(values)


def test_charts_upload_nothing_and_speak_the_language() -> None:
    assert config("zh")["locale"] == "zh-CN"
    assert "sendChartToCloud" in config("en")["modeBarButtonsToRemove"]
    assert config("en")["displaylogo"] is False


def test_figures_are_plain_and_repeat() -> None:
    def everything() -> str:
        history = points([90.0, None, 93.0], target=95.0, last_year=91.0)
        drawn = [
            draw(history),
            figures.ranking(rows([1.0, None]), theme=DARK),
            figures.choropleth(rows([1.0, None]), geojson="/b", theme=DARK),
            figures.lines([Line("a", tuple(history))], theme=LIGHT),
            figures.parts([Part("a", tuple(history))], theme=LIGHT),
        ]
        return json.dumps(drawn, allow_nan=False)

    assert everything() == everything()
