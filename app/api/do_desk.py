"""What the data officer does from the desk: put rows right, replay them, sign the quality off."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.access import Actor, current_actor
from app.api.actions import Told, action
from app.api.routes import blueprint, csv_response
from app.domain.errors import CockpitError
from app.services import Cockpit, current
from app.services.quality import sign_off
from app.services.quarantine import refused_csv
from app.services.repairing import draft_leaving_out, draft_repair, refused_row, withdraw_draft
from app.services.replaying import replay

Fields = Mapping[str, str]
Files = Mapping[str, FileStorage]


@action("repair")
def repair(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: entry, reason, cell_0, cell_1 … in the order of the raw row."""
    entry = _number(fields, "entry", "unknown_row")
    columns = refused_row(cockpit, actor, entry).columns
    cells = {
        name: fields[f"cell_{place}"]
        for place, (name, _, _) in enumerate(columns)
        if f"cell_{place}" in fields
    }
    found = draft_repair(cockpit, actor, entry=entry, cells=cells, reason=fields.get("reason", ""))
    return Told("api.desk.drafted", {"row": found.row})


@action("leave_out")
def leave_out(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: entry, reason."""
    entry = _number(fields, "entry", "unknown_row")
    found = draft_leaving_out(cockpit, actor, entry=entry, reason=fields.get("reason", ""))
    return Told("api.desk.left_out", {"row": found.row})


@action("withdraw_repair")
def withdraw(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: entry."""
    found = withdraw_draft(cockpit, actor, entry=_number(fields, "entry", "unknown_row"))
    return Told("api.desk.withdrawn", {"row": found.row})


@action("replay")
def replay_drafts(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: run, the load whose drafts are carried out."""
    rows, figures = replay(cockpit, actor, _number(fields, "run", "unknown_run"))
    return Told("api.desk.replayed", {"rows": rows, "figures": figures})


@blueprint.get("/export/quarantine.csv")
def quarantine_csv() -> Response:
    """The refused rows the filters of the list leave."""
    names = ("department", "source", "reason", "state")
    filters: dict[str, str | int | None] = {name: request.args.get(name) for name in names}
    filters["run"] = request.args.get("run", type=int)
    lang = "en" if request.args.get("lang") == "en" else "zh"
    return csv_response(refused_csv(current(), current_actor(), lang, **filters), "quarantine")


def _number(fields: Fields, name: str, error: str) -> int:
    text = fields.get(name, "")
    if not text.isdecimal() or len(text) > 12:
        raise CockpitError(error, **{"row" if error == "unknown_row" else "run": text})
    return int(text)


@action("sign_off")
def sign(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: month, comment; department, source: whose scores, empty for all."""
    signed = sign_off(
        cockpit,
        actor,
        month=fields.get("month", ""),
        comment=fields.get("comment", ""),
        department=fields.get("department") or None,
        source=fields.get("source") or None,
    )
    return Told("api.desk.signed", {"month": fields.get("month", ""), "n": signed})
