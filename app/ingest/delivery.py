"""The files of a delivery: found, known by their hash, and seen to be complete."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from app.catalogue.source import Source
from app.domain.errors import FileRefused
from app.store import Batch


class _Hash:
    """A file's SHA-256, found out by a thread behind the back of whoever reads it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: Future[str] | None = None

    def begin(self) -> Future[str]:
        """The answer, under way from the first time it is asked for."""
        if self._found is None:
            # A pool of its own: one kept would hang a worker that was forked after its first use.
            pool = ThreadPoolExecutor(1, thread_name_prefix="hash")
            self._found = pool.submit(_sha256, self._path)
            pool.shutdown(wait=False)
        return self._found


@dataclass(frozen=True, slots=True)
class Delivered:
    """One file. `stamp` (size, time of change, number) tells whether somebody is still writing it."""

    path: Path
    name: str
    stamp: tuple[int, int, int]
    _hash: _Hash

    def hash_meanwhile(self) -> None:
        """Begin to hash it: beside work that leaves a processor idle, not beside its reading."""
        self._hash.begin()

    @property
    def batch(self) -> Batch:
        """The file with its hash, waited for. Raises: FileRefused('delivery_unreadable')."""
        return Batch(self.name, self._hashed(), self.stamp[0])

    def check_unchanged(self) -> None:
        """Waits for the hash. Raises: FileRefused('file_growing') when the file changed since it was begun."""
        self._hashed()
        try:
            same = _stamp(self.path) == self.stamp
        except OSError:  # taken away while it was read
            same = False
        if not same:
            raise FileRefused("file_growing", file=self.name)

    def _hashed(self) -> str:
        try:
            return self._hash.begin().result()
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
    return Delivered(path, name, stamp, _Hash(path))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unreadable(name: str, error: OSError) -> FileRefused:
    return FileRefused("delivery_unreadable", file=name, detail=error.strerror or str(error))


def _stamp(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino
