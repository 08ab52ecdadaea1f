"""The cockpit as it is served, with a copy of the demo city's store and a cache of its own."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis
from playwright.sync_api import Browser

from app.settings import ROOT, Settings
from tests import servers

PATIENCE = 60.0
EXCHANGE = ROOT / "data" / "demo" / "deliveries" / "data_bureau" / "exchange.db"


@dataclass(frozen=True)
class Served:
    """A running cockpit: its address, its data folder, a leader's cookies, its settings as environment."""

    url: str
    data: Path
    cookies: list[dict[str, str]]
    environment: dict[str, str]

    @property
    def cookie(self) -> str:
        """The cookies as a header."""
        return "; ".join(f"{one['name']}={one['value']}" for one in self.cookies)

    def page_url(self, address: str) -> str:
        """Where the figures of a page come from."""
        return f"{self.url}/_dash-layout?at={quote(address, safe='')}"

    def forget(self) -> None:
        """Empty the cache of view models."""
        if redis_url := self.environment.get("COCKPIT_REDIS_URL"):
            redis.Redis.from_url(redis_url).flushdb()
        for kept in (self.data / "cache").glob("*"):
            kept.unlink(missing_ok=True)


def free_port() -> int:
    """A port of 127.0.0.1 nobody listens on."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes] | None = None, patience: float = PATIENCE) -> None:
    """Until an address answers. Raises: RuntimeError when it does not, or its server has ended."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if process is not None and process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except OSError:
            time.sleep(0.05)
    message = f"no answer from {url}"
    raise RuntimeError(message)


@contextmanager
def cockpit(opened: Browser) -> Iterator[Served]:
    """Serve the loaded city of the settings (`make demo` loads it). Raises: RuntimeError when it is not."""
    store = Settings().data / "cockpit.db"
    if not store.exists():
        message = f"{store} is missing: run `make demo` first"
        raise RuntimeError(message)
    with tempfile.TemporaryDirectory() as folder:
        _copy(store, Path(folder) / store.name)
        with _serving(opened, {"COCKPIT_DATA": folder}) as served:
            yield served


@contextmanager
def cockpit_on_servers(opened: Browser) -> Iterator[Served]:
    """The demo city loaded anew into PostgreSQL, view models in Redis: both started for this alone."""
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.postgresql() as database,
        servers.redis_server() as kept,
    ):
        environment = {
            "COCKPIT_DATA": folder,
            "COCKPIT_STORE_URL": f"{database}/postgres",
            "COCKPIT_REDIS_URL": kept,
            "COCKPIT_DEMO_SQL_URL": f"sqlite:///{EXCHANGE}",  # one source of the demo city is a database
        }
        load = [Path(sys.executable).with_name("cockpit"), "load"]
        subprocess.run(
            load, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, check=True
        )
        with _serving(opened, environment) as served:
            yield served


@contextmanager
def _serving(opened: Browser, environment: dict[str, str]) -> Iterator[Served]:
    port = free_port()
    command = [Path(sys.executable).with_name("cockpit"), "serve", "--dev-actors", "--port", str(port)]
    whole = {**os.environ, **environment}
    process = subprocess.Popen(command, cwd=ROOT, env=whole, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/health", process)
        yield Served(url, Path(environment["COCKPIT_DATA"]), _leader(opened, url), environment)
    finally:
        process.terminate()
        process.wait(30)


def _copy(store: Path, to: Path) -> None:
    """A whole copy, also of what is still in the write-ahead log."""
    source, target = sqlite3.connect(store), sqlite3.connect(to)
    source.backup(target)
    source.close()
    target.close()


def _leader(opened: Browser, url: str) -> list[dict[str, str]]:
    context = opened.new_context()
    context.request.post(f"{url}/dev/actor", form={"role": "leader"})
    cookies = [dict(cookie) for cookie in context.cookies()]
    context.close()
    return cookies  # type: ignore[return-value]
