"""The list of cases behind a rate as a file."""

from __future__ import annotations

from flask import Response, request

from app.access import current_actor
from app.api.exporting import file_name
from app.api.routes import asked_lang, blueprint, csv_response
from app.services import current
from app.services import visit as asked
from app.services.cases import cases_csv


@blueprint.get("/export/cases/<indicator>.csv")
def cases_file(indicator: str) -> Response:
    """All cases of an indicator for `area` and `period`, as known `as_of`."""
    cockpit = current()
    moment = asked.as_of(cockpit, request.args.get("as_of"))
    text = cases_csv(
        cockpit,
        current_actor(),
        asked_lang(),
        indicator=indicator,
        area=asked.place(cockpit, request.args.get("area")),
        period=asked.when(cockpit, request.args.get("period"), as_of=moment),
        as_of=moment,
    )
    return csv_response(text, file_name(f"cases-{indicator}"))
