"""A form is carried out once, led back with a notice, and never taken from another site."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import take_notice
from app.api import blueprint
from app.api.actions import _ACTIONS, Told, action
from app.api.addresses import own_address
from app.domain.errors import UnknownArea
from app.services import EXTENSION

HERE = {"Origin": "http://localhost"}


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    done: list[Mapping[str, str]] = []

    @action("test-greet")
    def greet(cockpit: Any, actor: Any, fields: Mapping[str, str], files: Any) -> Told:
        if fields.get("area") == "x":
            raise UnknownArea("x")
        done.append(dict(fields))
        return Told("ui.status.watch", {"n": 3}, to=fields.get("to"))

    server = Flask("test")
    server.secret_key = "k"
    server.extensions[EXTENSION] = object()
    server.register_blueprint(blueprint)
    server.add_url_rule("/told", view_func=lambda: repr(take_notice()))
    client = server.test_client()
    client.done = done  # type: ignore[attr-defined]
    yield client
    del _ACTIONS["test-greet"]


def test_it_is_done_and_led_back_with_a_notice_told_once(client: FlaskClient) -> None:
    answer = client.post("/do/test-greet", data={"back": "/data?lang=en", "a": "1"}, headers=HERE)
    assert (answer.status_code, answer.location) == (303, "/data?lang=en")
    assert client.done == [{"back": "/data?lang=en", "a": "1"}]  # type: ignore[attr-defined]
    assert "ui.status.watch" in client.get("/told").text
    assert client.get("/told").text == "None"


def test_an_action_may_lead_elsewhere(client: FlaskClient) -> None:
    assert client.post("/do/test-greet", data={"to": "/x", "back": "/y"}, headers=HERE).location == "/x"


def test_a_refusal_is_told_too(client: FlaskClient) -> None:
    answer = client.post("/do/test-greet", data={"back": "/data", "area": "x"}, headers=HERE)
    assert answer.location == "/data"
    told = client.get("/told").text
    assert "unknown_area" in told
    assert "refused=True" in told


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://elsewhere.invalid"}, {"Origin": "null"}])
def test_another_site_s_form_does_nothing(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/do/test-greet", data={}, headers=headers).status_code == 403
    assert client.done == []  # type: ignore[attr-defined]


def test_an_unknown_action_is_not_found(client: FlaskClient) -> None:
    assert client.post("/do/nothing", headers=HERE).status_code == 404


def test_two_actions_of_one_name_are_refused(client: FlaskClient) -> None:
    with pytest.raises(ValueError, match="test-greet"):
        action("test-greet")(lambda *_: Told("x"))


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/a?b=c", "/a?b=c"),
        ("https://elsewhere.invalid/x", "/x"),
        ("//elsewhere.invalid/x", "/x"),
        ("/\\elsewhere.invalid", "/"),
        ("javascript:alert(1)", "/"),
        (None, "/"),
    ],
)
def test_only_own_addresses_are_led_back_to(asked: str | None, led: str) -> None:
    assert own_address(asked) == led
