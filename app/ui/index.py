"""The first answer to a browser: an HTML page that says what to load, and asks for its figures at once.

Dash's renderer asks for the layout when all scripts have run, and for the page after that. Here the browser
begins with the page while scripts are still on their way: the index names the layout of its own address, and
`assets/js/first.js` hands the answer to the renderer. Without that script the renderer asks as ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

import brotli
from dash import Dash
from flask import Response, has_request_context, request

from app.access import notice_waits
from app.domain.text import DEFAULT_LANGUAGE, LANGUAGES, Text
from app.i18n import translator
from app.ui.errors import failures
from app.ui.live import Live
from app.ui.page import Page, theme_of

LAYOUT, AT = "/_dash-layout", "at"

# `lang`, the theme and the title are set for each request, before any script runs.
INDEX = """<!DOCTYPE html>
<html lang="zh">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{%title%}</title>
{%favicon%}
{%css%}
</head>
<body>
{%app_entry%}
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>"""

# Dash lists these on every page: a library that makes new browsers of old ones, at the price of a tenth of a
# second (what Dash itself needs of it, `assets/vendor/regenerator`, is in our script), and a table no page has.
_UNUSED = re.compile(r'<script src="[^"]*/(?:deps/polyfill@|dash_table/)[^"]*"></script>\s*')
# Dash itself starts when the page stands (`assets/js/first.js`): its scripts are only fetched.
_DASH = re.compile(r'<script src="([^"]*/(?:dash-renderer|dcc|html)/[^"]*)"></script>')
_LATER = r'<link rel="preload" as="script" href="\1"><script type="text/plain" data-dash src="\1"></script>'
_QUALITY = 5  # the best packing costs more time than it saves
_UNESCAPED = "!'()*"  # what JavaScript's encodeURIComponent leaves as it is, besides letters, digits and _.-~


def asked_address() -> str | None:
    """The address whose page is asked for together with the layout."""
    return request.args.get(AT) if has_request_context() else None


def write_index(app: Dash, find: Callable[[str], Page | None], name: Text) -> None:
    """Language, title, theme and the figures' address in the first answer. `find`: the page of a path."""
    write = app.interpolate_index

    def interpolate(**parts: Any) -> str:
        asked = request.args.get("lang", DEFAULT_LANGUAGE)
        lang = asked if asked in LANGUAGES else DEFAULT_LANGUAGE
        t = translator(lang)
        page = find(request.path)
        place = f"{t.name(name)} {t('ui.frame.product')}"
        parts["title"] = f"{t(page.name)} · {place}" if page else place
        parts["css"] = f"{_begin()}\n{parts['css']}"
        parts["scripts"] = _DASH.sub(_LATER, _UNUSED.sub("", parts["scripts"]))
        theme = theme_of(page, request.args.get("theme")).name  # at once: a wall never flashes white
        root = f'<html lang="{lang}" data-theme="{theme}">'
        return str(write(**parts)).replace('<html lang="zh">', root, 1)

    app.interpolate_index = interpolate
    _never_kept(app)


def _begin() -> str:
    """Has the browser ask for the page's figures before anything else."""
    address = request.environ.get("RAW_URI") or request.full_path.rstrip("?")
    wanted = f"{LAYOUT}?{AT}={quote(address, safe=_UNESCAPED)}", "/_dash-dependencies"
    return "\n".join(f'<link rel="preload" as="fetch" crossorigin href="{href}">' for href in wanted)


@dataclass(frozen=True, slots=True)
class Packed:
    """A layout as it goes over the wire (brotli). `sound`: nothing of it failed."""

    body: bytes
    sound: bool


def keep_first_answers(app: Dash, live: Live, kept: Callable[[str], bool]) -> None:
    """Keep the layouts of pages that may be kept, packed. `kept`: whether the page of a path is one.

    An answer that tells what became of a form is for once only.
    """
    make = app.server.view_functions[LAYOUT]

    def pack() -> Packed:
        with failures() as failed:
            answer = app.server.make_response(make())
        return Packed(brotli.compress(answer.get_data(), quality=_QUALITY), sound=not failed)

    @app.server.before_request
    def give() -> Response | None:
        address = asked_address() if request.path == LAYOUT else None
        if address is None or notice_waits() or not kept(unquote(address.partition("?")[0])):
            return None
        packed: Packed = live.keep(("layout", address), pack)
        if "br" not in request.accept_encodings:
            return Response(brotli.decompress(packed.body), mimetype="application/json")
        answer = Response(packed.body, mimetype="application/json", headers={"Content-Encoding": "br"})
        answer.vary.add("Accept-Encoding")
        return answer


def _never_kept(app: Dash) -> None:
    @app.server.after_request
    def fresh(answer: Response) -> Response:
        if request.path == LAYOUT:
            answer.headers["Cache-Control"] = "no-store"
        return answer
