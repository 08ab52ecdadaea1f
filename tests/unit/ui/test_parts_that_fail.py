"""A part that fails leaves the rest of the page; filters are taken back in one step; states differ."""

from __future__ import annotations

import json
import logging

import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from app.access import Actor, Role
from app.domain.errors import Forbidden, UnknownArea
from app.i18n import translator
from app.ui import menu
from app.ui.components import empty, failed_part, no_permission, stale, suppressed_note
from app.ui.controls import page_filters
from app.ui.errors import by_itself, part
from app.ui.page import Page, View, Visit

ZH = translator("zh")


def written(found: object) -> str:
    return json.dumps(found, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_what_is_drawn_stays_as_it_is() -> None:
    assert part(Visit("/overview"), lambda: "drawn") == "drawn"


def test_a_fault_of_ours_is_told_without_details_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    def breaks() -> str:
        raise RuntimeError("planted secret")

    with caplog.at_level(logging.ERROR):
        text = written(part(Visit("/overview", {"area": "11"}), breaks))
    assert "这一部分现在显示不了" in text
    assert "planted secret" not in text
    assert "/overview?area=11" in text
    assert "planted secret" in caplog.text


def test_an_error_with_a_remedy_is_told_with_it() -> None:
    def refuses() -> str:
        raise UnknownArea("990199")

    text = written(part(Visit("/overview"), refuses))
    assert "990199" in text
    assert "这一部分现在显示不了" not in text


def test_states_look_different_and_each_says_what_to_do() -> None:
    states = [
        empty(ZH), stale(ZH, "2025-10-01", 60), suppressed_note(ZH), no_permission(ZH, "/public"),
        failed_part("x", "y"),
    ]  # fmt: skip
    kinds = {text.split("state__sign--", 1)[1].split('"', 1)[0] for text in map(written, states)}
    assert kinds == {"empty", "stale", "suppressed", "forbidden", "failure"}
    assert all("state__help" in written(state) for state in states)


@pytest.mark.parametrize("params", [{}, {"lang": "en"}, {"as_of": "2025-10-01", "theme": "dark"}])
def test_nothing_to_take_back_without_a_filter(params: dict[str, str]) -> None:
    assert "filters__reset" not in written(page_filters(Visit("/compare", params, lang="en"), []))


def test_one_step_takes_back_every_filter_and_nothing_else() -> None:
    params = {"area": "11", "period": "2025-10", "indicators": "a,b", "as_of": "2025-10-01", "theme": "dark"}
    text = written(page_filters(Visit("/compare", params, lang="en"), []))
    assert '"href": "/compare?as_of=2025-10-01&theme=dark&lang=en"' in text
    assert "Reset" in text


def good(_visit: Visit) -> View:
    return View("", "")


FIGURES = Page("/overview", "ui.frame.product", good, menu="/overview", looks_back=True)
OTHER = Page("/compare", "ui.frame.product", good, menu="/compare", looks_back=True)
DESK = Page("/data", "ui.frame.product", good, menu="/data")


def test_area_and_period_go_along_between_pages_of_figures_only() -> None:
    visit = Visit(
        "/overview", {"area": "11", "period": "2025-10", "indicator": "a"}, actor=Actor(Role.LEADER)
    )
    found = {path for _, path, _ in menu.entries([FIGURES, OTHER, DESK], visit, FIGURES)}
    assert found == {
        "/overview?area=11&period=2025-10", "/compare?area=11&period=2025-10", "/data",
    }  # fmt: skip
    desk = Visit("/data", {"area": "11"}, actor=Actor(Role.LEADER))
    assert {path for _, path, _ in menu.entries([FIGURES, DESK], desk, DESK)} == {"/overview", "/data"}


def test_a_panel_by_itself_keeps_its_name_and_lets_what_is_forbidden_through() -> None:
    @by_itself
    def panel(visit: Visit, number: int) -> str:
        if number == 0:
            raise Forbidden("panel")
        return f"{visit.path} {10 // (number - 1)}"

    visit = Visit("/overview")
    assert panel.__name__ == "panel"
    assert panel(visit, 3) == "/overview 5"
    assert "state--failure" in written(panel(visit, 1))
    with pytest.raises(Forbidden):
        panel(visit, 0)


def test_what_failed_stands_in_the_frame_of_what_it_replaces() -> None:
    def breaks() -> str:
        raise RuntimeError

    assert "walltile--where" in written(
        part(Visit("/screen"), breaks, lambda told: html.Section(told, className="walltile--where"))
    )
