"""The files of a delivery: found, known by their hash, and seen to be complete."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from app.catalogue.source import Source
from app.domain.errors import FileRefused
from app.ingest.readers.lines import LineEnds, scan
from app.store import Batch


class _Behind:
    """What is found out about a file behind the back of whoever reads it, one after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._asked: dict[str, Future[Any]] = {}

    def ask(self, name: str, find: Callable[[], Any]) -> Future[Any]:
        """The answer, under way from the first time it is asked for."""
        with self._lock:
            if name not in self._asked:
                # A pool of its own: one kept would hang a worker that was forked after its first use.
                self._pool = self._pool or ThreadPoolExecutor(1, thread_name_prefix="hash")
                self._asked[name] = self._pool.submit(find)
            return self._asked[name]


@dataclass(frozen=True, slots=True)
class Delivered:
    """One file. `stamp` (size, time of change, number) tells whether somebody is still writing it."""

    path: Path
    name: str
    stamp: tuple[int, int, int]
    _behind: _Behind

    def look_through(self) -> None:
        """Begin to look for its line ends and its hash: while others wait for one another, not before."""
        self._behind.ask("lines", partial(scan, self.path))
        self._behind.ask("hash", partial(_sha256, self.path))

    @property
    def batch(self) -> Batch:
        """The file with its hash, waited for. Raises: FileRefused('delivery_unreadable')."""
        return Batch(self.name, str(self._told("hash", partial(_sha256, self.path))), self.stamp[0])

    def line_ends(self) -> LineEnds:
        """Where its lines end, waited for. Raises: FileRefused('delivery_unreadable')."""
        found: LineEnds = self._told("lines", partial(scan, self.path))
        return found

    def check_unchanged(self) -> None:
        """Waits for the hash. Raises: FileRefused('file_growing') when the file changed since it was begun."""
        self._told("hash", partial(_sha256, self.path))
        try:
            same = _stamp(self.path) == self.stamp
        except OSError:  # taken away while it was read
            same = False
        if not same:
            raise FileRefused("file_growing", file=self.name)

    def _told(self, name: str, find: Callable[[], Any]) -> Any:
        try:
            return self._behind.ask(name, find).result()
        except OSError as error:
            raise _unreadable(self.name, error) from error


def files_of(source: Source, deliveries: Path) -> list[Path]:
    """The files that a source's globs find, each once, in order of name."""
    found = {path for pattern in source.read.files for path in deliveries.glob(pattern) if path.is_file()}
    hidden = {path for path in found if path.name.startswith((".", "~$"))}  # of editors and spreadsheets
    return sorted(found - hidden, key=lambda path: path.relative_to(deliveries).as_posix())


def identify(path: Path, deliveries: Path) -> Delivered:
    """The file as it stands now. Raises: FileRefused('delivery_unreadable')."""
    name = path.relative_to(deliveries).as_posix()
    try:
        stamp = _stamp(path)
        with path.open("rb"):
            pass  # whoever may not read it hears so now
    except OSError as error:
        raise _unreadable(name, error) from error
    return Delivered(path, name, stamp, _Behind())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unreadable(name: str, error: OSError) -> FileRefused:
    return FileRefused("delivery_unreadable", file=name, detail=error.strerror or str(error))


def _stamp(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino
