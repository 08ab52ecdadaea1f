"""Which files of a watched folder are whole: nobody writes them any more."""

from __future__ import annotations

import errno
import fcntl
import math
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download", ".swp", "~")


@dataclass(frozen=True, slots=True)
class _Look:
    stamp: tuple[int, int]  # size, time of change in ns
    since: float  # when it was first seen so, on the monotonic clock


class Folder:
    """Remembers how files looked. `quiet`: seconds a file must stay as it is to count as whole."""

    def __init__(self, quiet: float) -> None:
        self._quiet = quiet
        self._looks: dict[Path, _Look] = {}
        self._done: dict[Path, tuple[int, int]] = {}

    def whole(self, paths: Iterable[Path], now: float | None = None) -> list[Path]:
        """Those not yet done, or changed since, that are whole."""
        at = time.monotonic() if now is None else now
        return [path for path in paths if self._is_whole(path, at)]

    def done(self, path: Path) -> None:
        """This file as it looked last needs no more attention."""
        if path in self._looks:
            self._done[path] = self._looks[path].stamp

    def _is_whole(self, path: Path, now: float) -> bool:
        try:
            status = path.stat()
        except OSError:  # taken away meanwhile
            self._looks.pop(path, None)
            return False
        stamp = status.st_size, status.st_mtime_ns
        if self._done.get(path) == stamp or path.name.lower().endswith(_UNFINISHED):
            return False
        look = self._looks.get(path)
        if look is None or look.stamp != stamp:
            # A file that was there before we looked, and is old, need not wait.
            was_quiet = look is None and time.time() - status.st_mtime > self._quiet
            look = _Look(stamp, -math.inf if was_quiet else now)
            self._looks[path] = look
        return now - look.since >= self._quiet and not being_written(path)


def being_written(path: Path) -> bool:
    """Whether a process of this machine has the file open for writing; False where that cannot be told.

    The system grants a read lease on a file only while nobody writes it.
    """
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False  # whoever reads it tells what is wrong
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(handle)
    return False
