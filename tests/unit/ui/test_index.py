"""The first answer: language, title and theme before any script, and the page's figures asked for at once."""

import re
from typing import Any
from urllib.parse import unquote

import pytest
from dash import Dash
from flask import Flask

from app.access import Actor
from app.domain.text import Text
from app.ui import index, shell
from app.ui.page import EVERYONE, Page, View

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


def test_figures_are_never_kept(client: Any) -> None:
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
