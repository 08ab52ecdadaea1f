"""Loads what is delivered as it arrives: files of the watched folder, databases at their times of day.

Several watchers may stand ready; the one that holds the lease in the store works. When it dies, however it
dies, the next takes over after a few seconds. Should two ever work at once, nothing is doubled: a delivery
that is committed already changes nothing.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from app.catalogue import Catalogue, PackageRefused, load_package
from app.catalogue.edition import package_edition
from app.catalogue.source import Source
from app.domain.errors import CockpitError
from app.ingest import load_source
from app.ingest.delivery import files_of
from app.jobs.folder import Folder
from app.store import LoadRun, Store
from app.store.leases import Leases

LEASE = "watch"
LEASE_SECONDS = 15.0
EVERY = 1.0  # seconds between two looks at the folder
QUIET = 3.0  # seconds a file must stay as it is

Tell = Callable[[str, LoadRun], None]
Fail = Callable[[str, CockpitError], None]


class Watcher:
    """One process that stands ready. `tell` hears of each run, `fail` of what went wrong outside one."""

    def __init__(
        self, catalogue: Catalogue, store: Store, *, tell: Tell, fail: Fail, quiet: float = QUIET
    ) -> None:
        self.catalogue, self._store = catalogue, store
        self._edition = package_edition(catalogue.city.folder)
        self._tell, self._fail = tell, fail
        self._folder = Folder(quiet)
        self._leases = Leases(store)
        self._asked: dict[str, datetime] = {}
        self._taken = -LEASE_SECONDS
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"

    def run(self, stop: threading.Event, every: float = EVERY) -> None:
        """Look until told to stop."""
        failed = False
        while not stop.is_set():
            try:
                if self._holds():
                    self._working(stop)
                failed = False
            except CockpitError as error:
                if not failed:
                    self._fail("", error)
                failed = True
            stop.wait(every)
        self._let_go()

    def _holds(self) -> bool:
        """Whether the lease is ours; renewed when a third of it has passed."""
        now = monotonic()
        if now - self._taken > LEASE_SECONDS / 3:
            held = self._leases.take(LEASE, self.holder, LEASE_SECONDS)
            self._taken = now if held else -LEASE_SECONDS
        return self._taken >= 0

    def _working(self, stop: threading.Event) -> None:
        """One look, with the lease renewed beside it: a load may take long."""
        done = threading.Event()

        def renew() -> None:
            while not done.wait(LEASE_SECONDS / 3):
                try:
                    self._leases.take(LEASE, self.holder, LEASE_SECONDS)
                    self._taken = monotonic()
                except CockpitError:
                    continue  # the loader meets the same fault and tells it

        beside = threading.Thread(target=renew, name="lease", daemon=True)
        beside.start()
        try:
            self.look(stop)
        finally:
            done.set()
            beside.join()

    def look(self, stop: threading.Event | None = None) -> list[LoadRun]:
        """Load whatever is ready now; gives the runs."""
        self._follow_package()
        runs: list[LoadRun] = []
        for source in self.catalogue.sources.values():
            if stop is not None and stop.is_set():
                break
            try:
                runs += self._from(source)
            except CockpitError as error:
                self._fail(source.id, error)
        return runs

    def _follow_package(self) -> None:
        """A source added to the package is watched from now on; a package with faults is told, not used."""
        city = self.catalogue.city
        edition = package_edition(city.folder)
        if edition in ("", self._edition):
            return
        self._edition = edition
        try:
            catalogue = load_package(city.folder, deliveries=city.deliveries)
        except PackageRefused as error:
            self._fail("", error)
            return
        self._store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
        self.catalogue = catalogue

    def _from(self, source: Source) -> list[LoadRun]:
        if source.read.format == "sql":
            return self._from_database(source)
        ready = self._folder.whole(files_of(source, self.catalogue.city.deliveries))
        runs: list[LoadRun] = []
        for path in ready:
            found = load_source(self.catalogue, self._store, source.id, only=path.__eq__)
            self._folder.done(path)
            runs += found
            for run in found:
                self._tell(source.id, run)
        return runs

    def _from_database(self, source: Source) -> list[LoadRun]:
        now = datetime.now(ZoneInfo(self.catalogue.city.time_zone))
        asked = self._asked.get(source.id)
        if asked is not None and asked >= last_time(source.schedule.at, now):
            return []
        runs = load_source(self.catalogue, self._store, source.id)
        self._asked[source.id] = now
        for run in runs:
            self._tell(source.id, run)
        return runs

    def _let_go(self) -> None:
        try:
            self._leases.give_back(LEASE, self.holder)
        except CockpitError:
            return  # it ends by itself


def last_time(times: tuple[str, ...], now: datetime) -> datetime:
    """The latest of these times of day that is not after `now`."""
    clock = [time.fromisoformat(text) for text in times]
    days = (now.date(), now.date() - timedelta(days=1))
    moments = [datetime.combine(day, at, now.tzinfo) for day in days for at in clock]
    return max(moment for moment in moments if moment <= now)
