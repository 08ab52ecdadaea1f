"""Our sheets and scripts go as one file each, packed once; what a browser gets is what stands in assets/."""

from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask, Response

from app.ui.static import CHARTS, SCRIPT, SHEET, Links, pack_once, serve_assets

ASSETS = Path(__file__).resolve().parents[3] / "assets"
BROTLI = {"Accept-Encoding": "br"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, words in {
        "css/a.css": "a{}",
        "css/b.css": "b{}",
        "vendor/x/x.min.css": "x{}",
        "js/one.js": "one()",
        "js/two.js": "two()",
        "vendor/regenerator/runtime.min.js": "runs()",
        "vendor/plotly/plotly.min.js": "charts()",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words)
    return tmp_path


def served(folder: Path) -> tuple[Any, Links]:
    server = Flask("planted", static_folder=None)
    links = serve_assets(server, folder)
    asked: list[int] = []

    @server.get("/assets/other.js")
    def other() -> Response:
        asked.append(1)
        return Response(f"other({len(asked)})", mimetype="text/javascript")

    @server.get("/assets/words.json")
    def words() -> Response:
        return Response("{}", mimetype="application/json")

    pack_once(server, folder)
    return server.test_client(), links


def test_all_sheets_and_scripts_are_there_in_order_of_name(folder: Path) -> None:
    client, _ = served(folder)
    assert client.get(SHEET).text.split() == ["a{}", "b{}", "x{}"]
    assert client.get(SCRIPT).text.split() == ["one()", "two()", "runs()"]


def test_an_address_changes_with_its_content_and_is_kept_for_ever(folder: Path) -> None:
    client, before = served(folder)
    assert "immutable" in client.get(before.sheets[0]).headers["Cache-Control"]
    (folder / "css" / "b.css").write_text("b{color:red}")
    _, after = served(folder)
    assert before.sheets != after.sheets
    assert before.scripts == after.scripts
    assert [address.split("?")[0] for address in after.scripts] == [SCRIPT, CHARTS]


def test_a_file_is_packed_once(folder: Path) -> None:
    client, _ = served(folder)
    first, second = (client.get("/assets/other.js", headers=BROTLI) for _ in range(2))
    assert first.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in first.headers["Vary"]
    assert brotli.decompress(first.data) == brotli.decompress(second.data) == b"other(1)"
    assert client.get("/assets/other.js").text == "other(3)"  # to whom cannot unpack it, as it is
    assert "Content-Encoding" not in client.get("/assets/words.json", headers=BROTLI).headers


def test_a_file_packed_beside_is_taken(folder: Path) -> None:
    (folder / "js" / "all.js.br").write_bytes(brotli.compress(b"packed before"))
    client, _ = served(folder)
    assert brotli.decompress(client.get(SCRIPT, headers=BROTLI).data) == b"packed before"


def test_the_packed_chart_library_is_the_one_beside_it() -> None:
    path = ASSETS / CHARTS.removeprefix("/assets/")
    assert brotli.decompress(path.with_suffix(".js.br").read_bytes()) == path.read_bytes()
