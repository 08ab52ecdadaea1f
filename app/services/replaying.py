"""The drafts of one delivery carried out together: rehearsed on the whole file, then committed as a load run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from app.access import Actor
from app.catalogue.source import Source
from app.domain.errors import CockpitError
from app.ingest.plan import make_plan
from app.ingest.replay import Patch, Rehearsal, places, rehearse, with_patches
from app.ingest.replay_records import rehearse_records
from app.services.cockpit import Cockpit
from app.services.push import in_turn
from app.services.rows import CellChange, cells_of, entries_of
from app.services.scope import require_officer, source_of
from app.store import Batch, Load
from app.store.pushes import Kept, Pushes
from app.store.refused import REPAIRED, Entry, Refused
from app.store.repairs import Repair, Repairs, Replayed, batch_of

_MOST_CELLS = 200  # shown of a rehearsal


@dataclass(frozen=True, slots=True)
class ReplayView:
    """What replaying the drafts of a delivery would do."""

    run: int
    source: Source
    file: str
    drafts: tuple[Repair, ...]
    cells: tuple[CellChange, ...]
    more: int  # cells beyond those shown
    refused: tuple[Entry, ...]
    pushed_out: tuple[Entry, ...]
    lost: int

    @property
    def ready(self) -> bool:
        """Whether it may be carried out."""
        return bool(self.drafts) and not (self.refused or self.pushed_out or self.lost)


def replay_view(cockpit: Cockpit, actor: Actor, run: int) -> ReplayView:
    """What replaying the drafts would do; the delivery is read again for it.

    Raises: Forbidden; CockpitError('unknown_run', 'delivery_gone', 'delivery_changed', …).
    """
    name, batch = batch_of(cockpit.store, run)
    source = source_of(cockpit, actor, name)
    repairs = Repairs(cockpit.store).of_run(run)
    drafts = [r for r in repairs if r.run_id is None]
    if not drafts:
        return ReplayView(run, source, batch.name, (), (), 0, (), (), 0)
    found, kept = _rehearse(cockpit, source, run, batch, repairs)
    changed = found.changed.assign(newer=_newer(cockpit, run, found, kept))
    like = Refused(cockpit.store).entry(drafts[0].quarantine_id)
    return ReplayView(
        run=run,
        source=source,
        file=batch.name,
        drafts=tuple({(r.sheet, r.row): r for r in drafts}.values()),
        cells=tuple(cells_of(cockpit, changed.head(_MOST_CELLS))),
        more=max(0, len(changed) - _MOST_CELLS),
        refused=tuple(entries_of(like, found.refused)),
        pushed_out=tuple(entries_of(like, found.pushed_out)),
        lost=found.lost,
    )


def replay(cockpit: Cockpit, actor: Actor, run: int) -> tuple[int, int]:
    """Carry the drafts of a delivery out: a load run of its own; returns (rows, figures changed).

    Cells a later delivery speaks of stay as they are. Raises: Forbidden unless data officer;
    CockpitError('nothing_to_replay', 'row_still_refused', 'repair_pushes_out', 'repair_loses',
    'repairs_changed', 'delivery_gone', 'delivery_changed', 'record_pushed_again', 'push_overtaken').
    """
    require_officer(actor)
    name, batch = batch_of(cockpit.store, run)
    source = source_of(cockpit, actor, name)
    if not Pushes(cockpit.store).came_by_push(run):
        return _replay(cockpit, actor, source, run, batch)
    return in_turn(cockpit, name, lambda: _replay(cockpit, actor, source, run, batch))


def _replay(cockpit: Cockpit, actor: Actor, source: Source, run: int, batch: Batch) -> tuple[int, int]:
    store = Repairs(cockpit.store)
    repairs = store.of_run(run)
    drafts = [r for r in repairs if r.run_id is None]
    if not drafts:
        raise CockpitError("nothing_to_replay", file=batch.name)
    found, kept = _rehearse(cockpit, source, run, batch, repairs)
    _must_fit(found)
    changed = found.changed[~_newer(cockpit, run, found, kept)]
    settled = _settled(cockpit, run, drafts, found)
    copies = max(0, found.after.ignored - found.before.ignored)
    load = _load(cockpit, source.id, batch, repairs, settled, changed.drop(columns="old"), copies=copies)
    store.commit(run, Replayed(load, frozenset(r.id for r in drafts), settled, actor.name, kept), repairs)
    return load.rows_read, len(changed)


def _rehearse(
    cockpit: Cockpit, source: Source, run: int, batch: Batch, repairs: list[Repair]
) -> tuple[Rehearsal, Kept | None]:
    """What the drafts would do, and what is then kept of rows that came by push (None: they came in a file)."""
    applied = [Patch(r.sheet, r.row, r.raw) for r in _by_place(r for r in repairs if r.run_id is not None)]
    new = [Patch(r.sheet, r.row, r.raw) for r in _by_place(r for r in repairs if r.run_id is None)]
    pushes = Pushes(cockpit.store)
    came = pushes.came_by_push(run)
    rows = pushes.rows(run) if came else None
    if came and rows is None and make_plan(cockpit.catalogue, source).records:
        left = {e.row: e.raw for e in Refused(cockpit.store).of_run(run) if e.state != REPAIRED}
        patched = {patch.row: patch.cells for patch in new}
        return rehearse_records(
            cockpit.catalogue, cockpit.store, source.id, batch, run, refused=left, patched=patched
        )
    if came and rows is None:
        raise CockpitError("delivery_gone", file=batch.name)
    found = rehearse(cockpit.catalogue, source.id, batch, applied=applied, new=new, rows=rows)
    return found, None if rows is None else Kept(rows=with_patches(rows, [*applied, *new]))


def _by_place(repairs: Iterable[Repair]) -> Iterable[Repair]:
    return {(r.sheet, r.row): r for r in repairs}.values()


def _newer(
    cockpit: Cockpit, run: int, found: Rehearsal, kept: Kept | None
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which changed cells a later delivery holds; records are added to whatever was pushed later."""
    if kept is not None and kept.rows is None:
        return np.zeros(len(found.changed), dtype=bool)
    return Repairs(cockpit.store).newer(run, found.changed)


def _must_fit(found: Rehearsal) -> None:
    if not found.refused.empty:
        first = found.refused.iloc[0]
        raise CockpitError("row_still_refused", row=int(first["row"]), column=str(first["column"] or ""))
    if not found.pushed_out.empty:
        raise CockpitError("repair_pushes_out", row=int(found.pushed_out.iloc[0]["row"]))
    if found.lost:
        raise CockpitError("repair_loses", cells=found.lost)


def _settled(cockpit: Cockpit, run: int, drafts: list[Repair], found: Rehearsal) -> dict[int, int]:
    """Entry → the draft that settles it: its own, or for a row now right beside its neighbour the first."""
    own = {r.quarantine_id: r.id for r in drafts}
    still = set(places(found.after.quarantine))
    freed = set(places(found.before.quarantine)) - still
    others = [
        e.id
        for e in Refused(cockpit.store).of_run(run)
        if e.state != REPAIRED and e.id not in own and (e.sheet, e.row) in freed
    ]
    return own | dict.fromkeys(others, drafts[0].id)


def _load(
    cockpit: Cockpit,
    source: str,
    batch: Batch,
    repairs: list[Repair],
    settled: Mapping[int, int],
    observations: pd.DataFrame,
    *,
    copies: int,
) -> Load:
    """The replay as a load: its rows are those it settles; what is left out or a copy is ignored, the rest accepted."""
    drafts = [r for r in repairs if r.run_id is None]
    left_out = min(len(settled), sum(r.raw is None for r in drafts) + copies)
    rows = ",".join(str(row) for row in sorted({r.row for r in drafts}))
    said = [batch.sha256, [[r.id, r.sheet, r.row, r.raw] for r in repairs]]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    return Load(
        source=source,
        batches=[Batch(f"{batch.name}#{rows}", hashlib.sha256(text).hexdigest(), len(text))],
        known_at=cockpit.catalogue.moment(),
        rows_read=len(settled),
        accepted=len(settled) - left_out,
        quarantined=0,
        ignored=left_out,
        observations=observations,
    )
