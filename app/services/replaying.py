"""The drafts of one delivery carried out together: rehearsed on the whole file, then committed as a load run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from app.access import Actor
from app.catalogue.source import Source
from app.domain.errors import CockpitError
from app.ingest.replay import Patch, Rehearsal, places, rehearse
from app.services.cockpit import Cockpit
from app.services.rows import CellChange, cells_of, entries_of
from app.services.scope import require_officer, source_of
from app.store import Batch, Load
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
    found = _rehearse(cockpit, source, batch, repairs)
    changed = found.changed.assign(newer=Repairs(cockpit.store).newer(run, found.changed))
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
    'repairs_changed', 'delivery_gone', 'delivery_changed').
    """
    require_officer(actor)
    name, batch = batch_of(cockpit.store, run)
    source = source_of(cockpit, actor, name)
    store = Repairs(cockpit.store)
    repairs = store.of_run(run)
    drafts = [r for r in repairs if r.run_id is None]
    if not drafts:
        raise CockpitError("nothing_to_replay", file=batch.name)
    found = _rehearse(cockpit, source, batch, repairs)
    _must_fit(found)
    changed = found.changed[~store.newer(run, found.changed)]
    settled = _settled(cockpit, run, drafts, found)
    copies = max(0, found.after.ignored - found.before.ignored)
    load = _load(cockpit, source.id, batch, repairs, settled, changed.drop(columns="old"), copies=copies)
    store.commit(run, Replayed(load, frozenset(r.id for r in drafts), settled, actor.name), repairs)
    return load.rows_read, len(changed)


def _rehearse(cockpit: Cockpit, source: Source, batch: Batch, repairs: list[Repair]) -> Rehearsal:
    applied = {(r.sheet, r.row): Patch(r.sheet, r.row, r.raw) for r in repairs if r.run_id is not None}
    new = {(r.sheet, r.row): Patch(r.sheet, r.row, r.raw) for r in repairs if r.run_id is None}
    return rehearse(cockpit.catalogue, source.id, batch, applied=applied.values(), new=new.values())


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
