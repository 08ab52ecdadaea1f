"""`cockpit load`: deliveries into the store, with a progress bar and a line for each refusal."""

from __future__ import annotations

from rich.console import Console
from rich.progress import Progress

from app.bootstrap import build_store
from app.catalogue import load_package
from app.domain.errors import CockpitError
from app.i18n import Translator, explain
from app.ingest import load_source
from app.settings import Settings


def run_load(
    settings: Settings, t: Translator, progress: Progress, only: tuple[str, ...], console: Console
) -> int:
    """Load every source (or `only` these); returns how many deliveries were refused."""
    catalogue = load_package(settings.city, deliveries=settings.deliveries)
    store = build_store(settings)
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    sources = [s for s in catalogue.sources.values() if not only or s.id in only]
    task = progress.add_task(t("cli.load.bar"), total=len(sources))
    refused = read = accepted = quarantined = ignored = 0
    for source in sources:
        progress.update(task, description=t("cli.load.source", name=t.name(source.name)))
        for run in load_source(catalogue, store, source.id):
            read += run.rows_read
            accepted += run.accepted
            quarantined += run.quarantined
            ignored += run.ignored
            if run.state == "refused":
                refused += 1
                message, remedy = explain(CockpitError(run.error_code or "", **run.error_params), t.lang)
                console.print(f"✗ {source.id}: {message}\n  → {remedy}")
        progress.advance(task)
    console.print(t("cli.load.rows", read=read, accepted=accepted, quarantined=quarantined, ignored=ignored))
    store.dispose()
    return refused
