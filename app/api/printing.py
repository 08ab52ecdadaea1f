"""Boards as PDF, for a meeting: the same view models as the pages, set on A4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from flask import Response, request

from app.access import Actor, current_actor
from app.api.exporting import file_name, file_response
from app.api.routes import asked_lang, blueprint
from app.domain.indicator import Status
from app.domain.period import Period
from app.domain.text import Text
from app.i18n import Translator, translator
from app.i18n import format as say
from app.services import Cockpit, current, exports
from app.services import visit as asked
from app.services.department import board
from app.services.downloads import built_board
from app.services.figures import Figure
from app.services.overview import overview, status_counts
from app.ui.report import Sheet, content, pdf

_PDF = "application/pdf"


@blueprint.get("/export/department/<department>.pdf")
def board_pdf(department: str) -> Response:
    """The board of the area and period in the address."""
    cockpit, actor, t = current(), current_actor(), translator(asked_lang())
    moment = asked.as_of(cockpit, request.args.get("as_of"))
    shown = board(
        cockpit,
        actor,
        department=department,
        area=asked.place(cockpit, request.args.get("area")),
        period=asked.when(cockpit, request.args.get("period"), as_of=moment),
        as_of=moment,
    )
    score = shown.status.score.value
    facts = [(t("ui.report.score"), say.number(score, 0, t.lang))] if score is not None else []
    title = t.name(shown.department.name)
    sheet = _sheet(cockpit, t, title, shown.area.name, shown.period, shown.figures, moment, facts=facts)
    return _answer(cockpit, actor, t, sheet, shown.figures, moment, f"department-{department}")


@blueprint.get("/export/boards/<board_id>.pdf")
def built_board_pdf(board_id: str) -> Response:
    """A built board in the area and period of the address, its own where none is given."""
    cockpit, actor, t = current(), current_actor(), translator(asked_lang())
    moment = asked.as_of(cockpit, request.args.get("as_of"))
    area, period = request.args.get("area"), request.args.get("period")
    saved, shown = built_board(cockpit, actor, board_id, area, period, moment)
    sheet = _sheet(cockpit, t, saved.title, shown.area.name, shown.period, shown.figures, moment)
    return _answer(cockpit, actor, t, sheet, shown.figures, moment, f"board-{board_id}")


@blueprint.get("/export/overview.pdf")
def overview_pdf() -> Response:
    """What is off target, to be watched or without data in the area and period of the address."""
    cockpit, actor, t = current(), current_actor(), translator(asked_lang())
    moment = asked.as_of(cockpit, request.args.get("as_of"))
    shown = overview(
        cockpit,
        actor,
        area=asked.place(cockpit, request.args.get("area")),
        period=asked.when(cockpit, request.args.get("period"), as_of=moment),
        as_of=moment,
        map_indicator=None,
    )
    found = (*shown.off_target, *shown.watch, *shown.no_data)
    title = t("ui.report.overview", area=t.name(shown.area.name))
    sheet = _sheet(
        cockpit, t, title, shown.area.name, shown.period, found, moment, counts=shown.counts, rest="to_watch"
    )
    return _answer(cockpit, actor, t, sheet, found, moment, "overview")


def _sheet(  # noqa: PLR0913 - a printed board never stands without these
    cockpit: Cockpit,
    t: Translator,
    title: str,
    area: Text,
    period: Period,
    found: Sequence[Figure],
    moment: datetime | None,
    *,
    facts: Sequence[tuple[str, str]] = (),
    counts: Mapping[Status, int] | None = None,
    rest: str = "figures",
) -> Sheet:
    city = cockpit.catalogue.city
    return Sheet(
        title=title,
        city=t.name(city.name),
        area=area,
        period=period,
        figures=found,
        owners={d.id: d.short or d.name for d in cockpit.catalogue.departments.values()},
        counts=counts or status_counts([figure for figure in found if figure.indicator.scored]),
        address=request.url.replace("/export/", "/", 1).replace(".pdf", "", 1),
        made=_clock(cockpit, datetime.now(UTC)),
        demonstration=city.demonstration,
        as_of=_clock(cockpit, moment) if moment else "",
        facts=facts,
        rest=rest,
    )


def _clock(cockpit: Cockpit, moment: datetime) -> str:
    """A moment in the city's zone as a person writes it."""
    return exports.moment_text(cockpit, moment).replace("T", " ")[:16]


def _answer(
    cockpit: Cockpit,
    actor: Actor,
    t: Translator,
    sheet: Sheet,
    found: Sequence[Figure],
    moment: datetime | None,
    name: str,
) -> Response:
    exports.record(cockpit, actor, "pdf", found, moment)
    return file_response(pdf(content(t, sheet)), _PDF, f"{file_name(name)}.pdf")
