"""The first answer to a browser: an HTML page that says what to load, and asks for its figures at once.

Dash's renderer asks for the layout when all scripts have run, and for the page after that. Here the browser
begins with the page while scripts are still on their way: the index names the layout of its own address, and
`assets/js/first.js` hands the answer to the renderer. Without that script the renderer asks as ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dash import Dash, dcc
from dash.fingerprint import build_fingerprint
from flask import Response, has_request_context, request

from app.domain.text import DEFAULT_LANGUAGE, LANGUAGES, Text
from app.i18n import translator
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
_UNESCAPED = "!'()*"  # what JavaScript's encodeURIComponent leaves as it is, besides letters, digits and _.-~


def chart_script() -> str:
    """The address of the part of Dash that draws charts, which it would fetch only when the first chart comes."""
    path = Path(dcc.__file__).with_name("async-graph.js")
    mark = build_fingerprint("dcc/async-graph.js", dcc.__version__, int(path.stat().st_mtime))
    return f"/_dash-component-suites/dash/{mark}"


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
        parts["scripts"] = _UNUSED.sub("", parts["scripts"])
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


def _never_kept(app: Dash) -> None:
    @app.server.after_request
    def fresh(answer: Response) -> Response:
        if request.path == LAYOUT:
            answer.headers["Cache-Control"] = "no-store"
        return answer
