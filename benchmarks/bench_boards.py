"""Overview and board beside a plain Dash app of a hundred lines: visits, filter changes, readers.

`python -m benchmarks.bench_boards [visits|filters|readers|servers …]`. The plain app (`plain_app.py`) reads the
same store, served by the same gunicorn with two workers. Visits and filter changes are seen in Chromium: a
page is ready at the last change of its content before half a second of rest. Readers ask for whole boards (the
plain app's is seven callbacks) of random districts in one month, as on any morning, for some seconds; nothing is
kept at first. `servers` are the readers again, with the store in PostgreSQL (for both) and the cockpit's cache in
Redis.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page

from app.settings import ROOT
from benchmarks.browser import VIEW, browser
from benchmarks.served import Served, cockpit, cockpit_on_servers, free_port, wait_for

ROUNDS, READING = 9, 6.0
READERS = (1, 10, 50)
DISTRICTS = [f"9901{number:02d}" for number in range(1, 17)]
MONTHS = [f"2025-{month:02d}" for month in range(1, 11)]
BOARD = "/department/urban_mgmt"
SLOW = {"offline": False, "latency": 20, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000}
# The moment of the last change of the content.
WATCH = """
window.lastChange = 0;
new MutationObserver(() => { window.lastChange = performance.now(); })
  .observe(document, {subtree: true, childList: true, characterData: true, attributeFilter: ['d', 'src', 'style']});
"""
AT_REST = "since => window.lastChange > since && performance.now() - window.lastChange > 500"
CHOOSE = """href => {
  const box = Array.from(document.querySelectorAll('select[data-navigate]'))
    .find(one => Array.from(one.options).some(option => option.value.includes(href)));
  box.value = Array.from(box.options).find(option => option.value.includes(href)).value;
  const begun = performance.now();
  box.dispatchEvent(new Event('change', {bubbles: true}));
  return begun;
}"""
CHOOSE_PLAIN = """value => {
  const begun = performance.now();
  window.dash_clientside.set_props('month', {value});
  return begun;
}"""


@contextmanager
def plain(app: Served) -> Iterator[str]:
    """The plain app over the same store; its address."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "benchmarks.plain_app:server", "--workers", "2"]
    command += ["--threads", "64", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **app.environment})
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/_dash-layout", process)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def context_of(opened: Browser, app: Served) -> BrowserContext:
    """A fresh profile of a leader."""
    context = opened.new_context(viewport=VIEW, locale="zh-CN")  # type: ignore[arg-type]
    context.add_cookies(app.cookies)  # type: ignore[arg-type]
    context.add_init_script(WATCH)
    return context


def opened_page(context: BrowserContext, url: str, *, slow: bool = False) -> tuple[Page, float, int]:
    """A new tab at rest: the page, milliseconds until its last change, bytes received."""
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    if slow:
        line.send("Network.emulateNetworkConditions", SLOW)
    sizes: list[int] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(url, wait_until="commit")
    page.wait_for_function(
        "() => document.querySelector('main .panel, main .card, #cards h4')", timeout=60_000
    )
    page.wait_for_function(AT_REST, arg=0, timeout=60_000)
    return page, float(page.evaluate("() => window.lastChange")), sum(sizes)


def visits(opened: Browser, app: Served, other: str) -> None:
    """First and second visits, at full speed and over 10 Mbit/s."""
    addresses = {"overview": f"{app.url}/overview", "board": app.url + BOARD, "plain app": other}
    for slow in (False, True):
        found: dict[str, list[tuple[float, int, float, int]]] = {name: [] for name in addresses}
        for _ in range(ROUNDS):
            for name, url in addresses.items():
                context = context_of(opened, app)
                page, first, size = opened_page(context, url, slow=slow)
                page.close()
                _, second, again = opened_page(context, url, slow=slow)
                found[name].append((first, size, second, again))
                context.close()
        print(f"visits {'over 10 Mbit/s' if slow else 'at full speed'}, medians of {ROUNDS - 1}")
        for name, rows in found.items():
            first, size, second, again = (statistics.median(column) for column in zip(*rows[1:], strict=True))
            once = f"first {first:6.0f} ms {size / 1e6:6.3f} MB"
            print(f"  {name:10} {once}   second {second:6.0f} ms {again / 1e3:7.1f} KB")


def filters(opened: Browser, app: Served, other: str) -> None:
    """Another month chosen, nothing of it kept: until the last change of the page."""
    addresses = {"overview": f"{app.url}/overview", "board": app.url + BOARD, "plain app": other}
    for name, url in addresses.items():
        app.forget()
        context = context_of(opened, app)
        page, _, _ = opened_page(context, url)
        took = []
        for month in reversed(MONTHS):
            chosen = month if name == "plain app" else f"period={month}"
            begun = float(page.evaluate(CHOOSE_PLAIN if name == "plain app" else CHOOSE, chosen))
            page.wait_for_function(AT_REST, arg=begun, timeout=60_000)
            took.append(float(page.evaluate("() => window.lastChange")) - begun)
        context.close()
        worst = sorted(took)[round(0.95 * (len(took) - 1))]
        print(
            f"filter change {name:10} median {statistics.median(took):6.0f} ms   95 % {worst:6.0f} ms  ({len(took)})"
        )


def ask(url: str, body: dict[str, object]) -> None:
    """One callback over HTTP."""
    read(
        urllib.request.Request(
            f"{url}/_dash-update-component",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Accept-Encoding": "br"},
        )
    )


def read(request: urllib.request.Request) -> None:
    """An answer to its end."""
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()


def our_board(app: Served, rng: random.Random) -> None:
    """A department's board of a random district."""
    address = f"{BOARD}?area={rng.choice(DISTRICTS)}&period={MONTHS[-1]}"
    read(
        urllib.request.Request(app.page_url(address), headers={"Accept-Encoding": "br", "Cookie": app.cookie})
    )


def plain_board(url: str, rng: random.Random) -> None:
    """All callbacks of the plain board."""
    area, month = rng.choice(DISTRICTS), MONTHS[-1]
    for part, what in [("cards", "children"), *((f"chart-{number}", "figure") for number in range(6))]:
        body: dict[str, object] = {
            "output": f"{part}.{what}",
            "outputs": {"id": part, "property": what},
            "inputs": [
                {"id": "area", "property": "value", "value": area},
                {"id": "month", "property": "value", "value": month},
            ],
            "changedPropIds": ["area.value"],
        }
        ask(url, body)


def read_by(many: int, board: Callable[[random.Random], None]) -> tuple[float, float]:
    """Boards a second and the 95th percentile of their seconds, with so many readers at once."""
    took: list[float] = []
    end = time.monotonic() + READING

    def reader(seed: int) -> None:
        rng = random.Random(seed)
        while time.monotonic() < end:
            begun = time.monotonic()
            board(rng)
            took.append(time.monotonic() - begun)

    begun = time.monotonic()
    threads = [threading.Thread(target=reader, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(took) / (time.monotonic() - begun), sorted(took)[round(0.95 * (len(took) - 1))]


def readers(_opened: Browser, app: Served, other: str) -> None:
    """Boards a second; ours begins with nothing kept."""
    for many in READERS:
        app.forget()
        ours = read_by(many, lambda rng: our_board(app, rng))
        theirs = read_by(many, lambda rng: plain_board(other, rng))
        print(
            f"{many:3} readers: cockpit {ours[0]:7.1f} boards a second, 95 % {ours[1] * 1000:6.0f} ms;  "
            f"plain app {theirs[0]:6.2f}, 95 % {theirs[1] * 1000:6.0f} ms;  {ours[0] / theirs[0]:.0f} times"
        )


PARTS = {"visits": visits, "filters": filters, "readers": readers}
SERVERS = "servers"


def main(wanted: list[str]) -> None:
    """Measure and print."""
    with browser() as opened:
        names = [name for name in wanted or PARTS if name != SERVERS]
        if names:
            with cockpit(opened) as app, plain(app) as other:
                for name in names:
                    PARTS[name](opened, app, other)
        if SERVERS in wanted or not wanted:
            print("with PostgreSQL and Redis:")
            with cockpit_on_servers(opened) as app, plain(app) as other:
                readers(opened, app, other)


if __name__ == "__main__":
    main(sys.argv[1:])
