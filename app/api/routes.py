"""Open data, boundaries, exports, health and the development switch of roles."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, request
from werkzeug.utils import secure_filename

from app.access import VISITOR, Actor, Role, become, current_actor
from app.api.addresses import own_address
from app.domain.errors import CockpitError, Forbidden
from app.i18n import explain
from app.services import boundaries, current, exports
from app.services.downloads import board_figures, detail_figures, public_all_figures, public_detail_figures
from app.services.visit import as_of

blueprint = Blueprint("api", __name__)
_DAY = 86_400


def _lang() -> str:
    return "en" if request.args.get("lang") == "en" else "zh"


def csv_response(text: str, name: str) -> Response:
    """A text handed over as a CSV file of this name, never kept by caches."""
    return Response(
        text,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"},
    )


def _name(name: str) -> str:
    """The name of a file, with the vintage when it is not today's."""
    asked = request.args.get("as_of")
    return f"{name}-as-of-{secure_filename(asked)}" if asked else name


@blueprint.errorhandler(CockpitError)
def refused(error: CockpitError) -> tuple[Response, int]:
    """The error in the reader's language: 403 for what is forbidden, 404 for what is unknown."""
    message, remedy = explain(error, _lang())
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


@blueprint.get("/api/v1/public/indicators.csv")
def public_list_csv() -> Response:
    """Every published indicator's latest figure for one area."""
    cockpit = current()
    area = request.args.get("area") or cockpit.catalogue.city.area
    found = public_all_figures(cockpit, area)
    return csv_response(exports.csv_of(cockpit, VISITOR, found, _lang()), f"public-{area}")


@blueprint.get("/api/v1/public/indicator/<indicator>.csv")
def public_indicator_csv(indicator: str) -> Response:
    """One published indicator: its history for the city and its districts."""
    cockpit = current()
    found = public_detail_figures(cockpit, indicator)
    return csv_response(exports.csv_of(cockpit, VISITOR, found, _lang()), indicator)


@blueprint.get("/export/department/<department>.csv")
def board_csv(department: str) -> Response:
    """The board as it stands on the screen."""
    cockpit, actor = current(), current_actor()
    actor.require_internal("export")
    asked, moment = request.args, as_of(cockpit, request.args.get("as_of"))
    found = board_figures(cockpit, actor, department, asked.get("area"), asked.get("period"), moment)
    return csv_response(
        exports.csv_of(cockpit, actor, found, _lang(), moment), _name(f"department-{department}")
    )


@blueprint.get("/export/indicator/<indicator>.csv")
def indicator_csv(indicator: str) -> Response:
    """The indicator page's history and areas."""
    cockpit, actor = current(), current_actor()
    actor.require_internal("export")
    asked, moment = request.args, as_of(cockpit, request.args.get("as_of"))
    found = detail_figures(cockpit, actor, indicator, asked.get("area"), asked.get("period"), moment)
    return csv_response(exports.csv_of(cockpit, actor, found, _lang(), moment), _name(indicator))


@blueprint.post("/dev/actor")
def switch_actor() -> Response:
    """Become a role; only where the operator allowed the development switch."""
    if not current_app.config["DEV_ACTORS"]:
        abort(404)
    actor = Actor(Role(request.form["role"]), request.form.get("department") or None)
    become(actor)
    current().store.audit(actor.name, "switch_role", "development", {})
    return redirect(own_address(request.form.get("back")))  # type: ignore[return-value]
