"""`/live`: an open page hears of new data (server-sent events). It asks for what changed by itself."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator

from flask import Response, current_app

from app.access import current_actor
from app.api.routes import blueprint
from app.services import current
from app.services.live import Hub, News, Stream

BEAT = 10.0  # seconds of silence after which a page is told that the line still stands
_HUB = "cockpit-live"
_first = threading.Lock()


def hub() -> Hub:
    """The hub of this process."""
    with _first:
        found: Hub | None = current_app.extensions.get(_HUB)
        if found is None:
            found = current_app.extensions[_HUB] = Hub(current())
    return found


@blueprint.get("/live")
def live() -> Response:
    """News of the data until the page goes. 503 when this process has no room for one more."""
    line = hub()
    stream = line.join(internal=current_actor().internal)
    if stream is None:
        return Response(status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})
    answer = Response(_events(line, stream), mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"  # a proxy in front must not hold them back
    answer.call_on_close(lambda: line.leave(stream))
    return answer


def _events(line: Hub, stream: Stream) -> Iterator[str]:
    try:
        version = line.version()
        yield event("hello", News(version, frozenset()))
        while True:
            try:
                news = stream.news.get(timeout=BEAT)
            except queue.Empty:
                yield event("beat", News(version, frozenset()))
                continue
            version = news.version
            yield event("news", news)
    finally:
        line.leave(stream)


def event(name: str, news: News) -> str:
    """One event as it goes over the wire."""
    indicators = None if news.indicators is None else sorted(news.indicators)
    return f"event: {name}\ndata: {json.dumps({'version': news.version, 'indicators': indicators})}\n\n"
