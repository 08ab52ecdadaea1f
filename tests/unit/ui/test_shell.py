"""An address becomes a page: allowed, refused, unknown or broken, always in its frame and language."""

import json
import logging
from typing import Any

import pytest
from dash import Dash
from flask import Flask
from plotly.utils import PlotlyJSONEncoder

from app.access import Actor, Role
from app.domain.errors import Forbidden, UnknownArea
from app.domain.text import Text
from app.ui import menu, shell
from app.ui.index import INDEX
from app.ui.page import EVERYONE, Page, View, Visit

LEADER, CITIZEN = Actor(Role.LEADER), Actor()
SITE = shell.Site(Text("云津市", "Yunjin"), demonstration=True)


def good(visit: Visit) -> View:
    return View("Good page", [f"area {visit.get('area')}", visit.parts.get("id", "")])


def refuses(visit: Visit) -> View:
    raise Forbidden(visit.path)


def unknown(visit: Visit) -> View:
    raise UnknownArea("990199" + visit.path[:0])


def breaks(visit: Visit) -> View:
    message = "planted secret detail" + visit.path[:0]
    raise RuntimeError(message)


PAGES = (
    Page("/overview", "ui.frame.product", good, menu="/overview"),
    Page("/indicator/<id>", "ui.frame.product", good),
    Page("/refuses", "ui.frame.product", refuses),
    Page("/unknown", "ui.frame.product", unknown),
    Page("/breaks", "ui.frame.product", breaks),
    Page("/public", "ui.frame.product", good, roles=EVERYONE, menu="/public", dark=True),
)


def show(
    path: str, search: str = "", actor: Actor = LEADER, site: shell.Site = SITE
) -> tuple[str, dict[str, str]]:
    page, head = shell.answer(PAGES, site, actor, path, search)
    return json.dumps(page, cls=PlotlyJSONEncoder, ensure_ascii=False), head


def test_a_page_gets_its_filters_and_title() -> None:
    text, head = show("/overview", "?area=11&lang=en")
    assert "area 11" in text
    assert head["title"] == "Good page · Yunjin City Cockpit"


def test_parts_of_the_path_reach_the_page() -> None:
    assert "connect" in show("/indicator/connect")[0]


def test_the_frame_speaks_the_language_and_leads_to_the_other() -> None:
    text, _ = show("/overview", "?area=11&lang=en")
    assert '"lang": "en"' in text
    assert "/overview?area=11&lang=zh" in text
    assert "/overview?area=11&lang=en" in show("/overview", "?area=11")[0]


def test_a_strange_language_is_chinese() -> None:
    assert "演示数据" in show("/overview", "?lang=xx")[0]


def test_demonstration_data_says_so_and_only_it() -> None:
    assert "ribbon" in show("/overview")[0]
    assert "ribbon" not in show("/overview", site=shell.Site(SITE.name, demonstration=False))[0]


def test_roles_are_kept_apart() -> None:
    text, _ = show("/overview", actor=CITIZEN)
    assert "state--forbidden" in text
    assert "area None" not in text
    assert "area None" in show("/public", actor=CITIZEN)[0]


def test_the_menu_shows_only_what_a_role_may_see() -> None:
    assert '"href": "/overview"' in show("/public")[0]
    assert '"href": "/overview"' not in show("/public", actor=CITIZEN)[0]


def test_refusals_say_what_to_do() -> None:
    assert "state--forbidden" in show("/refuses")[0]
    text, _ = show("/unknown", "?lang=en")
    assert "990199" in text
    assert "Choose one" in text
    assert "/nowhere" not in show("/nowhere")[1]["title"]
    assert "没有这一页" in show("/nowhere")[0]


def test_a_fault_of_ours_is_logged_and_told_without_details(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        text, _ = show("/breaks", "?lang=en")
    assert "planted secret detail" not in text
    assert "cannot be shown now" in text
    assert "planted secret detail" in caplog.text


def test_the_wall_is_dark() -> None:
    assert show("/public")[1]["theme"] == "dark"
    assert show("/public", "?theme=light")[1]["theme"] == "light"


def test_the_switch_of_roles_only_where_allowed() -> None:
    assert "/dev/actor" not in show("/overview")[0]
    allowed = shell.Site(
        SITE.name, demonstration=True, dev_actors=True, departments=(("d", Text("热线", "Hotline")),)
    )
    text, _ = show("/overview", site=allowed)
    assert "/dev/actor" in text
    assert "热线" in text


@pytest.fixture(scope="module")
def client() -> Any:
    server = Flask("planted", static_folder=None)
    server.config["SECRET_KEY"] = "of a test"
    app = Dash("planted", server=server, index_string=INDEX, suppress_callback_exceptions=True)
    shell.install(app, PAGES, SITE, actor=lambda: CITIZEN)
    return server.test_client()


def test_the_layout_of_an_address_holds_its_page(client: Any) -> None:
    location, _, head, _, page = client.get("/_dash-layout?at=%2Fpublic%3Farea%3D11%26lang%3Den").json[
        "props"
    ]["children"]
    assert (location["props"]["pathname"], location["props"]["search"]) == ("/public", "?area=11&lang=en")
    assert head["props"]["data"]["title"] == "Good page · Yunjin City Cockpit"
    assert "area 11" in json.dumps(page)
    bare = client.get("/_dash-layout").text
    assert "area" not in bare
    assert '"pathname"' not in bare


def test_the_root_leads_each_role_to_its_first_page(client: Any) -> None:
    answer = client.get("/?lang=en")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/public?lang=en"
    assert menu.first_path(PAGES, LEADER) == "/overview"
    assert menu.first_path((), LEADER) is None


def test_an_address_of_no_page_answers_404_with_the_page_that_says_so(client: Any) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "_dash-config" in answer.text
    assert client.get("/indicator/connect").status_code == 200
    assert client.get("/_dash-layout").status_code == 200
