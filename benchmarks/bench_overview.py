"""The leader's desk against the same page as a plain file: how long until every chart is drawn.

`python -m benchmarks bench_overview [rounds]`. By turns, each visit in a fresh browser profile: (1) the cockpit's
overview; (2) a static page with the same HTML, figures, style sheets and plotly bundle, from a server that has
every answer ready. Then a second visit of a kept profile, and the server's time for the page.
"""

from __future__ import annotations

import statistics
import sys
import time
import urllib.request

from playwright.sync_api import Browser

from benchmarks.browser import Seen, browser, fresh, visit
from benchmarks.served import Served, cockpit
from benchmarks.static_page import bake, serve

ROUNDS = 9
PATH = "/overview"


def once(opened: Browser, url: str, cookies: list[dict[str, str]], charts: int) -> tuple[Seen, Seen]:
    """The first visit of a fresh profile and the second of the same."""
    context = fresh(opened, cookies, charts)
    found = visit(context, url), visit(context, url)
    context.close()
    return found


def page_seconds(app: Served) -> float:
    """The server's time for the page."""
    request = urllib.request.Request(
        app.page_url(PATH),
        headers={"Accept-Encoding": "br", "Cookie": app.cookie},
    )
    started = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        answer.read()
    return time.perf_counter() - started


def row(name: str, seen: list[Seen]) -> str:
    """Median, least and most milliseconds; bytes and requests of the median kind."""
    times = [one.milliseconds for one in seen]
    size = statistics.median(one.bytes for one in seen) / 1e6
    asked = statistics.median(one.requests for one in seen)
    return (
        f"{name:<22}{statistics.median(times):8.0f} ms  ({min(times):.0f} to {max(times):.0f})"
        f"{size:8.3f} MB{asked:5.0f} requests"
    )


def main(rounds: int = ROUNDS) -> None:
    """Measure and print."""
    with browser() as opened, cockpit(opened) as app:
        answers, charts = bake(opened, app, PATH)
        with serve(answers) as static:
            pairs = []
            for _ in range(rounds):
                pairs.append(
                    (once(opened, app.url + PATH, app.cookies, charts), once(opened, static, [], charts))
                )
        pairs = pairs[1:]  # the first wakes both up
        cold, warm = [], []
        for _ in range(5):
            app.forget()
            cold.append(page_seconds(app))
            warm.append(min(page_seconds(app) for _ in range(3)))
    ours, theirs = [pair[0][0] for pair in pairs], [pair[1][0] for pair in pairs]
    print(f"{charts} charts, {len(pairs)} rounds by turns, medians (least to most)")
    print(row("cockpit, first visit", ours))
    print(row("static, first visit", theirs))
    print(row("cockpit, second visit", [pair[0][1] for pair in pairs]))
    print(row("static, second visit", [pair[1][1] for pair in pairs]))
    middle = statistics.median
    whole = middle(o.milliseconds for o in ours) / middle(o.milliseconds for o in theirs)
    each = middle(o.milliseconds / s.milliseconds for o, s in zip(ours, theirs, strict=True))
    print(f"ratio of first visits {whole:.2f} (median of the rounds' ratios {each:.2f})")
    print(f"page on the server: {middle(cold):.3f} s nothing kept, {middle(warm):.3f} s kept")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
