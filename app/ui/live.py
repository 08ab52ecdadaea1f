"""Parts of a page that are drawn anew by themselves when new data comes.

Every card and panel, and whatever stands between them, is a part: an element with a name (its place on the
page) and a mark (a hash of what it shows). A page that hears of new data sends the marks it has; it is given
the parts whose mark differs, and nothing else of it is touched. Nothing of this is kept on the server.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Protocol
from urllib.parse import urlsplit

import orjson
from dash.development.base_component import Component
from flask import Flask, Response, request

from app.ui.plain import Plain

LIVE, PIECE = "ui-live", "ui-still"
ROOT = "main"
_HTML = "dash_html_components"
_DRAWN_WHOLE = frozenset({"card", "panel", "tile", "walltile"})
_OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS


class Seen(Protocol):
    """What a page was made from."""

    version: int
    indicators: frozenset[str]


@dataclass(frozen=True, slots=True)
class Live:
    """What the shell needs to keep pages live; given by whoever puts the app together.

    `watch`: notes the data version and the indicators asked for inside. `keep(name, make)`: what `make`
    gives, kept for one data version and asker when it is `sound`.
    """

    watch: Callable[[], AbstractContextManager[Seen]]
    keep: Callable[[Hashable, Callable[[], Any]], Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as its parts: (mark, props as packed JSON) by name, outermost first.

    `sound`: nothing of it failed.
    """

    title: str
    version: int
    indicators: frozenset[str]
    parts: Mapping[str, tuple[str, bytes]]
    sound: bool = True


def divide(part: Any, name: str = ROOT) -> None:
    """Give every part its name. `part`: what stands in the main element, before it is made light."""
    for place, child in enumerate(_children(part)):
        _divide(child, f"{name}.{place}")


def named(part: Component, name: str) -> Component:
    """A part that stands outside the main element: the frame's links follow the filters."""
    part.id = {"type": LIVE, "name": name}
    return part


def _divide(part: Any, name: str) -> None:
    if not _is_html(part):
        return
    if not _whole(part) and _holds_parts(part):
        divide(part, name)
    if _can_be_named(part):
        part.id = {"type": LIVE, "name": name}


def _is_html(part: Any) -> bool:
    return isinstance(part, Component) and part._namespace == _HTML


def _can_be_named(part: Component) -> bool:
    """An element with an id of its own keeps it, and belongs to the part around it."""
    return getattr(part, "id", None) is None and getattr(part, "n_clicks", None) is None


def _whole(part: Component) -> bool:
    return bool(_DRAWN_WHOLE & {*str(getattr(part, "className", "") or "").split()})


def _holds_parts(part: Any) -> bool:
    return any(_is_html(child) and (_whole(child) or _holds_parts(child)) for child in _children(part))


def _children(part: Any) -> list[Any]:
    """Children in one list, as they are numbered."""
    found = part if isinstance(part, list | tuple) else getattr(part, "children", None)
    flat: list[Any] = []
    for child in found if isinstance(found, list | tuple) else [found]:
        flat.extend(_children(child) if isinstance(child, list | tuple) else [child])
    return flat


def is_part(part: Any) -> bool:
    """Whether a component has been named by `divide`."""
    return isinstance(getattr(part, "id", None), dict) and part.id.get("type") == LIVE


def stamp(page: Component, seen: Seen, title: str, words: Mapping[str, str]) -> Kept:
    """Write its mark on every part of a page with its frame; gives what an open copy of it may ask for.

    Call it when the page has been made light. The main element is a part as well; what became of a form
    (its first child) is no figure and does not count. `words`: what the page says about its being live.
    """
    found: dict[str, Component] = {}
    for child in _children(page):
        if getattr(child, "id", None) == ROOT:
            _mark(child, ROOT, _children(child)[1:], found)
        elif is_part(child):
            _mark(child, child.id["name"], _children(child), found)
    kept = _kept(found, seen, title)
    main = found.get(ROOT)
    if main is not None:
        setattr(main, "data-version", str(seen.version))
        setattr(main, "data-indicators", names(seen.indicators))
        for name, text in words.items():
            setattr(main, f"data-{name}", text)
    return kept


def _mark(part: Component, name: str, children: list[Any], found: dict[str, Component]) -> None:
    _name_still(children, name)
    own = blake2b(digest_size=9)
    own.update(_json({k: v for k, v in part.to_plotly_json()["props"].items() if k != "children"}))
    for piece in _own_content(children, found):
        own.update(piece)
    setattr(part, "data-live", own.hexdigest())
    found[name] = part


def _name_still(children: list[Any], name: str) -> None:
    """Names for the still pieces a part holds itself, so that one of them can be drawn anew in place."""
    number = 0
    todo = list(children)
    while todo:
        child = todo.pop(0)
        if isinstance(child, Plain):
            child.id = {"type": PIECE, "name": f"{name}/{number}"}
            number += 1
        elif _is_html(child) and not is_part(child):
            todo = [*_children(child), *todo]


def _own_content(children: list[Any], found: dict[str, Component]) -> Iterator[bytes]:
    """What a part shows itself; of the parts inside only that they are there."""
    for child in children:
        if is_part(child):
            _mark(child, child.id["name"], _children(child), found)
            yield child._type.encode()
        elif _is_html(child):
            yield _json({k: v for k, v in child.to_plotly_json()["props"].items() if k != "children"})
            yield from _own_content(_children(child), found)
        else:
            yield _json(child)


def _kept(parts: Mapping[str, Component], seen: Seen, title: str) -> Kept:
    order = sorted(parts, key=lambda name: name.count("."))
    return Kept(
        title,
        seen.version,
        seen.indicators,
        {
            name: (getattr(parts[name], "data-live"), zlib.compress(_json(_props(parts[name])), 1))
            for name in order
        },
    )


def _props(part: Component) -> dict[str, Any]:
    return {name: value for name, value in part.to_plotly_json()["props"].items() if name != "id"}


def differing(page: Kept, marks: Mapping[str, str]) -> dict[str, orjson.Fragment]:
    """The parts that an open copy of the page with these marks must draw anew: the outermost only."""
    found: dict[str, orjson.Fragment] = {}
    for name, (mark, props) in page.parts.items():
        inside = any(name.startswith(f"{other}.") for other in found)
        if not inside and marks.get(name) != mark:
            found[name] = orjson.Fragment(zlib.decompress(props))
    return found


def _answer(page: Kept, marks: Mapping[str, str]) -> bytes:
    """The answer to an open copy of the page."""
    told = {"version": page.version, "title": page.title, "indicators": names(page.indicators)}
    return orjson.dumps({**told, "parts": differing(page, marks)})


def serve(server: Flask, live: Live, make: Callable[[str, str], Kept | None]) -> None:
    """An open page tells its address and marks, and is given the parts that have changed.

    `make`: the parts of the page at a path and query, as they are now.
    """

    @server.post("/live/parts")
    def parts() -> Response:
        asked = request.get_json(silent=True)
        asked = asked if isinstance(asked, dict) else {}
        address = urlsplit(str(asked.get("address") or "/"))
        marks = asked.get("parts")
        page = live.keep((address.path, address.query), lambda: make(address.path, address.query))
        body = _answer(page, marks if isinstance(marks, dict) else {})
        return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


def names(indicators: frozenset[str]) -> str:
    """The indicators of a page in one attribute; a page that asked for none may show anything."""
    return " ".join(sorted(indicators)) or "*"


def _json(value: Any) -> bytes:
    return orjson.dumps(value, default=_plain, option=_OPTIONS)


def _plain(value: Any) -> Any:
    if isinstance(value, Component):
        return value.to_plotly_json()
    message = f"{type(value)} has no JSON"
    raise TypeError(message)
