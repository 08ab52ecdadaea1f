"""Whether anything was delivered since the last load: told from names, sizes and times, in milliseconds.

A second start must not read every delivery again. Where this cannot be told (a database that is no file,
deliveries elsewhere than the settings say), the answer is no and the loader looks for itself.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from app.settings import Settings

_SQL = re.compile(r"^\s*format:\s*sql\b", re.MULTILINE)
_SETTING = re.compile(r"^\s*url:\s*(\w+)", re.MULTILINE)
_ELSEWHERE = re.compile(r"^deliveries:\s*(?:/|\.\.)", re.MULTILINE)


def is_unchanged(settings: Settings) -> bool:
    """Whether the last whole load saw exactly these files in this store."""
    signature = _signature(settings)
    kept = _kept(settings)
    return signature is not None and kept.exists() and kept.read_text() == signature


def remember(settings: Settings) -> None:
    """Call after a whole load that refused nothing."""
    signature = _signature(settings)
    if signature is not None:
        _kept(settings).write_text(signature)


def _kept(settings: Settings) -> Path:
    return settings.data / "loaded.txt"


def _signature(settings: Settings) -> str | None:
    database = settings.database
    if database.startswith("sqlite:///") and not Path(database.removeprefix("sqlite:///")).exists():
        return None
    if settings.deliveries is None and _ELSEWHERE.search((settings.city / "city.yaml").read_text("utf-8")):
        return None
    digest = hashlib.sha256(database.encode())
    for folder in filter(None, (settings.city, settings.deliveries)):
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            stat = path.stat()
            digest.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    for file in _databases(settings):
        if file is None or not file.exists():
            return None
        digest.update(f"{file}|{file.stat().st_size}|{file.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _databases(settings: Settings) -> Iterator[Path | None]:
    """The file behind each database source; None for one that is no file."""
    for path in sorted(settings.city.glob("departments/*/sources/*.yaml")):
        content = path.read_text(encoding="utf-8")
        setting = _SETTING.search(content)
        if _SQL.search(content):
            address = os.environ.get(setting.group(1), "") if setting else ""
            is_file = address.startswith("sqlite:///")
            yield Path(address.removeprefix("sqlite:///")) if is_file else None
