"""Open pages hear of new data: whose it is, who may know, when the day turns, and when there is no room."""

from __future__ import annotations

import json
import queue
import threading
import time
from datetime import date, timedelta

import pytest

from app.access import Actor, Role
from app.domain.indicator import Status
from app.domain.observation import Flag
from app.services import live
from app.services.cockpit import note_asked
from app.services.figures import ask
from app.services.live import Hub, News, watched
from tests.integration.live.conftest import calls


@pytest.fixture
def hub(cockpit):
    made = Hub(cockpit)
    streams = []

    def join(*, internal: bool) -> live.Stream:
        stream = made.join(internal=internal)
        assert stream is not None
        streams.append(stream)
        return stream

    made.open = join
    yield made
    for stream in streams:
        made.leave(stream)


def running() -> bool:
    return any(thread.name == "live" for thread in threading.enumerate())


def next_of(stream: live.Stream, patience: float = 10) -> News:
    return stream.news.get(timeout=patience)


def test_a_push_is_told_with_the_indicators_that_rest_on_it(hub, pusher):
    inside, outside = hub.open(internal=True), hub.open(internal=False)
    time.sleep(0.5)
    pusher("daily_calls")([calls("2025-06-10", "东区", 100, 90)], "one")
    heard = next_of(inside)
    assert {"connect_rate", "service_index"} <= heard.indicators
    assert "requests_total" not in heard.indicators
    assert heard.version == hub.version()
    assert next_of(outside).indicators == {"connect_rate"} & heard.indicators


def test_visitors_hear_nothing_of_what_is_not_published(hub, pusher, cockpit):
    hidden = {i.id for i in cockpit.catalogue.indicators.values() if i.publication == "no"}
    inside, outside = hub.open(internal=True), hub.open(internal=False)
    time.sleep(0.5)
    pusher("tickets")(
        [{"id": "1", "opened": "2025-06-10 09:00", "closed": "", "street": "桥头街道", "kind": "complaint"}],
        "one",
    )
    concerned = next_of(inside).indicators
    if concerned - hidden:
        assert next_of(outside).indicators == concerned - hidden
    else:
        with pytest.raises(queue.Empty):
            next_of(outside, 0.3)


def test_what_is_no_load_may_concern_every_page(hub, cockpit):
    stream = hub.open(internal=False)
    time.sleep(0.5)
    cockpit.store.rebuild()
    assert next_of(stream).indicators is None


def test_the_turn_of_the_day_is_told_without_new_data(hub, cockpit, monkeypatch):
    monkeypatch.setattr(live, "_PATIENCE", 0.1)
    stream = hub.open(internal=False)
    time.sleep(0.3)
    monkeypatch.setattr(type(cockpit.catalogue), "now", lambda self: date(2025, 6, 16))
    assert next_of(stream) == News(hub.version(), None)


def test_a_dead_source_turns_grey_with_its_age(hub, pusher, cockpit, monkeypatch):
    """Nothing comes any more: the turn of the day makes pages ask, and what they get is grey."""
    pusher("daily_calls")([calls("2025-06-15", "东区", 100, 99)], "one")
    leader, today = Actor(Role.LEADER), cockpit.catalogue.now()
    day = cockpit.catalogue.city.calendar.parse("2025-06-15")
    (fresh,) = ask(cockpit, leader, ["connect_rate"], ["880101"], day, day)
    assert fresh.status is Status.ON_TARGET
    monkeypatch.setattr(live, "_PATIENCE", 0.1)
    stream = hub.open(internal=True)
    time.sleep(0.3)
    monkeypatch.setattr(type(cockpit.catalogue), "now", lambda self: today + timedelta(days=400))
    assert next_of(stream).indicators is None
    (old,) = ask(cockpit, leader, ["connect_rate"], ["880101"], day, day)
    assert (old.status, Flag.STALE in old.flags, old.age_days) == (Status.NO_DATA, True, 400)


def test_nobody_listens_nothing_runs(cockpit, monkeypatch):
    monkeypatch.setattr(live, "_PATIENCE", 0.05)
    hub = Hub(cockpit)
    stream = hub.join(internal=True)
    assert running()
    hub.leave(stream)
    end = time.monotonic() + 5
    while running():
        assert time.monotonic() < end
        time.sleep(0.02)
    again = hub.join(internal=True)
    time.sleep(0.3)
    cockpit.store.rebuild()
    assert next_of(again).indicators is None
    hub.leave(again)


def test_visitors_cannot_take_all_the_room(hub, monkeypatch):
    monkeypatch.setattr(live, "MOST_STREAMS", 4)
    monkeypatch.setattr(live, "MOST_VISITORS", 2)
    for _ in range(2):
        hub.open(internal=False)
    assert hub.join(internal=False) is None
    for _ in range(2):
        hub.open(internal=True)
    assert hub.join(internal=True) is None


def test_the_stream_over_http(server, cockpit, monkeypatch):
    monkeypatch.setattr("app.api.stream.BEAT", 0.2)
    answer = server.test_client().get("/live", buffered=False)
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["X-Accel-Buffering"] == "no"
    events = iter(answer.response)
    assert parsed(next(events)) == ("hello", {"version": cockpit.store.data_version(), "indicators": []})
    assert parsed(next(events))[0] == "beat"
    cockpit.store.rebuild()
    while (found := parsed(next(events)))[0] == "beat":
        pass
    assert found == ("news", {"version": cockpit.store.data_version(), "indicators": None})
    answer.close()


def test_no_room_is_told(server, monkeypatch):
    monkeypatch.setattr(live, "MOST_VISITORS", 0)
    answer = server.test_client().get("/live")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_a_visitors_page_names_published_indicators_only(cockpit):
    every = list(cockpit.catalogue.indicators)
    with watched(cockpit, Actor()) as seen:
        note_asked(every)
    assert seen.indicators == {i for i in every if cockpit.catalogue.indicator(i).publication != "no"}
    with watched(cockpit, Actor(Role.LEADER)) as seen:
        note_asked(every)
    assert seen.indicators == set(every)


def parsed(text: str | bytes) -> tuple[str, dict]:
    words = text.decode() if isinstance(text, bytes) else text
    name, data = words.strip().split("\n")
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))
