"""What goes along when a chart is taken away."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from app.access import Actor, Role
from app.domain.observation import Flag
from app.domain.text import Text
from app.ui.page import Visit
from app.ui.ready.taking import data_address, picture_lines
from tests.unit.ui.readings import CONNECT, NORTH, SOUTH, Figure

STAFF = Visit("/overview", actor=Actor(Role.LEADER), departments={"hotline": Text("热线中心", "Hotline")})
DEFINED = replace(CONNECT, plain=Text("接通的电话占比。", "Share of calls answered."))


def asked(address: str | None) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address or "").query)


def test_one_area_is_asked_by_its_code_and_span() -> None:
    assert asked(data_address(STAFF, [Figure(area=NORTH)])) == {
        "indicators": ["connect"], "areas": ["11"], "from": ["2025-11"], "to": ["2025-11"],
    }  # fmt: skip


def test_all_parts_of_an_area_are_asked_by_that_area() -> None:
    address = data_address(STAFF, [Figure(area=NORTH), Figure(area=SOUTH)])
    assert asked(address)["parts"] == ["1"]
    assert "areas" not in asked(address)


def test_the_moment_looked_back_to_goes_along() -> None:
    address = data_address(replace(STAFF, params={"as_of": "2025-10-01"}), [Figure()])
    assert asked(address)["as_of"] == ["2025-10-01"]


def test_citizens_pages_lead_to_no_staff_file() -> None:
    assert data_address(Visit("/public"), [Figure()]) is None
    assert data_address(STAFF, []) is None


def test_the_picture_says_what_where_when_who_and_what_is_marked() -> None:
    figure = Figure(indicator=DEFINED, flags=Flag.PROVISIONAL)
    lines = picture_lines(STAFF, [figure])
    assert lines[0] == "接通率：接通的电话占比。"
    for words in ("云津市", "2025年11月", "热线中心", "数据至"):
        assert words in lines[1]
    assert "初步" in lines[2]
    assert picture_lines(STAFF, []) == []


def test_with_several_areas_the_note_says_whose_it_is() -> None:
    lines = picture_lines(STAFF, [Figure(area=NORTH), Figure(area=SOUTH, state="held", value=None)])
    assert "2个区域" in lines[1]
    assert "南浦区" in lines[2]
    assert "北桥区" not in lines[2]
