"""Onboarding a file: upload, choose, save."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import FileStorage

from app.access import Actor
from app.access.uploads import is_own_upload, own_upload
from app.api.actions import Told, action
from app.domain.errors import CockpitError
from app.services import Cockpit
from app.services.onboarding import mapping
from app.services.saving import save
from app.services.uploads import LIMIT_MB, discard, keep_choices, receive, waiting

PAGE = "/data/onboard"
_LONGEST = 200

Fields = Mapping[str, str]
Files = Mapping[str, FileStorage]


@action("onboard_upload")
def upload(cockpit: Cockpit, actor: Actor, fields: Fields, files: Files) -> Told:
    """Files: file. Fields: department, lang."""
    if (request.content_length or 0) > (LIMIT_MB + 1) << 20:
        raise CockpitError("upload_too_large", limit=LIMIT_MB)
    file = files.get("file")
    if file is None or not file.filename:
        raise CockpitError("upload_missing")
    token = receive(cockpit, actor, file.stream, file.filename)
    own_upload(token)
    return Told(
        "api.onboard.received",
        {"file": file.filename},
        _page(fields, token, department=fields.get("department", "")),
    )


@action("onboard_map")
def choose(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: token, and every answer of the mapping page."""
    token = _own(fields)
    shown = mapping(cockpit, actor, token, fields.get("department"))
    known = shown.answers
    answers = {name: fields.get(name, "")[:_LONGEST] for name in known if name in fields}
    keep_choices(shown.upload, {**known, **answers})
    return Told("api.onboard.mapped", {}, _page(fields, token, step="preview"))


@action("onboard_save")
def keep(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: token."""
    source, run = save(cockpit, actor, _own(fields))
    params = {
        "source": source,
        "accepted": run.accepted,
        "quarantined": run.quarantined,
        "figures": run.observations,
    }
    return Told("api.onboard.saved", params, _page(fields, None, path=f"/lineage/source/{source}"))


@action("onboard_drop")
def drop(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: token."""
    discard(waiting(cockpit, actor, _own(fields)))
    return Told("api.onboard.dropped", {}, _page(fields, None))


def _own(fields: Fields) -> str:
    token = fields.get("token", "")
    if not is_own_upload(token):
        raise CockpitError("upload_gone")
    return token


def _page(fields: Fields, token: str | None, *, path: str = PAGE, **more: str) -> str:
    query = {"file": token or "", **more, "lang": "en" if fields.get("lang") == "en" else ""}
    given = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{given}" if given else path
