"""The wall through a day: does memory or the number of elements grow?

`python -m benchmarks.bench_soak [refreshes] [scenes]`. A day has 1,440 minutes: as many refreshes (the wall
hears of new data and draws the tiles that changed, by turns those of two states of the city) and as many
changes of scene (the carousel, every minute), as fast as the browser does them. What a refresh brings was
recorded from the server before; scenes come from the server. Memory is read after a garbage collection,
warmed up and at the end.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import CDPSession, Page, Route

from benchmarks.browser import browser
from benchmarks.served import Served, cockpit

REFRESHES, SCENES, WARM_UP = 1440, 1440, 60
MOST = 1.2
NAMES = ("services", "health", "transport", "environment", "streets", "emergency")
WALL = "/screen?scene=services&indicator="
STATES = ("hotline_connect_rate", "hotline_resolution_rate")
MARKS = """() => Object.fromEntries([...document.querySelectorAll('[data-live]')].map(
  one => [one.id.startsWith('{') ? JSON.parse(one.id).name : one.id, one.dataset.live]))"""
# As another tab tells it: one stream serves all tabs of a browser.
TELL = """version => {
  const channel = new BroadcastChannel('cockpit-live');
  channel.postMessage({name: 'news', news: {version: version, indicators: null}});
  channel.close();
}"""


def recorded(page: Page, app: Served) -> list[dict[str, Any]]:
    """What changes from one of two states of the city to the other, and back; the page shows the second."""
    found = []
    for here, there in (STATES, reversed(STATES)):
        page.goto(app.url + WALL + here)
        page.wait_for_selector(".walltile")
        marks = page.evaluate(MARKS)
        answer = page.request.post(f"{app.url}/live/parts", data={"address": WALL + there, "parts": marks})
        found.append(answer.json())
    return found


def counted(line: CDPSession) -> dict[str, int]:
    """Bytes of script memory and elements, after a garbage collection."""
    for _ in range(3):
        line.send("HeapProfiler.collectGarbage")
    counters = line.send("Memory.getDOMCounters")
    return {
        "heap": int(line.send("Runtime.getHeapUsage")["usedSize"]),
        "nodes": int(counters["nodes"]),
        "listeners": int(counters["jsEventListeners"]),
    }


def refresh(page: Page, states: Iterator[dict[str, Any]], versions: Iterator[int], count: int) -> None:
    """So many refreshes, each with the other state."""
    version = 0

    def answer(route: Route) -> None:
        body = {**next(states), "version": version}
        route.fulfill(status=200, content_type="application/json", body=json.dumps(body))

    page.route("**/live/parts", answer)
    for _ in range(count):
        version = next(versions)
        with page.expect_response("**/live/parts"):
            page.evaluate(TELL, version)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.unroute("**/live/parts")


def scenes(page: Page, count: int) -> None:
    """So many changes of scene."""
    for _, name in zip(range(count), itertools.cycle(NAMES), strict=False):
        page.evaluate("name => window.cockpitGo(`/screen?scene=${name}`)", name)
        page.wait_for_function(
            "name => location.search.includes(name) && !document.documentElement.dataset.busy", arg=name
        )


def main(refreshes: int = REFRESHES, changes: int = SCENES) -> int:
    """Measure and print; 1 when anything grew by more than a fifth."""
    with browser() as chromium, cockpit(chromium) as app:
        context = chromium.new_context(viewport={"width": 1920, "height": 1080})
        context.add_cookies(app.cookies)  # type: ignore[arg-type]
        page = context.new_page()
        line = context.new_cdp_session(page)
        # The last page shows the second state: what leads back to the first comes first.
        states, versions, worst = itertools.cycle(reversed(recorded(page, app))), itertools.count(10**9), 0.0
        for name, count, run in (
            ("refreshes", refreshes, lambda n: refresh(page, states, versions, n)),
            ("changes of scene", changes, lambda n: scenes(page, n)),
        ):
            run(WARM_UP)
            before = counted(line)
            started = time.perf_counter()
            run(count)
            seconds = time.perf_counter() - started
            after = counted(line)
            grown = {what: after[what] / before[what] for what in before}
            worst = max(worst, grown["heap"], grown["nodes"])
            told = ", ".join(
                f"{what} {before[what]:,} → {after[what]:,} ({100 * (grown[what] - 1):+.1f} %)"
                for what in before
            )
            print(f"{count} {name} in {seconds:.0f} s: {told}", flush=True)
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:3])))
