"""Pushed records put right: added to all that were pushed, as if they had come right at once.

Of a message of records only the refused rows are read again; the others are kept one by one.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from app.catalogue import Catalogue
from app.domain.errors import CockpitError
from app.ingest.message import Row
from app.ingest.push import Judged, identity, judge
from app.ingest.replay import CELL, Rehearsal, places
from app.ingest.run import Outcome
from app.store import OBSERVATION_COLUMNS, QUARANTINE_COLUMNS, Batch, Store
from app.store.pushes import Kept, Pushes


def rehearse_records(
    catalogue: Catalogue,
    store: Store,
    source: str,
    batch: Batch,
    run: int,
    *,
    refused: Mapping[int, Row],
    patched: Mapping[int, Row | None],
) -> tuple[Rehearsal, Kept]:
    """What putting refused rows of a message right would do, and what is then kept. Nothing is written.

    `refused`: rows as they came, by their number in the message, those to be put right among them;
    `patched`: how they should read (None: left out).
    Raises: CockpitError('record_pushed_again') when a row has come since, right, under the same key;
    ('push_wide_records') for records that share a row; as `judge`.
    """
    rules = catalogue.sources[source]
    if rules.unpivot is not None:
        raise CockpitError("push_wide_records", file=batch.name)
    before = _outcome(_entries(refused))
    rows = {number: row for number, row in {**refused, **patched}.items() if row is not None}
    if not rows:
        empty = _entries({})
        return Rehearsal(before, _outcome(empty), _changed(store, _outcome(empty)), empty, empty, 0), Kept()
    pushes = Pushes(store)
    numbers = sorted(rows)
    judged = judge(catalogue, pushes, rules, [rows[n] for n in numbers], name=batch.name, numbers=numbers)
    quarantine = judged.outcome.quarantine
    quarantine = quarantine.assign(row=[numbers[int(row) - 1] for row in quarantine["row"]])
    wrong = {row for _, row in places(quarantine)}
    right = {identity(rules, rows[number], number): number for number in numbers if number not in wrong}
    again = [right[name] for name, (_, later) in pushes.records(source, right).items() if later > run]
    if again:
        raise CockpitError("record_pushed_again", row=min(again))
    return _rehearsal(store, before, judged, quarantine, set(patched)), judged.kept


def _rehearsal(
    store: Store, before: Outcome, judged: Judged, quarantine: pd.DataFrame, patched: set[int]
) -> Rehearsal:
    after = _outcome(quarantine, judged.outcome.ignored, judged.outcome.observations)
    refused = quarantine[[row in patched for _, row in places(quarantine)]]
    return Rehearsal(before, after, _changed(store, after), refused, quarantine.iloc[:0], 0)


def _outcome(quarantine: pd.DataFrame, ignored: int = 0, figures: pd.DataFrame | None = None) -> Outcome:
    none = pd.DataFrame(columns=OBSERVATION_COLUMNS) if figures is None else figures
    return Outcome(len(quarantine), 0, ignored, none, quarantine)


def _entries(rows: Mapping[int, Row]) -> pd.DataFrame:
    """Rows that stand in quarantine, by their places alone."""
    frame = pd.DataFrame({"row": list(rows), "sheet": ""}, index=range(len(rows)))
    return frame.reindex(columns=QUARANTINE_COLUMNS)


def _changed(store: Store, after: Outcome) -> pd.DataFrame:
    """The observations that say something new, with what holds now as `old`."""
    new = after.observations
    if new.empty:
        return new.assign(old=pd.Series(dtype="float64"))
    days = int(new["period_start"].min()), int(new["period_start"].max())
    holds = store.base_cells(sorted(set(new["measure"])), sorted(set(new["area"])), *days)
    old = holds[["measure", "area", "period_start", "value"]].rename(columns={"value": "old"})
    both = new.merge(old, on=[name for name in CELL if name != "grain"], how="left")
    value, was = (both[name].to_numpy(dtype="float64", na_value=np.nan) for name in ("value", "old"))
    return both[value != was].reset_index(drop=True)
