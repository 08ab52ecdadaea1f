"""What every service needs, built once by the composition root and passed explicitly."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from hashlib import blake2b
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from flask import current_app

from app.access import Actor
from app.catalogue import Catalogue
from app.indicators import IndicatorCentre
from app.store import Store

P = ParamSpec("P")
R = TypeVar("R")
_CACHE_SECONDS = 3600


def _release() -> str:
    """What view models look like: a new release must not read the old one's from the cache."""
    digest = blake2b(digest_size=8)
    for path in sorted(Path(__file__).parents[1].glob("*/*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


_RELEASE = _release()


class Cache(Protocol):
    """What we need of flask-caching."""

    def get(self, key: str) -> Any:
        """The kept value, or None."""

    def set(self, key: str, value: Any, timeout: int | None = None) -> bool | None:
        """Keep a value."""


@dataclass(frozen=True)
class Cockpit:
    """One city: its catalogue, its figures, its store and a cache shared by the workers."""

    catalogue: Catalogue
    centre: IndicatorCentre
    store: Store
    cache: Cache


def _key(name: str, cockpit: Cockpit, actor: Actor, parts: Hashable) -> str:
    """Everything an answer depends on. View models carry both languages, so no language here."""
    raw = repr(
        (
            _RELEASE,
            name,
            str(cockpit.catalogue.city.folder),
            cockpit.store.data_version(),
            cockpit.catalogue.now(),
            actor.audience,
            actor.role,
            actor.department,
            parts,
        )
    )
    return f"{name}-{blake2b(raw.encode(), digest_size=16).hexdigest()}"


def cached(
    service: Callable[Concatenate[Cockpit, Actor, P], R],
) -> Callable[Concatenate[Cockpit, Actor, P], R]:
    """Keep a service's answer until the data, the day or the asker changes."""

    @wraps(service)
    def answer(cockpit: Cockpit, actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
        name = f"{service.__module__.rsplit('.', 1)[-1]}.{service.__name__}"
        key = _key(name, cockpit, actor, (args, tuple(sorted(kwargs.items()))))
        kept = cockpit.cache.get(key)
        if kept is None:
            kept = service(cockpit, actor, *args, **kwargs)
            cockpit.cache.set(key, kept, timeout=_CACHE_SECONDS)
        return kept

    return answer


EXTENSION = "cockpit"


def current() -> Cockpit:
    """The cockpit of the running app, placed there by the composition root."""
    cockpit: Cockpit = current_app.extensions[EXTENSION]
    return cockpit
