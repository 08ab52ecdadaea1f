"""How browser tests start the app, visit its pages and know that a page has come."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")


@dataclass(frozen=True)
class Who:
    """Who looks: a role with its department; None is somebody without any account."""

    role: str | None = None
    department: str = ""


VISITOR, LEADER = Who(), Who("leader")
PUBLIC = ("/public", "/public?area=990116", "/public/indicator/waste_sorting_rate")
INTERNAL = (
    "/overview",
    "/overview?area=990109",
    "/department/water",
    "/indicator/avg_elapsed_workdays?area=990109",
    "/indicator/water_loss_rate",
    "/compare",
    "/indicators",
    "/indicators/tree?open=all",
    "/lineage/indicator/water_loss_rate",
)
EVERY = [(path, VISITOR) for path in PUBLIC] + [(path, LEADER) for path in INTERNAL]


def with_parameter(path: str, parameter: str) -> str:
    """The address with one more parameter."""
    return f"{path}{'&' if '?' in path else '?'}{parameter}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(city: Path, data: Path, log: Path, **settings: str) -> Iterator[str]:
    """The real app under gunicorn with two workers; gives its address once /health answers."""
    port = _free_port()
    chosen = {"COCKPIT_CITY": str(city), "COCKPIT_DATA": str(data), "COCKPIT_DEV_ACTORS": "true", **settings}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COCKPIT_")}
    environment = {**kept, **chosen, "PORT": str(port), "WEB_CONCURRENCY": "2"}
    gunicorn = Path(sys.executable).with_name("gunicorn")
    command = [str(gunicorn), "app.wsgi:server", "--config", str(ROOT / "deploy" / "gunicorn.conf.py")]
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield _answering(f"http://127.0.0.1:{port}", server, log)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answering(address: str, server: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=1):
                return address
        except OSError:
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
    raise AssertionError(log.read_text())


# A function, not an expression: the page's policy forbids evaluated text.
DRAWN = """() => {
  const whole = plot => plot.querySelector('.main-svg')
    && [...plot.querySelectorAll('.geolayer .geo')].every(map => map.querySelector('.choroplethlayer path'));
  return document.documentElement.dataset.busy === undefined
    && document.readyState === 'complete'
    && document.querySelector('#react-entry-point main')
    && [...document.querySelectorAll('.chart')].every(chart => chart.querySelector('.js-plotly-plot'))
    && [...document.querySelectorAll('.js-plotly-plot')].every(whole);
}"""


def drawn(page: Page) -> Page:
    """Wait until the page asked for stands, with every chart and map on it."""
    page.wait_for_selector("main h1")
    page.wait_for_function(DRAWN)
    return page


def watch(context: BrowserContext, app: str, seen: list[str]) -> None:
    """Note what must not happen: requests elsewhere, answers that failed, errors of scripts and policy."""

    def asked(request: Any) -> None:
        if not request.url.startswith((f"{app}/", "data:", "blob:")):
            seen.append(f"left the machine: {request.url}")

    def answered(response: Any) -> None:
        if response.status >= 400:
            seen.append(f"{response.status}: {response.url}")

    context.on("request", asked)
    context.on("response", answered)
    context.on("console", lambda m: seen.append(f"console: {m.text}") if m.type == "error" else None)
    context.on("weberror", lambda error: seen.append(f"script: {error.error}"))
