"""`cockpit watch`: loads deliveries as they arrive, until it is told to stop."""

from __future__ import annotations

import signal
import threading
from datetime import datetime

from rich.console import Console

from app.bootstrap import build_store
from app.catalogue import load_package
from app.domain.errors import CockpitError
from app.i18n import explain, translator
from app.jobs.watch import Watcher
from app.settings import Settings
from app.store import LoadRun


def run_watch(settings: Settings, console: Console, language: str, quiet: float) -> None:
    """Watch the deliveries of the city; one line a run. Ends on SIGTERM or SIGINT."""
    t = translator(language)
    catalogue = load_package(settings.city, deliveries=settings.deliveries)
    store = build_store(settings)
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    def say(line: str) -> None:
        console.print(f"{datetime.now().astimezone():%H:%M:%S}  {line}")

    def fail(source: str, error: CockpitError) -> None:
        message, remedy = explain(error, language)
        say(f"✗ {source} {message}\n  → {remedy}")

    def tell(source: str, run: LoadRun) -> None:
        if run.state == "refused":
            fail(source, CockpitError(run.error_code or "", **run.error_params))
            return
        name = t.name(watcher.catalogue.sources[source].name)
        rows = t(
            "cli.load.rows",
            read=run.rows_read,
            accepted=run.accepted,
            quarantined=run.quarantined,
            ignored=run.ignored,
        )
        say(f"✓ {name}: {rows}")

    say(t("cli.watch.begins", folder=catalogue.city.deliveries))
    watcher = Watcher(catalogue, store, tell=tell, fail=fail, quiet=quiet)
    watcher.run(stop)
    store.dispose()
    say(t("cli.watch.ends"))
