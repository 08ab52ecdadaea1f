"""The same page without the cockpit: one HTML file with the page's figures, and a server of ready answers."""

from __future__ import annotations

import gzip
import json
import mimetypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import brotli
from playwright.sync_api import Browser, Route

from app.settings import ROOT
from benchmarks.browser import VIEW
from benchmarks.served import Served

BROTLI_LEVEL = 11
YEAR = 31_536_000

# The drawn page as HTML, its plots emptied and numbered in the order in which they stand.
EMPTIED = """() => {
  const page = document.querySelector('.page').cloneNode(true);
  page.querySelectorAll('.js-plotly-plot').forEach((plot, place) => {
    const empty = document.createElement('div');
    empty.className = 'bare-plot';
    empty.style.cssText = plot.style.cssText;
    empty.style.height = plot.closest('.panel__graph').style.minHeight;
    plot.replaceWith(empty);
  });
  return page.outerHTML;
}"""
SHEETS = "() => Array.from(document.querySelectorAll('link[rel=stylesheet]')).map(link => link.href)"
SCRIPTS = "() => Array.from(document.scripts).map(script => script.src).filter(Boolean)"
DRAW = """
const plots = document.querySelectorAll('.bare-plot');
FIGURES.forEach((figure, place) => {
  Plotly.newPlot(plots[place], figure.data, figure.layout, {...figure.config, responsive: true});
});
"""


@dataclass(frozen=True)
class Answer:
    """A file as it goes over the wire."""

    kind: str
    plain: bytes
    packed: dict[str, bytes]
    keep: bool


def graphs(part: Any) -> list[dict[str, Any]]:
    """every chart of a layout in the order of the page."""
    if isinstance(part, list):
        return [found for child in part for found in graphs(child)]
    if not isinstance(part, dict):
        return []
    if part.get("type") == "Chart":
        return [part["props"]]
    return [found for value in part.values() for found in graphs(value)]


def bake(opened: Browser, app: Served, path: str) -> tuple[dict[str, Answer], int]:
    """Everything the static page needs, by path (the page itself is `/`), and how many plots it has."""
    context = opened.new_context(viewport=VIEW)
    context.add_cookies(app.cookies)  # type: ignore[arg-type]
    page = context.new_page()
    bodies: list[Any] = []
    fetched: dict[str, bytes] = {}

    def keep(route: Route) -> None:
        answer = route.fetch()
        address = urlsplit(route.request.url).path
        fetched[address] = answer.body()
        if address.endswith("_dash-layout"):
            bodies.append(answer.json())
        route.fulfill(response=answer)

    page.route("**/live", lambda route: route.abort())  # a stream of news has no end to keep
    page.route(re.compile(r"^(?!.*/live$)"), keep)
    page.goto(app.url + path)
    page.wait_for_selector(".js-plotly-plot .main-svg")
    page.wait_for_load_state("networkidle")
    figures = [
        {**props["figure"], "config": props.get("config", {})} for body in bodies for props in graphs(body)
    ]
    sheets = [urlsplit(href).path for href in page.evaluate(SHEETS)]
    scripts = [urlsplit(src).path for src in page.evaluate(SCRIPTS)]
    scripts = [src for src in scripts if src.endswith("plotly.min.js")]
    html = page.evaluate(EMPTIED)
    context.close()
    head = "".join(f'<link rel="stylesheet" href="{href}">' for href in sheets)
    tail = "".join(f'<script src="{src}"></script>' for src in scripts)
    maps = (ROOT / "assets" / "js" / "a-geo.js").read_text(encoding="utf-8")
    data = json.dumps(figures, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    whole = (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">{head}</head><body>{html}{tail}'
        f"<script>{maps}const FIGURES = {data};{DRAW}</script></body></html>"
    )
    wanted = {*sheets, *scripts, *(a for a in fetched if a.endswith((".geojson", ".woff2")))}
    answers = {address: _answer(address, fetched[address], keep=True) for address in wanted}
    answers["/"] = _answer("/index.html", whole.encode(), keep=False)
    return answers, len(figures)


def _answer(address: str, body: bytes, *, keep: bool) -> Answer:
    kind = mimetypes.guess_type(address)[0] or "application/json"
    packed = {}
    if not address.endswith(".woff2"):
        packed = {"br": brotli.compress(body, quality=BROTLI_LEVEL), "gzip": gzip.compress(body, 9)}
    return Answer(kind, body, packed, keep)


@contextmanager
def serve(answers: dict[str, Answer]) -> Iterator[str]:
    """A server of 127.0.0.1 that gives these answers; its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body leave together

        def do_GET(self) -> None:
            answer = answers.get(urlsplit(self.path).path)
            if answer is None:
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            wanted = self.headers.get("Accept-Encoding", "")
            packing = next((name for name in answer.packed if name in wanted), None)
            body = answer.packed[packing] if packing else answer.plain
            self.send_response(200)
            if packing:
                self.send_header("Content-Encoding", packing)
            self.send_header("Content-Type", f"{answer.kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", f"public, max-age={YEAR}" if answer.keep else "no-cache")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing to tell."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
