"""One refused row: looked at, put right and tried. A draft changes no figure before its replay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.access import Actor
from app.catalogue.source import Source
from app.domain.errors import CockpitError
from app.domain.observation import Reason
from app.ingest.replay import Patch, try_row
from app.services.cockpit import Cockpit
from app.services.rows import CellChange, cells_of, entries_of
from app.services.scope import require_officer, source_of
from app.services.wording import required
from app.store.refused import REPAIRED, Entry, Refused
from app.store.repairs import Raw, Repair, Repairs


@dataclass(frozen=True, slots=True)
class Trial:
    """What a row becomes by itself: cells when it is accepted, else the entries that refuse it."""

    cells: tuple[CellChange, ...]
    refused: tuple[Entry, ...]
    ignored: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A refused row with everything needed to put it right."""

    entry: Entry
    entries: tuple[Entry, ...]  # every refused cell of this raw row
    source: Source
    columns: tuple[tuple[str, str, bool], ...]  # (name, text, whether it may be changed)
    draft: Repair | None
    trial: Trial | None  # of the draft
    done: Repair | None
    before: Mapping[str, str]  # column → what the same wrong text was put right to before
    other: Entry | None  # the row it contradicts
    may_leave_out: bool


def refused_row(cockpit: Cockpit, actor: Actor, entry: int) -> RowView:
    """One refused row with its draft. Raises: Forbidden; CockpitError('unknown_row')."""
    found = Refused(cockpit.store).entry(entry)
    source = source_of(cockpit, actor, found.source)
    entries = tuple(Refused(cockpit.store).same_row(found))
    mine = {e.id for e in entries}
    repairs = [r for r in Repairs(cockpit.store).of_run(found.run_id) if r.quarantine_id in mine]
    draft = next((r for r in reversed(repairs) if r.run_id is None), None)
    done = next((r for r in reversed(repairs) if r.run_id is not None), None)
    open_columns = _open_columns(source, entries)
    shown = (done.raw if done else None) or found.raw
    trial = None
    if draft is not None and draft.raw is not None:
        trial = _trial(cockpit, source, found, draft.raw)
        shown = draft.raw
    return RowView(
        entry=found,
        entries=entries,
        source=source,
        columns=tuple(
            (n, shown.get(n) or "", open_columns is None or n in open_columns) for n in found.raw if n != "+"
        ),
        draft=draft,
        trial=trial,
        done=done,
        before=_put_right_before(cockpit, found, entries),
        other=_contradicted(cockpit, found),
        may_leave_out=_may_leave_out(source, entries),
    )


def _open_columns(source: Source, entries: Iterable[Entry]) -> set[str] | None:
    """The columns that may be changed; None: all. Other cells of a wide row count already."""
    return None if source.unpivot is None else {e.column for e in entries}


def _may_leave_out(source: Source, entries: Iterable[Entry]) -> bool:
    """Whether nothing else of the raw row counts: of a wide one, that no single cell was refused."""
    wide = source.unpivot
    return wide is None or not any(re.search(wide.columns, e.column) for e in entries)


def _contradicted(cockpit: Cockpit, entry: Entry) -> Entry | None:
    """Of the other rows refused for a contradiction in this delivery, the one most like this row."""
    if entry.reason != Reason.CONFLICT:
        return None

    def alike(other: Entry) -> int:
        return sum(other.raw.get(name) == text for name, text in entry.raw.items())

    others = [e for e in Refused(cockpit.store).of_run(entry.run_id) if e.reason == Reason.CONFLICT]
    same = [e for e in others if e.id != entry.id and e.raw.get(entry.column) == entry.raw.get(entry.column)]
    best = max(same, key=alike, default=None)
    return best if best and alike(best) >= len(entry.raw) / 2 else None


def _put_right_before(cockpit: Cockpit, entry: Entry, entries: Iterable[Entry]) -> dict[str, str]:
    wrong = {e.column: e.raw.get(e.column) for e in entries}
    return Repairs(cockpit.store).put_right(entry.source, wrong)


def _trial(cockpit: Cockpit, source: Source, entry: Entry, raw: Mapping[str, str | None]) -> Trial:
    outcome = try_row(cockpit.catalogue, source.id, entry.file, Patch(entry.sheet, entry.row, raw))
    return Trial(
        cells=tuple(cells_of(cockpit, outcome.observations)),
        refused=tuple(entries_of(entry, outcome.quarantine)),
        ignored=not outcome.accepted and outcome.quarantine.empty,
    )


def draft_repair(
    cockpit: Cockpit, actor: Actor, *, entry: int, cells: Mapping[str, str], reason: str
) -> Entry:
    """Keep how a refused row should read; it changes no figure before its replay.

    Raises: Forbidden unless data officer; CockpitError('unknown_row', 'reason_needed', 'row_settled',
    'row_unchanged').
    """
    found, entries = _to_correct(cockpit, actor, entry)
    allowed = _open_columns(cockpit.catalogue.sources[found.source], entries)
    raw = {
        name: cells.get(name, text or "").strip() or None if allowed is None or name in allowed else text
        for name, text in found.raw.items()
        if name != "+"
    }
    if raw == {name: (text or None) for name, text in found.raw.items()}:
        raise CockpitError("row_unchanged")
    return _keep(cockpit, actor, found, entries, raw, reason)


def draft_leaving_out(cockpit: Cockpit, actor: Actor, *, entry: int, reason: str) -> Entry:
    """Keep that a refused row rightly does not count. Raises: as `draft_repair`; 'row_of_many'."""
    found, entries = _to_correct(cockpit, actor, entry)
    if not _may_leave_out(cockpit.catalogue.sources[found.source], entries):
        raise CockpitError("row_of_many")
    return _keep(cockpit, actor, found, entries, None, reason)


def withdraw_draft(cockpit: Cockpit, actor: Actor, *, entry: int) -> Entry:
    """Take a draft back. Raises: Forbidden; CockpitError('unknown_row')."""
    found, entries = _to_correct(cockpit, actor, entry)
    Repairs(cockpit.store).withdraw([e.id for e in entries])
    cockpit.store.audit(actor.name, "withdraw_repair", _object(found), {"row": found.row})
    return found


def _to_correct(cockpit: Cockpit, actor: Actor, entry: int) -> tuple[Entry, list[Entry]]:
    require_officer(actor)
    found = Refused(cockpit.store).entry(entry)
    source_of(cockpit, actor, found.source)
    if found.state == REPAIRED:
        raise CockpitError("row_settled", row=found.row)
    return found, [e for e in Refused(cockpit.store).same_row(found) if e.state != REPAIRED]


def _keep(cockpit: Cockpit, actor: Actor, found: Entry, entries: list[Entry], raw: Raw, reason: str) -> Entry:
    words = required(reason)
    Repairs(cockpit.store).draft([e.id for e in entries], raw, words, actor.name)
    detail = {"row": found.row, "sheet": found.sheet, "from": found.raw, "to": raw, "reason": words}
    cockpit.store.audit(actor.name, "draft_repair", _object(found), detail)
    return found


def _object(entry: Entry) -> str:
    return f"{entry.source}:{entry.file}"
