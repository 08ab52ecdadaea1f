"""Figures as files, CSV and Excel: of a page, and of any one chart or table on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from flask import Response, request
from werkzeug.utils import secure_filename

from app.access import VISITOR, Actor, current_actor
from app.api.routes import asked_lang, blueprint, csv_response
from app.services import Cockpit, current, exports, workbook
from app.services.downloads import (
    board_figures,
    built_board,
    chosen_figures,
    detail_figures,
    public_all_figures,
    public_detail_figures,
    with_parts,
)
from app.services.figures import Figure
from app.services.visit import as_of

Kind = Literal["csv", "xlsx"]


def file_response(body: bytes, media_type: str, name: str) -> Response:
    """Bytes handed over as a file of this name, never kept by caches."""
    disposition = f'attachment; filename="{name}"'
    return Response(
        body, mimetype=media_type, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"}
    )


def file_name(name: str) -> str:
    """The name of a file, with the vintage when it is not today's."""
    asked = request.args.get("as_of")
    return f"{name}-as-of-{secure_filename(asked)}" if asked else name


def page_address() -> str:
    """Where the reader came from: the page whose figures these are; this address without one."""
    before = request.referrer or ""
    return before if before.startswith(request.host_url) else request.url


def _answer(
    cockpit: Cockpit, actor: Actor, found: Sequence[Figure], kind: Kind, name: str, moment: datetime | None
) -> Response:
    if kind == "csv":
        return csv_response(exports.csv_of(cockpit, actor, found, asked_lang(), moment), name)
    book = workbook.xlsx_of(cockpit, actor, found, asked_lang(), as_of=moment, address=page_address())
    return file_response(book, workbook.MEDIA_TYPE, f"{name}.xlsx")


@blueprint.get("/api/v1/public/indicators.<any(csv, xlsx):kind>")
def public_list(kind: Kind) -> Response:
    """Every published indicator's latest figure for one area."""
    cockpit = current()
    area = request.args.get("area") or cockpit.catalogue.city.area
    found = public_all_figures(cockpit, area)
    return _answer(cockpit, VISITOR, found, kind, f"public-{area}", None)


@blueprint.get("/api/v1/public/indicator/<indicator>.<any(csv, xlsx):kind>")
def public_indicator(indicator: str, kind: Kind) -> Response:
    """One published indicator: its history for the city and its districts."""
    cockpit = current()
    return _answer(cockpit, VISITOR, public_detail_figures(cockpit, indicator), kind, indicator, None)


@blueprint.get("/export/department/<department>.<any(csv, xlsx):kind>")
def board_file(department: str, kind: Kind) -> Response:
    """The board as it stands on the screen."""
    cockpit, actor = current(), current_actor()
    actor.require_internal("export")
    asked, moment = request.args, as_of(cockpit, request.args.get("as_of"))
    found = board_figures(cockpit, actor, department, asked.get("area"), asked.get("period"), moment)
    return _answer(cockpit, actor, found, kind, file_name(f"department-{department}"), moment)


@blueprint.get("/export/boards/<board>.<any(csv, xlsx):kind>")
def built_board_file(board: str, kind: Kind) -> Response:
    """The figures of a built board with their history."""
    cockpit, actor = current(), current_actor()
    asked, moment = request.args, as_of(cockpit, request.args.get("as_of"))
    _, shown = built_board(cockpit, actor, board, asked.get("area"), asked.get("period"), moment)
    found = [point for figure in shown.figures for point in figure.series]
    return _answer(cockpit, actor, found, kind, file_name(f"board-{board}"), moment)


@blueprint.get("/export/indicator/<indicator>.<any(csv, xlsx):kind>")
def indicator_file(indicator: str, kind: Kind) -> Response:
    """The indicator page's history and areas."""
    cockpit, actor = current(), current_actor()
    actor.require_internal("export")
    asked, moment = request.args, as_of(cockpit, request.args.get("as_of"))
    found = detail_figures(cockpit, actor, indicator, asked.get("area"), asked.get("period"), moment)
    return _answer(cockpit, actor, found, kind, file_name(indicator), moment)


@blueprint.get("/export/figures.<any(csv, xlsx):kind>")
def figures_file(kind: Kind) -> Response:
    """What one chart shows: `indicators`, `areas` (or `parts`: an area with all below it), `from`, `to`."""
    cockpit, actor = current(), current_actor()
    asked, moment = request.args, as_of(cockpit, request.args.get("as_of"))
    indicators = _listed(asked.get("indicators"))
    areas = _listed(asked.get("areas")) or with_parts(cockpit, asked.get("parts"))
    span = (asked.get("from", ""), asked.get("to", ""))
    found = chosen_figures(cockpit, actor, indicators, areas, span, moment)
    name = indicators[0] if len(indicators) == 1 else "figures"
    return _answer(cockpit, actor, found, kind, file_name(secure_filename(name)), moment)


def _listed(text: str | None) -> list[str]:
    return [part for part in (text or "").split(",") if part]
