"""Refused rows, filtered, counted, page by page and as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass

from app.access import Actor
from app.catalogue.source import Source
from app.i18n import translator
from app.services.cockpit import Cockpit
from app.services.scope import sources
from app.store.refused import STATES, Entry, Filter, Refused

__all__ = ["STATES", "Entry", "RefusedPage", "refused", "refused_csv"]

ROWS = 50  # a page


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """One page of refused rows. counts: (source, reason, state, rows) of everything the filters leave."""

    entries: tuple[Entry, ...]
    counts: tuple[tuple[str, str, str, int], ...]
    total: int
    page: int
    pages: int
    sources: tuple[Source, ...]


def refused(
    cockpit: Cockpit,
    actor: Actor,
    *,
    department: str | None = None,
    source: str | None = None,
    reason: str | None = None,
    state: str | None = None,
    run: int | None = None,
    page: int = 1,
) -> RefusedPage:
    """One page of refused rows. Raises: Forbidden."""
    shown = sources(cockpit, actor, department, source)
    wanted = Filter(tuple(s.id for s in shown), reason, state, run)
    store = Refused(cockpit.store)
    counts = store.counts(wanted)
    total = sum(count[-1] for count in counts)
    pages = max(1, -(-total // ROWS))
    at = min(max(1, page), pages)
    entries = store.page(wanted, limit=ROWS, offset=(at - 1) * ROWS)
    return RefusedPage(tuple(entries), tuple(counts), total, at, pages, shown)


def refused_csv(cockpit: Cockpit, actor: Actor, lang: str, **filters: str | int | None) -> str:
    """The rows the filters leave, all pages, as CSV; written into the audit log. Raises: Forbidden."""
    department, source = filters.get("department"), filters.get("source")
    shown = sources(cockpit, actor, _text(department), _text(source))
    run = filters.get("run")
    wanted = Filter(
        tuple(s.id for s in shown),
        _text(filters.get("reason")),
        _text(filters.get("state")),
        int(run) if run else None,
    )
    found = Refused(cockpit.store).page(wanted, limit=1_000_000)
    cockpit.store.audit(actor.name, "export", "quarantine", {"rows": len(found), **filters})
    return _csv(cockpit, found, lang)


def _text(value: str | int | None) -> str | None:
    return str(value) if value else None


def _csv(cockpit: Cockpit, entries: Iterable[Entry], lang: str) -> str:
    t = translator(lang)
    heads = ["source", "file", "sheet", "row", "column", "reason", "remedy", "state", "raw", "mark"]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([t(f"services.refused.{head}") for head in heads])
    mark = t("services.csv.demonstration") if cockpit.catalogue.city.demonstration else ""
    for e in entries:
        words = {
            "message": t(f"reasons.{e.reason}.message", **e.params),
            "remedy": t(f"reasons.{e.reason}.remedy"),
        }
        raw = json.dumps(e.raw, ensure_ascii=False)
        cells = [e.source, e.file, e.sheet, e.row, e.column, words["message"], words["remedy"]]
        writer.writerow([_safe(c) for c in [*cells, t(f"services.refused.state_{e.state}"), raw, mark]])
    return "\ufeff" + buffer.getvalue()


def _safe(cell: object) -> object:
    """A text a spreadsheet would take for a formula is kept a text: these rows come from anywhere."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
