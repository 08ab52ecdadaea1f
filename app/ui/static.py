"""What every page loads from us: one style sheet, one script, the chart library; and all of it packed once.

A browser asks for six files at a time. Twenty small sheets before the first script cost more than they weigh,
so they go as one file each, put together when the app is built.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import brotli
from flask import Flask, Response, request

SHEET, SCRIPT, CHARTS = "/assets/css/all.css", "/assets/js/all.js", "/assets/vendor/plotly/plotly.min.js"
KEPT = "public, max-age=31536000, immutable"  # the address changes with the content
_PACKED = ("/assets/", "/_dash-component-suites/")
_KINDS = frozenset({"text/css", "text/javascript", "application/javascript"})
_QUALITY = 9  # a tenth of a second for the largest; the best packing would take two


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of what a page loads, with the mark of their content."""

    sheets: tuple[str, ...]
    scripts: tuple[str, ...]


def joined(files: Iterable[Path]) -> bytes:
    """Files one after the other, in order of name."""
    return b"\n".join(path.read_bytes() for path in sorted(files))


def serve_assets(server: Flask, folder: Path) -> Links:
    """Serve our sheets and scripts as one file each. `folder`: holds css/, js/ and vendor/."""
    sheet = joined([*(folder / "css").glob("*.css"), *(folder / "vendor").glob("*/*.css")])
    script = joined([*(folder / "js").glob("*.js"), *(folder / "vendor" / "regenerator").glob("*.js")])
    charts = (folder / CHARTS.removeprefix("/assets/")).read_bytes()
    _serve(server, SHEET, sheet, "text/css")
    _serve(server, SCRIPT, script, "text/javascript")
    return Links(
        sheets=(_marked(SHEET, sheet),),
        scripts=(_marked(SCRIPT, script), _marked(CHARTS, charts)),
    )


def _marked(address: str, body: bytes) -> str:
    return f"{address}?v={blake2b(body, digest_size=8).hexdigest()}"


def _serve(server: Flask, address: str, body: bytes, kind: str) -> None:
    def give() -> Response:
        return Response(body, mimetype=kind, headers={"Cache-Control": KEPT})

    server.add_url_rule(address, f"joined:{address}", give)


def pack_once(server: Flask, folder: Path) -> None:
    """Keep scripts and sheets as they go over the wire, instead of packing them for each visitor.

    A file with a packed one beside it (`plotly.min.js.br`) is packed already. Call it after Compress is set up:
    what is packed here it leaves alone.
    """
    packed = {
        f"/assets/{path.relative_to(folder).with_suffix('')}": path.read_bytes()
        for path in folder.rglob("*.br")
    }

    @server.after_request
    def pack(answer: Response) -> Response:
        fits = answer.status_code == 200 and answer.mimetype in _KINDS and request.path.startswith(_PACKED)
        if not fits or "Content-Encoding" in answer.headers or "br" not in request.accept_encodings:
            return answer
        if request.path not in packed:
            answer.direct_passthrough = False
            packed[request.path] = brotli.compress(answer.get_data(), quality=_QUALITY)
        answer.set_data(packed[request.path])
        answer.headers["Content-Encoding"] = "br"
        answer.vary.add("Accept-Encoding")
        return answer
