"""What is told to open pages: one thread a process hears of new data and tells every page's stream.

A stream is told which indicators may be different; the page asks for its parts anew only when it shows one of
them. Visitors hear of published indicators only.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from app.access import Actor
from app.catalogue import Catalogue
from app.domain.errors import CockpitError
from app.domain.indicator import Publication
from app.services.cockpit import Cockpit, asked_for
from app.services.feeds import resting_on
from app.store.changes import Change, listening

MOST_STREAMS = 200  # a process; each holds a thread of the server
MOST_VISITORS = 120  # of these: visitors may not keep everybody else out
_PATIENCE = 5.0  # seconds after which the thread looks whether the day has changed and anybody still listens
_AGAIN = 1.0  # seconds until a lost store is tried again


@dataclass(frozen=True, slots=True)
class News:
    """New data. `indicators`: those that may be different; None: any."""

    version: int
    indicators: frozenset[str] | None


@dataclass(eq=False)
class Stream:
    """One open page. `news` is filled by the hub's thread."""

    internal: bool
    news: queue.SimpleQueue[News] = field(default_factory=queue.SimpleQueue)


class Hub:
    """The streams of one process. Its thread runs only while somebody listens."""

    def __init__(self, cockpit: Cockpit) -> None:
        self._cockpit = cockpit
        self._streams: set[Stream] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def join(self, *, internal: bool) -> Stream | None:
        """A new stream; None when there is no room for one more."""
        stream = Stream(internal)
        with self._lock:
            visitors = sum(not other.internal for other in self._streams)
            if len(self._streams) >= MOST_STREAMS or (not internal and visitors >= MOST_VISITORS):
                return None
            self._streams.add(stream)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live", daemon=True)
                self._thread.start()
        return stream

    def leave(self, stream: Stream) -> None:
        """The page is gone."""
        with self._lock:
            self._streams.discard(stream)

    def version(self) -> int:
        """The data version now."""
        return self._cockpit.store.data_version()

    def _run(self) -> None:
        day, version = self._cockpit.catalogue.now(), None
        pause = threading.Event()
        while self._wanted():
            try:
                with listening(self._cockpit.store) as listener:
                    if version is not None and listener.version > version:
                        self._tell(News(listener.version, None))
                    version = listener.version
                    while self._wanted():
                        change = listener.wait(_PATIENCE)
                        version = listener.version
                        if change is not None:
                            self._tell(self._news(change))
                        day = self._new_day(day, version)
            except CockpitError:
                pause.wait(_AGAIN)

    def _wanted(self) -> bool:
        """Whether anybody listens; else this thread has ended."""
        with self._lock:
            if not self._streams:
                self._thread = None
                return False
            return True

    def _new_day(self, day: date, version: int) -> date:
        """At midnight figures grow older and periods begin, without any new data."""
        today = self._cockpit.catalogue.now()
        if today != day:
            self._tell(News(version, None))
        return today

    def _news(self, change: Change) -> News:
        if change.sources is None:
            return News(change.version, None)
        return News(change.version, resting_on(self._cockpit.catalogue, change.sources))

    def _tell(self, news: News) -> None:
        public = News(news.version, published(self._cockpit.catalogue, news.indicators))
        with self._lock:
            streams = list(self._streams)
        for stream in streams:
            if stream.internal:
                stream.news.put(news)
            elif public.indicators is None or public.indicators:
                stream.news.put(public)


def published(catalogue: Catalogue, indicators: frozenset[str] | None) -> frozenset[str] | None:
    """Those that citizens may see."""
    if indicators is None:
        return None
    return frozenset(i for i in indicators if catalogue.indicator(i).publication is not Publication.NO)


@dataclass
class Watched:
    """What a page was made from: the data version, and the indicators asked for while it was made."""

    version: int
    indicators: frozenset[str] = frozenset()


@contextmanager
def watched(cockpit: Cockpit, actor: Actor) -> Iterator[Watched]:
    """Note what the services are asked for inside; visitors learn of published indicators only."""
    seen = Watched(cockpit.store.data_version())
    with asked_for() as names:
        yield seen
    asked = frozenset(names)
    seen.indicators = asked if actor.internal else published(cockpit.catalogue, asked) or frozenset()
