"""A pushed figure on its way to open pages over two workers.

`python -m benchmarks.bench_live [pages|screens]`. `pages`: 50 streams, and three pages in a browser. `screens`: the
wall in a browser, and 49 more that ask for its changed parts as a browser does, all at once. Milliseconds from the
moment the pushing system sends its message: until it is answered (read, judged, committed), until each stream hears
of it, until each screen has its parts, until a page shows them.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from app.settings import ROOT
from benchmarks.browser import browser
from benchmarks.served import Served, cockpit

PUSHES, STREAMS = 30, 50
SOURCE, AREA, DAY = "hotline_calls", "990101", "2025-11-28"
SCREENS = {"wall": "/screen?scene=services&indicator=hotline_connect_rate"}
PAGES = {
    "indicator": f"/indicator/hotline_connect_rate?area={AREA}&period={DAY}",
    "department": f"/department/hotline?area={AREA}&period={DAY}",
    "public indicator": "/public/indicator/hotline_connect_rate",
}
# A part of the page has been drawn anew: it bears another mark. (A clock that runs changes no mark.)
NOTE = """() => {
  window.arrived = null;
  const seen = new MutationObserver(() => { window.arrived = window.arrived || Date.now(); });
  seen.observe(document.getElementById('main'), {subtree: true, attributeFilter: ['data-live']});
}"""


class Listener(threading.Thread):
    """One stream; notes when it hears of each version. With `asks` it then asks for the parts of that address."""

    def __init__(self, app: Served, asks: str = "") -> None:
        super().__init__(daemon=True)
        self.heard: dict[int, float] = {}
        self.given: dict[int, float] = {}
        self.ready = threading.Event()
        self._app, self._asks = app, asks
        self._marks: dict[str, str] = {}
        where = urlsplit(app.url)
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in app.cookies)
        self._line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=120)
        self._line.request("GET", "/live", headers={"Cookie": cookie})

    def run(self) -> None:
        name = ""
        for raw in self._line.getresponse():
            line = raw.decode().strip()
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
                self.ready.set()
            elif line.startswith("data: ") and name == "news":
                version = json.loads(line.removeprefix("data: "))["version"]
                self.heard[version] = time.time()
                if self._asks:
                    self._ask()
                    self.given[version] = time.time()

    def _ask(self) -> None:
        """What live.js asks for: the parts whose mark is another than the one at hand."""
        where = urlsplit(self._app.url)
        line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=120)
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in self._app.cookies)
        headers = {"Cookie": cookie, "Content-Type": "application/json"}
        line.request(
            "POST", "/live/parts", json.dumps({"address": self._asks, "parts": self._marks}), headers
        )
        told = json.loads(line.getresponse().read())
        line.close()
        for name, props in told["parts"].items():
            self._marks[name] = props.get("data-live", "")


def token(app: Served) -> str:
    """A token for the source."""
    command = [Path(sys.executable).with_name("cockpit"), "token", "new", SOURCE]
    environment = {**os.environ, "COCKPIT_DATA": str(app.data)}
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return made.stdout.split()[-1]


def push(app: Served, secret: str, number: int) -> tuple[float, float]:
    """One message; the moments it was sent and answered."""
    # From very low to very high and back: it shows in the city's month as well.
    answered = (1000 if number % 2 else 9000) + 10 * number
    row = {"日期": DAY, "区": AREA, "12345呼入量": 10_000, "12345人工接通量": answered}
    body = json.dumps([{**row, "已接通来电等待秒数合计": 90_000 + number}]).encode()
    request = urllib.request.Request(
        f"{app.url}/api/v1/push/{SOURCE}",
        body,
        {
            "Authorization": f"Bearer {secret}",
            "Idempotency-Key": f"benchmark {number}",
            "Content-Type": "application/json",
        },
    )
    sent = time.time()
    with urllib.request.urlopen(request) as answer:
        answer.read()
    return sent, time.time()


def version(app: Served) -> int:
    """The data version."""
    with urllib.request.urlopen(f"{app.url}/health") as answer:
        return int(json.load(answer)["data_version"])


@contextmanager
def opened_pages(chromium: Browser, app: Served, addresses: dict[str, str]) -> Iterator[dict[str, Page]]:
    """Each page in a browser profile of its own."""
    contexts = {name: chromium.new_context() for name in addresses}
    pages = {}
    for name, context in contexts.items():
        context.add_cookies(app.cookies)  # type: ignore[arg-type]
        pages[name] = context.new_page()
        pages[name].goto(app.url + addresses[name])
        pages[name].wait_for_selector("main h1")
        pages[name].wait_for_timeout(3000)
    yield pages
    for context in contexts.values():
        context.close()


def row(name: str, seconds: Sequence[float]) -> str:
    """Median, 95th and 99th of a hundred."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    middle, most, last = (1000 * cuts[place] for place in (49, 94, 98))
    return f"{name:<28}{middle:8.0f} {most:8.0f} {last:8.0f} ms   ({len(seconds)} times)"


def workers_of(app: Served) -> list[int]:
    """The processes of the server, told by their data folder."""
    wanted = f"COCKPIT_DATA={app.data}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue  # ended meanwhile, or somebody else's
    return found


def idle_share(app: Served, seconds: float = 10.0) -> float:
    """The share of a processor that the server's processes use while nothing happens."""
    workers = workers_of(app)
    ticks = os.sysconf("SC_CLK_TCK")

    def used() -> float:
        total = 0
        for worker in workers:
            words = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
            total += int(words[11]) + int(words[12])
        return total / ticks

    before = used()
    time.sleep(seconds)
    return (used() - before) / seconds


def main(what: str = "pages") -> None:
    """Measure and print."""
    screens = what == "screens"
    addresses = SCREENS if screens else PAGES
    answered, heard, given = [], [], []
    shown: dict[str, list[float]] = {name: [] for name in addresses}
    with browser() as chromium, cockpit(chromium) as app:
        secret = token(app)
        count = STREAMS - 1 if screens else STREAMS
        listeners = [Listener(app, SCREENS["wall"] if screens else "") for _ in range(count)]
        for listener in listeners:
            listener.start()
        for listener in listeners:
            listener.ready.wait(30)
        print(f"{count} idle streams use {100 * idle_share(app):.1f} % of a processor")
        with opened_pages(chromium, app, addresses) as pages:
            for number in range(PUSHES + 2):
                for page in pages.values():
                    page.evaluate(NOTE)
                sent, done = push(app, secret, number)
                wanted = version(app)
                moments = {
                    name: page.wait_for_function("() => window.arrived", timeout=60_000).json_value() / 1000
                    for name, page in pages.items()
                }
                time.sleep(2 if screens else 0.3)
                if number < 2:
                    continue  # the first wake everything up
                answered.append(done - sent)
                heard += [one.heard[wanted] - sent for one in listeners if wanted in one.heard]
                given += [one.given[wanted] - sent for one in listeners if wanted in one.given]
                for name, moment in moments.items():
                    shown[name].append(moment - sent)
    print(f"{'':<28}{'median':>8} {'p95':>8} {'p99':>8}")
    print(row("push answered", answered))
    print(row(f"heard by {count} streams", heard))
    if given:
        print(row(f"parts given to {count} screens", given))
    for name, moments_of in shown.items():
        print(row(f"on the screen: {name}", moments_of))
    print(f"{PUSHES * count - len(heard)} of {PUSHES * count} events lost")


if __name__ == "__main__":
    main(*sys.argv[1:2])
