"""What every service needs, built once by the composition root and passed explicitly."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, wraps
from hashlib import blake2b
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from flask import current_app

from app.access import Actor
from app.catalogue import Catalogue
from app.indicators import IndicatorCentre
from app.services.feeds import Feeds
from app.store import Store

P = ParamSpec("P")
R = TypeVar("R")
_CACHE_SECONDS = 3600


def _release() -> str:
    """What pages and view models look like: a new release must not read the old one's from the cache."""
    digest = blake2b(digest_size=8)
    app = Path(__file__).parents[1]
    for path in sorted([*app.rglob("*.py"), *app.rglob("*.yaml")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


_RELEASE = _release()


class Cache(Protocol):
    """What we need of flask-caching."""

    def get(self, key: str) -> Any:
        """The kept value, or None."""

    def set(self, key: str, value: Any, timeout: int | None = None) -> bool | None:
        """Keep a value."""


Lock = Callable[[str], AbstractContextManager[object]]


def unlocked(name: str) -> AbstractContextManager[object]:  # noqa: ARG001
    """No lock: for commands that ask once."""
    return nullcontext()


@dataclass(frozen=True)
class Cockpit:
    """One city: its catalogue, its figures, its store, a cache shared by the workers and locks for it."""

    catalogue: Catalogue
    centre: IndicatorCentre
    store: Store
    cache: Cache
    lock: Lock = unlocked
    uploads: Path = Path("var/uploads")  # where files wait to be described
    edition: str = ""  # of the package: what was worked out under another is not used

    @cached_property
    def feeds(self) -> Feeds:
        """What has come for each indicator so far."""
        return Feeds(self.catalogue, self.store)


_asked: ContextVar[set[str] | None] = ContextVar("asked", default=None)


@contextmanager
def asked_for() -> Iterator[set[str]]:
    """The indicators that services are asked for inside, also when the answer was kept."""
    names: set[str] = set()
    before = _asked.set(names)
    try:
        yield names
    finally:
        _asked.reset(before)


def note_asked(indicators: Iterable[str]) -> None:
    """Whoever asks the one query says so here."""
    names = _asked.get()
    if names is not None:
        names.update(indicators)


def _key(name: str, cockpit: Cockpit, actor: Actor, parts: Hashable, state: Hashable) -> str:
    """Everything an answer depends on. View models carry both languages, so no language here."""
    raw = repr(
        (
            _RELEASE,
            name,
            str(cockpit.catalogue.city.folder),
            cockpit.edition,
            state,
            cockpit.catalogue.now(),
            actor.audience,
            actor.role,
            actor.department,
            parts,
        )
    )
    return f"{name}-{blake2b(raw.encode(), digest_size=16).hexdigest()}"


def recall_each(
    cockpit: Cockpit,
    actor: Actor,
    name: str,
    indicators: Sequence[str],
    parts: Hashable,
    make: Callable[[list[str]], Mapping[str, R]],
) -> dict[str, R]:
    """What `make` gives for each indicator, kept until new data comes for that indicator.

    Only those that are missing are made, all at once: after a push that is a handful of a whole city's. They are
    kept together, each with the state it was made in: a hundred small files cost more than making them.
    """
    note_asked(indicators)
    states = cockpit.feeds.states(indicators)
    key = _key(name, cockpit, actor, (tuple(indicators), parts), None)
    kept: Mapping[str, tuple[Hashable, R]] = cockpit.cache.get(key) or {}
    found = {i: made for i, (state, made) in kept.items() if state == states[i]}
    missing = [i for i in indicators if i not in found]
    if missing:
        found |= make(missing)
        together = {i: (states[i], made) for i, made in found.items()}
        cockpit.cache.set(key, together, timeout=_CACHE_SECONDS)
    return found


def recall(
    cockpit: Cockpit,
    actor: Actor,
    name: str,
    parts: Hashable,
    make: Callable[[], R],
    seconds: int = _CACHE_SECONDS,
    worth: Callable[[R], bool] = lambda _: True,
) -> R:
    """What `make` gives, kept until the data, the day or the asker changes, and no longer than `seconds`.

    When many ask at once, in any process, one makes it and the others wait for it. `worth`: whether it may be kept
    at all; what failed may not.
    """
    key = _key(name, cockpit, actor, parts, cockpit.store.data_version())
    kept = cockpit.cache.get(key)
    if kept is None:
        with cockpit.lock(key):
            kept = cockpit.cache.get(key)
            if kept is None:
                with asked_for() as names:
                    made = make()
                kept = made, frozenset(names)
                if worth(made):
                    cockpit.cache.set(key, kept, timeout=seconds)
    value, asked = kept
    note_asked(asked)
    return value


def cached(
    service: Callable[Concatenate[Cockpit, Actor, P], R],
) -> Callable[Concatenate[Cockpit, Actor, P], R]:
    """Keep a service's answer until the data, the day or the asker changes."""

    @wraps(service)
    def answer(cockpit: Cockpit, actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
        name = f"{service.__module__.rsplit('.', 1)[-1]}.{service.__name__}"
        parts = (args, tuple(sorted(kwargs.items())))
        return recall(cockpit, actor, name, parts, lambda: service(cockpit, actor, *args, **kwargs))

    return answer


EXTENSION = "cockpit"


def current() -> Cockpit:
    """The cockpit of the running app, placed there by the composition root."""
    cockpit: Cockpit = current_app.extensions[EXTENSION]
    return cockpit
