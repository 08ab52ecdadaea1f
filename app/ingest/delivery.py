"""The files of a delivery: found, known by their hash, and seen to be complete."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.catalogue.source import Source
from app.domain.errors import FileRefused
from app.store import Batch


@dataclass(frozen=True, slots=True)
class Delivered:
    """One file. `stamp` (size, time of change, number) tells whether somebody is still writing it."""

    path: Path
    batch: Batch
    stamp: tuple[int, int, int]

    def check_unchanged(self) -> None:
        """Raises: FileRefused('file_growing') when the file changed since it was hashed."""
        try:
            same = _stamp(self.path) == self.stamp
        except OSError:  # taken away while it was read
            same = False
        if not same:
            raise FileRefused("file_growing", file=self.batch.name)


def files_of(source: Source, deliveries: Path) -> list[Path]:
    """The files that a source's globs find, each once, in order of name."""
    found = {path for pattern in source.read.files for path in deliveries.glob(pattern) if path.is_file()}
    hidden = {path for path in found if path.name.startswith((".", "~$"))}  # of editors and spreadsheets
    return sorted(found - hidden, key=lambda path: path.relative_to(deliveries).as_posix())


def identify(path: Path, deliveries: Path) -> Delivered:
    """The file with its hash. Raises: FileRefused('delivery_unreadable')."""
    name = path.relative_to(deliveries).as_posix()
    try:
        stamp = _stamp(path)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
    except OSError as error:
        raise FileRefused("delivery_unreadable", file=name, detail=error.strerror or str(error)) from error
    return Delivered(path, Batch(name, digest.hexdigest(), stamp[0]), stamp)


def _stamp(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino
