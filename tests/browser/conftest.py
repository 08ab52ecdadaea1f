"""The demo city served by the real app, and one Chromium for all browser tests."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.store import LoadRun, Store
from tests.browser.driving import ROOT, VISITOR, Who, drawn, served, watch
from tests.real.conftest import REAL

# As in tests/real: without the data beside the project this is not collected, in CI it fails.
collect_ignore = [] if REAL.is_dir() or os.environ.get("CI") else ["test_shanghai.py"]
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
DESKTOP = (1920, 1080)


def copy_store(store: Store, folder: Path) -> Path:
    """The folder with the store in it. A backup: what was written last may still stand in the log beside."""
    with (
        closing(sqlite3.connect(store.url.removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(folder / "cockpit.db")) as target,
    ):
        source.backup(target)
    return folder


@pytest.fixture(scope="session")
def app(
    loaded: tuple[Store, list[LoadRun]], deliveries: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the demo city's cockpit, which finds the files it was loaded from."""
    folder = copy_store(loaded[0], tmp_path_factory.mktemp("served"))
    files = {"COCKPIT_DELIVERIES": str(deliveries)}
    with served(ROOT / "data" / "demo", folder, folder / "gunicorn.log", **files) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield browser
        browser.close()


Contexts = Callable[[str, Who, tuple[int, int]], tuple[BrowserContext, list[str]]]


@pytest.fixture(scope="module")
def contexts(chromium: Browser) -> Iterator[Contexts]:
    """A browser's context for each reader and screen, kept for the tests of a file; what it saw go wrong."""
    made: dict[tuple[str, Who, tuple[int, int]], tuple[BrowserContext, list[str]]] = {}

    def get(app: str, who: Who, size: tuple[int, int]) -> tuple[BrowserContext, list[str]]:
        key = (app, who, size)
        if key not in made:
            context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
            made[key] = context, []
            watch(context, app, made[key][1])
            if who.role:
                form = {"role": who.role, "department": who.department, "back": "/public"}
                assert context.request.post(f"{app}/dev/actor", form=form).ok
        return made[key]

    yield get
    for context, _ in made.values():
        context.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(app: str, contexts: Contexts) -> Iterator[Visit]:
    """`visit(path, who, size=…)`: a page, drawn. Whatever went wrong unseen fails the test."""
    used: list[tuple[Page, list[str]]] = []

    def look(path: str, who: Who = VISITOR, size: tuple[int, int] = DESKTOP) -> Page:
        context, seen = contexts(app, who, size)
        seen.clear()
        page = context.new_page()
        used.append((page, seen))
        page.goto(app + path)
        return drawn(page)

    yield look
    for page, seen in used:
        page.close()
        assert not seen
