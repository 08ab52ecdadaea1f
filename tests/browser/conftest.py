"""The real app under gunicorn with two workers, and one Chromium for all browser tests."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.store import LoadRun, Store

ROOT = Path(__file__).resolve().parents[2]
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(settings: dict[str, str], log: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start gunicorn; returns when /health answers."""
    port = free_port()
    environment = {**os.environ, **settings, "PORT": str(port), "WEB_CONCURRENCY": "2"}
    command = [
        str(Path(sys.executable).with_name("gunicorn")),
        "app.wsgi:server",
        "--config",
        str(ROOT / "deploy" / "gunicorn.conf.py"),
    ]
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=1):
                return server, address
        except OSError:
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
    server.terminate()
    raise AssertionError(log.read_text())


def stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    server.wait(timeout=20)


@pytest.fixture(scope="session")
def app_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "gunicorn.log"


@pytest.fixture(scope="session")
def app(
    loaded: tuple[Store, list[LoadRun]], app_log: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the demo city's cockpit."""
    folder = tmp_path_factory.mktemp("served")
    store, _ = loaded
    # A backup, not a copy of the file: what was written last may still stand in the log beside it.
    with (
        closing(sqlite3.connect(store.url.removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(folder / "cockpit.db")) as target,
    ):
        source.backup(target)
    settings = {
        "COCKPIT_CITY": str(ROOT / "data" / "demo"),
        "COCKPIT_DATA": str(folder),
        "COCKPIT_DEV_ACTORS": "true",
    }
    server, address = serve(settings, app_log)
    yield address
    stop(server)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield browser
        browser.close()


Visit = Callable[..., Page]


@pytest.fixture
def watched() -> list[str]:
    """Whatever should not happen in a browser: outside requests, console errors, page errors."""
    return []


@pytest.fixture
def visit(app: str, chromium: Browser, watched: list[str]) -> Iterator[Visit]:
    """`visit(path, role=…, department=…, width=…, height=…)`: a page, drawn."""
    contexts: list[BrowserContext] = []

    def look(
        path: str, *, role: str | None = None, department: str = "", width: int = 1920, height: int = 1080
    ) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: watched.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: watched.append(str(error)))
        page.on(
            "request", lambda r: None if r.url.startswith((app, "data:", "blob:")) else watched.append(r.url)
        )
        if role:
            form = {"role": role, "department": department, "back": "/public"}
            assert page.request.post(f"{app}/dev/actor", form=form).ok
        page.goto(app + path)
        drawn(page)
        return page

    yield look
    for context in contexts:
        context.close()


def drawn(page: Page) -> None:
    """Wait until the page stands and every chart on it is drawn."""
    page.wait_for_selector("main h1")
    page.wait_for_function(
        "[...document.querySelectorAll('.js-plotly-plot')].every(p => p.querySelector('.main-svg'))"
    )
    page.wait_for_load_state("networkidle")
