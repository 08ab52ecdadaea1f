"""Ready parts: complete, linked, and silent about what is hidden."""

import json
from dataclasses import replace
from typing import Any

import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from app.domain.area import Area, Level, Outlines
from app.domain.indicator import PolicyMark, Status
from app.domain.text import Text
from app.ui import ready
from app.ui.page import Visit
from app.ui.theme import DARK
from tests.unit.ui.readings import CITY, NORTH, SOUTH, Figure, suppressed, with_history

VISIT = Visit("/x", {"period": "2025-11"}, lang="en")


def written(component: Any) -> str:
    """Everything that would reach the browser."""
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def shown() -> list[Figure]:
    return [
        with_history(Figure(area=NORTH, value=97.0, status=Status.ON_TARGET), [95.0, 97.0]),
        with_history(Figure(area=SOUTH, value=84.0, status=Status.OFF_TARGET), [86.0, 84.0]),
    ]


def href(figure: Any) -> str:
    return VISIT.href(area=figure.area.code)


def test_a_card_tells_all_and_leads_on() -> None:
    text = written(ready.kpi(VISIT, with_history(Figure(), [90.0, 91.0, 93.44]), href="/indicator/connect"))
    for words in (
        "Connect rate",
        "93.4",
        "Watch",
        "Target ≥ 95.0%",
        "2.1 pp",
        "vs Nov 2024",
        "/indicator/connect",
        "data:image/svg",
    ):
        assert words in text


def test_a_card_falls_back_to_the_other_comparison() -> None:
    figure = Figure(previous=None)
    assert "vs Nov 2024" in written(ready.kpi(VISIT, figure, compare="previous"))


def test_all_cards_have_the_same_rows() -> None:
    cards = [ready.kpi(VISIT, f) for f in (Figure(), suppressed(7.77), Figure(year_ago=None, target=None))]
    assert {len(card.children) for card in cards} == {7}


def test_a_trend_comes_with_sentence_table_and_download() -> None:
    figure = with_history(Figure(), [90.0, None, 93.44])
    text = written(ready.trend_panel(VISIT, figure, csv="/export/indicator/connect.csv"))
    assert "stood at 93.4% in Nov 2025" in text
    assert "Show table" in text
    assert "/export/indicator/connect.csv" in text


def test_a_trend_without_any_value_says_so() -> None:
    text = written(ready.trend_panel(VISIT, with_history(Figure(value=None, state="missing"), [None, None])))
    assert "nothing to draw" in text
    assert "Graph" not in text


def test_only_policies_of_the_indicator_inside_the_span_are_drawn() -> None:
    figure = with_history(Figure(), [90.0] * 6)
    policies = [
        PolicyMark(figure.period.shift(-2).start, Text("甲", "Inside"), ("connect",)),
        PolicyMark(figure.period.shift(-20).start, Text("乙", "Before"), ("connect",)),
        PolicyMark(figure.period.shift(-2).start, Text("丙", "Other"), ("wait",)),
    ]
    text = written(ready.trend_panel(VISIT, figure, policies=policies))
    assert "Inside" in text
    assert "Before" not in text
    assert "Other" not in text


def test_areas_are_told_best_and_worst_by_direction() -> None:
    assert ready.areas_finding(VISIT.t, shown()) == (
        "Nov 2025: best Beiqiao (97.0%), worst Nanpu (84.0%), of 2 areas. 1 of 2 areas are off target."
    )
    assert ready.areas_finding(VISIT.t, shown()[:1]) == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_hidden_number_is_in_no_part(lang: str) -> None:
    """Not in chart JSON, hover, table, axis, alt text or sentence, even when a fault hands it over."""
    visit = replace(VISIT, lang=lang)
    hidden = suppressed(7.77)
    history = with_history(Figure(area=NORTH), [90.0, 91.0])
    with_hidden = replace(hidden, series=(*history.series, hidden))
    figures = [*shown(), with_hidden]
    parts = [
        ready.kpi(visit, with_hidden),
        ready.trend_panel(visit, with_hidden, year_before=with_hidden.series),
        ready.ranking_panel(visit, figures, city=hidden, href=href),
        ready.map_panel(visit, figures, Outlines("/b.geojson"), href=href),
        ready.map_panel(visit, figures, Outlines("/b.geojson"), href=href, mode="value"),
        ready.sides_panel(visit, figures, city=with_hidden, href=href),
        ready.lines_panel(visit, figures, title="x"),
        ready.parts_panel(visit, with_hidden, numerator="a", denominator="b"),
        ready.figure_table(visit, figures, caption="x", href=href),
    ]
    for part in parts:
        text = written(part)
        assert "7.77" not in text
        assert "7.8" not in text


def test_areas_lead_on_from_chart_and_table() -> None:
    text = written(ready.ranking_panel(VISIT, shown(), city=Figure(area=CITY), href=href))
    assert text.count("/x?period=2025-11&area=11&lang=en") == 2
    assert "Yunjin 93.4%" in text
    assert "Target 95.0%" in text


def test_no_common_target_no_line() -> None:
    figures = [shown()[0], replace(shown()[1], target=90.0)]
    assert "Target 9" not in written(ready.ranking_panel(VISIT, figures))


def test_nothing_to_show_is_said_and_not_drawn() -> None:
    for part in (
        ready.ranking_panel(VISIT, []),
        ready.map_panel(VISIT, [], Outlines("/b")),
        ready.sides_panel(VISIT, []),
        ready.lines_panel(VISIT, [], title="x"),
    ):
        assert "Graph" not in written(part)
        assert isinstance(part, html.Section)


def test_more_than_seven_lines_are_drawn_quietly() -> None:
    many = [
        with_history(Figure(area=Area(str(i), Level.DISTRICT, Text(f"{i}", f"D{i}"))), [90.0 + i, 91.0 + i])
        for i in range(9)
    ]
    assert written(ready.lines_panel(VISIT, many, title="x")).count(VISIT.theme.quiet) >= 2


def test_the_table_of_figures_is_real() -> None:
    table = ready.figure_table(replace(VISIT, theme=DARK), shown(), caption="Districts", by="area")
    text = written(table)
    assert text.count('"type": "Tr"') == 3
    assert '"scope": "row"' in text
    assert "Beiqiao" in text
