"""Files that wait while a data officer describes them: under a random name, for a day."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, Any

from app.access import Actor
from app.domain.errors import CockpitError
from app.services.cockpit import Cockpit
from app.services.scope import require_officer

LIMIT_MB = 50
_KEPT = 86_400.0  # seconds
_TOKEN = re.compile(r"[0-9a-f]{32}")
_UNSAFE = re.compile(r"[^\w.\-（）()]+")
_BLOCK = 1 << 20
_CHOICES = "choices.json"


@dataclass(frozen=True, slots=True)
class Upload:
    """A waiting file. `choices`: what was decided so far."""

    token: str
    path: Path
    choices: Mapping[str, Any]

    @property
    def folder(self) -> Path:
        """Where it waits."""
        return self.path.parent


def receive(cockpit: Cockpit, actor: Actor, stream: IO[bytes], name: str) -> str:
    """Keep an uploaded file; the random name it waits under.

    Raises: Forbidden; CockpitError('upload_missing', 'upload_too_large').
    """
    require_officer(actor)
    clean_up(cockpit)
    safe = _UNSAFE.sub("_", PurePath(name.replace("\\", "/")).name).lstrip("._")[-80:]
    if not safe:
        raise CockpitError("upload_missing")
    token = secrets.token_hex(16)
    folder = cockpit.uploads / token
    folder.mkdir(parents=True)
    size = 0
    with (folder / safe).open("wb") as file:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > LIMIT_MB << 20:
                break
            file.write(block)
    if not 0 < size <= LIMIT_MB << 20:
        shutil.rmtree(folder)
        raise CockpitError("upload_too_large", limit=LIMIT_MB) if size else CockpitError("upload_missing")
    return token


def waiting(cockpit: Cockpit, actor: Actor, token: str) -> Upload:
    """The upload. Raises: Forbidden; CockpitError('upload_gone')."""
    require_officer(actor)
    folder = cockpit.uploads / token
    if not _TOKEN.fullmatch(token) or not folder.is_dir():
        raise CockpitError("upload_gone")
    files = [path for path in folder.iterdir() if path.name != _CHOICES]
    if len(files) != 1:
        raise CockpitError("upload_gone")
    choices = folder / _CHOICES
    return Upload(token, files[0], json.loads(choices.read_text("utf-8")) if choices.exists() else {})


def keep_choices(upload: Upload, choices: Mapping[str, Any]) -> None:
    """Write down what was decided."""
    (upload.folder / _CHOICES).write_text(json.dumps(choices, ensure_ascii=False), "utf-8")


def discard(upload: Upload) -> None:
    """Throw the waiting file away."""
    shutil.rmtree(upload.folder, ignore_errors=True)


def clean_up(cockpit: Cockpit) -> None:
    """Throw away what has waited for more than a day."""
    if cockpit.uploads.is_dir():
        for folder in cockpit.uploads.iterdir():
            if time.time() - folder.stat().st_mtime > _KEPT:
                shutil.rmtree(folder, ignore_errors=True)
