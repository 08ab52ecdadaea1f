"""What can go wrong with a delivery, and whether to try it again.

A file that is wrong as it stands is refused once and remembered with the rules it was refused by: it is
not read again until the file or the rules change. What lay at the machine or at the moment is tried again.
"""

from __future__ import annotations

import errno
import hashlib
from functools import lru_cache
from pathlib import Path

import duckdb

from app.catalogue import Catalogue
from app.domain.errors import CockpitError, FileRefused
from app.ingest.plan import Plan

RULES = "rules"  # the parameter of a refusal that tells by which rules the file was refused
# Tried again at the next load.
PASSING = frozenset(
    {
        "database_unreachable",
        "disk_full",
        "file_growing",
        "load_failed",
        "memory_short",
        "setting_missing",
        "spark_missing",
        "spark_unreachable",
    }
)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL_WORDS = ("no space left", "file too large", "disk quota", "could not write", "max_temp_directory_size")


def of_engine(error: duckdb.Error, file: str) -> CockpitError:
    """What a fault of the engine says: the machine is too small, or the file cannot be read."""
    said = str(error)
    if any(word in said.lower() for word in _FULL_WORDS):
        return CockpitError("disk_full", file=file, detail=said[:200])
    if isinstance(error, duckdb.OutOfMemoryException):
        return CockpitError("memory_short", file=file, detail=said[:200])
    return FileRefused("delivery_unreadable", file=file, detail=said[:200])


def of_system(error: OSError | MemoryError, file: str) -> CockpitError:
    """What a fault of the operating system says."""
    if isinstance(error, MemoryError):
        return CockpitError("memory_short", file=file, detail=str(error)[:200] or "–")
    detail = error.strerror or str(error)
    if error.errno in _FULL:
        return CockpitError("disk_full", file=file, detail=detail)
    return FileRefused("delivery_unreadable", file=file, detail=detail)


def marked(error: CockpitError, rules: str) -> CockpitError:
    """The error with the rules it rests on, when it will be remembered."""
    if error.code not in PASSING:
        error.params[RULES] = rules
    return error


def fingerprint(catalogue: Catalogue, plan: Plan) -> str:
    """Changes with whatever decides about a file: the source, its measures, the areas, this program."""
    parts = (
        _program(),
        plan.source,
        [(m.measure.id, m.measure.grain, m.measure.level) for m in plan.measures],
        [
            (a.code, a.level, a.parent, a.name, a.aliases, a.valid_from, a.valid_to)
            for a in catalogue.areas.values()
        ],
        plan.calendar,
        plan.time_zone,
    )
    return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    digest = hashlib.blake2b(digest_size=12)
    for path in sorted(Path(__file__).parent.rglob("*.[py][ya]*")):
        if path.suffix in {".py", ".yaml"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()
