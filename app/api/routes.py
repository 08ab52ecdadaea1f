"""Boundaries, health and the development switch of roles; what a CSV and an error look like."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, request

from app.access import Actor, Role, become
from app.api.addresses import own_address
from app.domain.errors import CockpitError, Forbidden
from app.i18n import explain
from app.services import boundaries, current

blueprint = Blueprint("api", __name__)
_DAY = 86_400


def asked_lang() -> str:
    """The language an address asks for."""
    return "en" if request.args.get("lang") == "en" else "zh"


def csv_response(text: str, name: str) -> Response:
    """A text handed over as a CSV file of this name, never kept by caches."""
    return Response(
        text,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"},
    )


@blueprint.errorhandler(CockpitError)
def refused(error: CockpitError) -> tuple[Response, int]:
    """The error in the reader's language: 403 for what is forbidden, 404 for what is unknown."""
    message, remedy = explain(error, asked_lang())
    status = 403 if isinstance(error, Forbidden) else 404
    return jsonify(error=error.code, message=message, remedy=remedy), status


@blueprint.get("/health")
def health() -> Response:
    """Alive, with the data version; no login."""
    return jsonify(status="ok", data_version=current().store.data_version())


@blueprint.get("/api/v1/boundaries/<area>.geojson")
def boundary(area: str) -> Response:
    """Boundaries of an area's parts (GeoJSON, clockwise outer rings), cacheable for a day."""
    body = boundaries.parts(current(), area)
    if body is None:
        abort(404)
    return Response(
        body, mimetype="application/geo+json", headers={"Cache-Control": f"public, max-age={_DAY}"}
    )


@blueprint.post("/dev/actor")
def switch_actor() -> Response:
    """Become a role; only where the operator allowed the development switch."""
    if not current_app.config["DEV_ACTORS"]:
        abort(404)
    actor = Actor(Role(request.form["role"]), request.form.get("department") or None)
    become(actor)
    current().store.audit(actor.name, "switch_role", "development", {})
    return redirect(own_address(request.form.get("back")))  # type: ignore[return-value]
