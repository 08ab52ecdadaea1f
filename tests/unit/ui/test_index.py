"""The first answer: language, title and theme before any script, and the page's figures asked for at once."""

import re
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import brotli
import pytest
from dash import Dash, html
from flask import Flask

from app.access import Actor, Notice, Role, leave_notice
from app.domain.text import Text
from app.ui import index, shell
from app.ui.live import Live
from app.ui.page import EVERYONE, Page, View, Visit

PAGES = (
    Page("/public", "ui.frame.product", lambda visit: View("x", []), roles=EVERYONE, dark=True),
    Page("/public/<id>", "ui.frame.product", lambda visit: View("x", []), roles=EVERYONE),
)


@pytest.fixture(scope="module")
def client() -> Any:
    server = Flask("planted", static_folder=None)
    app = Dash("planted", server=server, index_string=index.INDEX)
    shell.install(app, PAGES, shell.Site(Text("云津市", "Yunjin"), demonstration=True), actor=Actor)
    return server.test_client()


def test_language_title_and_theme_stand_before_any_script(client: Any) -> None:
    english = client.get("/public?lang=en").text
    assert '<html lang="en" data-theme="dark">' in english
    assert "<title>City Cockpit · Yunjin City Cockpit</title>" in english
    assert '<html lang="zh" data-theme="dark">' in client.get("/public").text
    assert '<html lang="zh" data-theme="light">' in client.get("/public/x").text
    assert '<html lang="zh" data-theme="dark">' in client.get("/public?lang=%22%3E%3Cscript%3E").text


@pytest.mark.parametrize(
    "address", ["/public", "/public?area=11&lang=en", "/public/%E6%B0%B4?q=%22%3E%3Cb%3E"]
)
def test_the_figures_of_the_address_are_asked_for_at_once(client: Any, address: str) -> None:
    page = client.get(address).text
    wanted = page.split('crossorigin href="/_dash-layout?at=')[1].split('"')[0]
    assert unquote(wanted) == address  # as the browser writes it, or its own question would be a second one
    assert page.index("/_dash-layout") < page.index("<script")


def test_a_browser_keeps_no_figures(client: Any) -> None:
    assert client.get("/_dash-layout?at=%2Fpublic").headers["Cache-Control"] == "no-store"


def test_dash_is_fetched_at_once_and_started_when_the_page_stands(client: Any) -> None:
    page = client.get("/public").text
    for part in ("dash-renderer/build", "dcc/dash_core_components", "html/dash_html_components"):
        fetched, script = re.findall(rf'<(link|script) [^>]*="[^"]*/{part}[^"]*"[^>]*>', page)[:2]
        assert (fetched, script) == ("link", "script")
        assert f'<script src="/_dash-component-suites/dash/{part}' not in page
    assert page.count('<script type="text/plain" data-dash src=') >= 3
    assert "/deps/react@" in page
    assert "/dash_table/" not in page
    assert "/polyfill@" not in page


class Shelf:
    """What `Live` needs, kept in memory for one data version and asker."""

    def __init__(self) -> None:
        self.kept: dict[Any, Any] = {}
        self.made: list[str] = []
        self.version, self.actor = 1, Actor()

    def live(self) -> Live:
        seen = SimpleNamespace(version=1, indicators=frozenset())
        return Live(watch=lambda: nullcontext(seen), keep=self.keep)

    def keep(self, name: Any, make: Any) -> Any:
        key = (name, self.version, self.actor.role)
        if key not in self.kept:
            made = make()
            if not made.sound:
                return made
            self.kept[key] = made
        return self.kept[key]

    def layout(self, visit: Visit) -> View:
        self.made.append(visit.path)
        if visit.path == "/broken":
            raise RuntimeError
        return View(f"{visit.actor.role} {self.version}", html.P(f"{visit.actor.role} {self.version}"))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def reader(shelf: Shelf) -> Any:
    pages = tuple(
        Page(path, "ui.frame.product", shelf.layout, roles=EVERYONE, kept=path != "/fresh")
        for path in ("/kept", "/fresh", "/broken")
    )
    server = Flask("kept", static_folder=None)
    server.config["SECRET_KEY"] = "for this test"
    app = Dash("kept", server=server, index_string=index.INDEX)
    site = shell.Site(Text("云津市", "Yunjin"), demonstration=True)
    shell.install(app, pages, site, actor=lambda: shelf.actor, live=shelf.live())

    @server.get("/leave")
    def leave() -> str:
        leave_notice(Notice("boards.saved", {}, refused=False))
        return ""

    client = server.test_client()
    client.get("/_dash-layout")  # at first Dash looks at every layout itself
    shelf.made.clear()
    return client


def asked(reader: Any, path: str, **headers: str) -> str:
    answer = reader.get(f"/_dash-layout?at={path}", headers=headers)
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.data
    return str((brotli.decompress(body) if answer.headers.get("Content-Encoding") == "br" else body).decode())


def test_a_page_that_may_be_kept_is_made_once_and_the_same_packed_or_not(reader: Any, shelf: Shelf) -> None:
    first = asked(reader, "/kept", **{"Accept-Encoding": "br"})
    assert asked(reader, "/kept", **{"Accept-Encoding": "br"}) == first == asked(reader, "/kept")
    assert "citizen 1" in first
    assert shelf.made == ["/kept"]


def test_new_data_another_asker_or_address_is_another_answer(reader: Any, shelf: Shelf) -> None:
    asked(reader, "/kept")
    shelf.version = 2
    assert "citizen 2" in asked(reader, "/kept")
    shelf.actor = Actor(Role.LEADER)
    assert "leader 2" in asked(reader, "/kept")
    asked(reader, "/kept%3Flang=en")
    assert len(shelf.made) == 4


def test_what_is_not_said_to_be_kept_or_failed_is_made_each_time(reader: Any, shelf: Shelf) -> None:
    for path in ("/fresh", "/fresh", "/broken", "/broken"):
        asked(reader, path)
    assert shelf.made == ["/fresh", "/fresh", "/broken", "/broken"]


def test_what_became_of_a_form_is_told_once(reader: Any) -> None:
    plain = asked(reader, "/kept")
    reader.get("/leave")
    assert asked(reader, "/kept") != plain
    assert asked(reader, "/kept") == plain
