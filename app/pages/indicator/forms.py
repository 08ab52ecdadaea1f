"""What may be written from the page: hold and release, a target, a review. Shown only to who may."""

from __future__ import annotations

from dash.development.base_component import Component

from app.domain.indicator import Indicator
from app.services.detail import Detail
from app.services.dossier import HoldNote
from app.ui.components import field, folded, form, hidden, text_field
from app.ui.page import Visit


def hold_form(visit: Visit, shown: Detail) -> Component:
    """Hold this figure: which periods, and why."""
    t = visit.t
    period = str(shown.figure.period)
    body = form(
        t,
        action="hold",
        back=visit.href(),
        submit=t("indicator.hold_submit"),
        children=[
            *_which(shown),
            field(t("indicator.hold_first"), "first", period, required=True),
            field(t("indicator.hold_last"), "last", "", hint=t("indicator.hold_last_hint")),
            text_field(t("indicator.reason"), "reason", hint=t("indicator.hold_reason_hint"), required=True),
        ],
    )
    return folded(t("indicator.hold_open"), [body])


def release_form(visit: Visit, note: HoldNote) -> Component:
    """End a hold, saying what was found."""
    t = visit.t
    return form(
        t,
        action="release",
        back=visit.href(),
        submit=t("indicator.release_submit"),
        quiet=True,
        children=[
            hidden("hold", str(note.hold.id)),
            field(t("indicator.release_note"), "note", required=True),
        ],
    )


def target_form(visit: Visit, shown: Detail) -> Component:
    """Set target and red line (or bands) from a day on."""
    t = visit.t
    start = shown.figure.period.shift(1).start.isoformat()
    body = form(
        t,
        action="target",
        back=visit.href(),
        submit=t("indicator.target_submit"),
        children=[
            *_which(shown),
            field(t("indicator.first_day"), "first_day", start, kind="date", required=True),
            field(t("indicator.last_day"), "last_day", kind="date", hint=t("indicator.last_day_hint")),
            *_numbers(visit, shown.indicator),
            text_field(
                t("indicator.reason"), "reason", hint=t("indicator.target_reason_hint"), required=True
            ),
        ],
    )
    return folded(t("indicator.target_open"), [body])


def _numbers(visit: Visit, indicator: Indicator) -> list[Component]:
    t = visit.t
    names = ("target", "red_line")
    if indicator.direction == "target_band":
        names = ("target_low", "target_high", "red_low", "red_high")  # type: ignore[assignment]
    unit = t.name(indicator.unit)
    return [
        field(t(f"indicator.{name}_in", unit=unit), name, kind="number", step="any", required=True)
        for name in names
    ]


def review_form(visit: Visit, shown: Detail) -> Component:
    """Write down what was decided on the figure as the page shows it."""
    t = visit.t
    body = form(
        t,
        action="review",
        back=visit.href(),
        submit=t("indicator.review_submit"),
        children=[
            *_which(shown),
            hidden("period", str(shown.figure.period)),
            hidden("as_of", visit.get("as_of") or ""),
            text_field(t("indicator.decision"), "decision", hint=t("indicator.decision_hint"), required=True),
            field(t("indicator.due"), "due", kind="date"),
        ],
    )
    return folded(t("indicator.review_open"), [body])


def _which(shown: Detail) -> list[Component]:
    return [hidden("indicator", shown.indicator.id), hidden("area", shown.area.code)]
