"""From a delivery to a committed load run: read, standardise, gather, judge, add up, commit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd

from app.catalogue import Catalogue
from app.domain.errors import CockpitError, FileRefused
from app.ingest import faults
from app.ingest.aggregate import needed, observations, scales_of
from app.ingest.cluster import faults_told, placed
from app.ingest.delivery import Delivered, files_of, identify
from app.ingest.duplicates import COPY, settle
from app.ingest.gather import Sheet, candidates, gather, sheet_of
from app.ingest.known import with_known
from app.ingest.plan import Plan, make_plan
from app.ingest.quarantine import quarantined
from app.ingest.readers import RawTable, layout_of, read_file
from app.ingest.readers.database import Digest, read_query
from app.ingest.standardise.problems import Problems
from app.ingest.standardise.rows import standardise
from app.ingest.workspace import Workspace
from app.store import STORE_FAULTS, Batch, Load, LoadRun, Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a loader tells while it works: source, file (of how many), and how it ended."""

    source: str
    file: str
    number: int
    total: int
    run: LoadRun | None = None  # None: the same delivery was loaded before


Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery's rows; they add up."""

    rows_read: int
    accepted: int
    ignored: int
    observations: pd.DataFrame
    quarantine: pd.DataFrame


def load_all(
    catalogue: Catalogue, store: Store, *, sources: Iterable[str] | None = None, tell: Tell | None = None
) -> list[LoadRun]:
    """Load every source (or those named), one after the other; a refused file stops nothing else."""
    wanted = list(catalogue.sources) if sources is None else list(sources)
    return [run for name in wanted for run in load_source(catalogue, store, name, tell=tell)]


def load_source(
    catalogue: Catalogue,
    store: Store,
    source: str,
    *,
    known_at: datetime | None = None,
    tell: Tell | None = None,
    only: Callable[[Path], bool] | None = None,
) -> list[LoadRun]:
    """Load the files of a source that were not loaded before, in order of name, one run each.

    `only`: leave out files for which it says no.

    A file refused before, when neither it nor its rules have changed, is not read again: it gives the run
    that refused it. `known_at` says since when the figures are known (default: as the source declares it, else
    now by the city's clock).
    Raises: CockpitError('unknown_source', and the faults of the store).
    """
    if source not in catalogue.sources:
        raise CockpitError("unknown_source", source=source)
    rules = catalogue.sources[source]
    plan = make_plan(catalogue, rules)
    if rules.read.format == "sql":
        return [run for run in [_load_query(catalogue, store, plan, known_at)] if run]
    runs: list[LoadRun] = []
    deliveries = catalogue.city.deliveries
    paths = [path for path in files_of(rules, deliveries) if only is None or only(path)]
    for number, path in enumerate(paths, 1):
        run = _load_path(catalogue, store, plan, path, known_at)
        if run:
            runs.append(run)
        if tell:
            tell(Progress(source, path.relative_to(deliveries).as_posix(), number, len(paths), run))
    return runs


def _load_path(
    catalogue: Catalogue, store: Store, plan: Plan, path: Path, known_at: datetime | None
) -> LoadRun | None:
    source, name = plan.source.id, path.relative_to(catalogue.city.deliveries).as_posix()
    rules = faults.fingerprint(catalogue, plan)
    try:
        delivered = identify(path, catalogue.city.deliveries)
        # A file of a size that no earlier one had is new: it is read before it is hashed.
        if store.has_size(source, delivered.stamp[0]):
            if store.has_batches(source, [delivered.batch.sha256]):
                return None
            earlier = store.refusal(source, delivered.batch)
            if earlier is not None and earlier.error_params.get(faults.RULES) == rules:
                return earlier
    except FileRefused as error:
        return store.refuse(source, [Batch(name, "", 0)], error, catalogue.moment())

    def read() -> Load:
        outcome = read_delivery(catalogue, plan, delivered)
        return _load(plan, delivered.batch, outcome, catalogue.moment(), known_at)

    def batch() -> Batch:
        try:
            return delivered.batch
        except FileRefused:  # the disk failed while it was hashed
            return Batch(name, "", 0)

    return _committed(catalogue, store, source, batch, rules, read)


def _committed(
    catalogue: Catalogue,
    store: Store,
    source: str,
    batch: Callable[[], Batch],
    rules: str,
    read: Callable[[], Load | None],
) -> LoadRun | None:
    """The run of a delivery. Whatever is wrong with it ends it alone; a fault of the store ends the load.

    Raises: CockpitError of the store's own faults.
    """
    try:
        load = read()
        return store.commit(load) if load else None
    except CockpitError as error:
        if error.code in STORE_FAULTS:
            raise
        return store.refuse(source, [batch()], faults.marked(error, rules), catalogue.moment())
    except Exception as error:  # a fault of ours with one file must not keep back all the others
        wrong = batch()
        log.exception("%s: %s could not be loaded", source, wrong.name)
        told = CockpitError("load_failed", file=wrong.name, detail=f"{type(error).__name__}: {error}"[:200])
        return store.refuse(source, [wrong], told, catalogue.moment())


def read_delivery(catalogue: Catalogue, plan: Plan, delivered: Delivered) -> Outcome:
    """What becomes of the rows of one file; nothing is written. Raises: FileRefused."""
    name = delivered.name
    try:
        with Workspace(plan.time_zone) as workspace:
            tables = read_file(workspace, plan.source, delivered.path, file=name)
            outcome = outcome_of(
                workspace, tables, catalogue, plan, file=name, typed=delivered.hash_meanwhile
            )
    except (OSError, MemoryError) as error:
        raise faults.of_system(error, name) from error
    except duckdb.Error as error:
        raise faults.of_engine(error, name) from error
    finally:
        delivered.check_unchanged()  # a file half written may look wrong in any way
    return outcome


def _load_query(catalogue: Catalogue, store: Store, plan: Plan, known_at: datetime | None) -> LoadRun | None:
    source, read, digest = plan.source.id, plan.source.read, Digest()

    def loaded() -> Load | None:
        with Workspace(plan.time_zone) as workspace:
            table = read_query(workspace, read.url, read.query, layout_of(plan.source), digest=digest)
            batch = Batch(read.url, digest.sha256, digest.bytes)
            if store.has_batches(source, [batch.sha256]):
                return None
            outcome = outcome_of(workspace, [table], catalogue, plan, file=read.url)
        return _load(plan, batch, outcome, catalogue.moment(), known_at)

    unread = Batch(read.url, "", 0)
    return _committed(catalogue, store, source, lambda: unread, faults.fingerprint(catalogue, plan), loaded)


def outcome_of(
    workspace: Workspace,
    tables: list[RawTable],
    catalogue: Catalogue,
    plan: Plan,
    *,
    file: str,
    typed: Callable[[], None] = lambda: None,
) -> Outcome:
    """What becomes of the rows of these tables. `typed` is told when they have been read. Raises: FileRefused."""
    problems = Problems()
    sheets = [_sheet(workspace, table, plan, problems, file) for table in tables]
    typed()
    gathered = gather(workspace, sheets, plan, catalogue, problems)
    doubtful = settle(workspace, gathered, sheets, plan)
    copies = 0 if doubtful is None else int(doubtful.filter(doubtful[COPY]).count().execute())
    refused = quarantined(gathered.rows, doubtful, sheets, plan, problems, catalogue=catalogue, file=file)
    ignored = sum(sheet.ignored for sheet in sheets) + copies
    read = sum(sheet.total - sheet.blank for sheet in sheets)
    if read == 0:
        raise FileRefused("file_empty", file=file, sheet="")
    scales = scales_of(candidates(gathered.rows), plan)
    accepted = candidates(gathered.placed)
    if plan.records:
        accepted = placed(workspace, needed(accepted, plan))
    with faults_told():
        figures = observations(accepted, plan, scales)
    return Outcome(read, read - ignored - len(refused), ignored, figures, refused)


def _sheet(workspace: Workspace, raw: RawTable, plan: Plan, problems: Problems, file: str) -> Sheet:
    try:
        typed = standardise(workspace, raw, plan, problems, file)
    except duckdb.Error as error:
        told = faults.of_engine(error, file)
        if raw.again is None or not isinstance(told, FileRefused):
            raise told from error
        return _sheet(workspace, raw.again(), plan, problems, file)
    return sheet_of(raw, typed)


def _load(plan: Plan, batch: Batch, outcome: Outcome, now: datetime, known_at: datetime | None) -> Load:
    """`known_at`: said by the caller, whatever the source declares."""
    figures = outcome.observations
    if known_at is None:
        figures = with_known(figures, plan, batch.name, now)
    return Load(
        source=plan.source.id,
        batches=[batch],
        known_at=known_at or now,
        rows_read=outcome.rows_read,
        accepted=outcome.accepted,
        quarantined=len(outcome.quarantine),
        ignored=outcome.ignored,
        observations=figures,
        quarantine=outcome.quarantine,
    )
