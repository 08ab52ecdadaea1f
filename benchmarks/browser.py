"""A visit to a page in a real browser, until every chart is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, sync_playwright

CHROMIUM = "/usr/bin/chromium"
VIEW = {"width": 1440, "height": 900}
LIMIT_MS = 60_000

# One rule for every page: as many plots as expected, and each has a visible mark of data in its picture.
RULE = """
(() => {
  const marks = ['.scatterlayer .trace path', '.barlayer .point path', '.choroplethlayer path',
                 '.scatterlayer .point', '.geo .choropleth path'].join(',');
  const drawn = plot => Array.from(plot.querySelectorAll(marks)).some(mark => mark.getAttribute('d'));
  const look = () => {
    const plots = document.querySelectorAll('.js-plotly-plot');
    if (plots.length >= EXPECTED && Array.from(plots).every(drawn)) {
      window.allDrawn = performance.now();
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
})();
"""


@dataclass(frozen=True)
class Seen:
    """One visit: milliseconds from the start of the navigation, and what came over the wire."""

    milliseconds: float
    bytes: int  # bodies and headers, as sent
    requests: int


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium; playwright's own download is not needed."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def fresh(opened: Browser, cookies: list[dict[str, str]], charts: int) -> BrowserContext:
    """A browser profile without any cache, which notes when `charts` plots are drawn."""
    context = opened.new_context(viewport=VIEW, locale="zh-CN")
    context.add_cookies(cookies)
    context.add_init_script(RULE.replace("EXPECTED", str(charts)))
    return context


def visit(context: BrowserContext, url: str) -> Seen:
    """Open an address in a new tab and wait until all is drawn."""
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    sizes: list[int] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(url, wait_until="commit")
    page.wait_for_function("() => window.allDrawn", timeout=LIMIT_MS)
    milliseconds = float(page.evaluate("() => window.allDrawn"))
    page.wait_for_timeout(300)  # what is still on its way
    page.close()
    sent = [size for size in sizes if size]  # nothing is sent for what the browser keeps
    return Seen(milliseconds, sum(sent), len(sent))
