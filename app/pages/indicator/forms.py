"""What may be written from the page: hold and release, a target, a review. Shown only to who may."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

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
            _row(
                field(t("indicator.hold_first"), "first", period, required=True),
                field(t("indicator.hold_last"), "last", "", hint=t("indicator.hold_last_hint")),
            ),
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
            _row(
                field(t("indicator.first_day"), "first_day", start, kind="date", required=True),
                field(t("indicator.last_day"), "last_day", kind="date", hint=t("indicator.last_day_hint")),
            ),
            *_numbers(visit, shown),
            text_field(
                t("indicator.reason"), "reason", hint=t("indicator.target_reason_hint"), required=True
            ),
        ],
    )
    return folded(t("indicator.target_open"), [body])


def _numbers(visit: Visit, shown: Detail) -> list[Component]:
    """What is in force now stands in the fields, so that one can be changed without looking up the other."""
    figure = shown.figure
    if shown.indicator.direction == "target_band":
        low, high = figure.target_band or (None, None)
        inner = _row(_number(visit, shown, "target_low", low), _number(visit, shown, "target_high", high))
        return [inner, _row(_number(visit, shown, "red_low"), _number(visit, shown, "red_high"))]
    side = visit.t(f"indicator.red_{shown.indicator.direction}")
    target = _number(visit, shown, "target", figure.target)
    return [_row(target, _number(visit, shown, "red_line", figure.red_line, hint=side))]


def _number(
    visit: Visit, shown: Detail, name: str, value: float | None = None, hint: str | None = None
) -> Component:
    label = visit.t(f"indicator.{name}_in", unit=visit.t.name(shown.indicator.unit))
    text = "" if value is None else f"{value:.10g}"
    return field(label, name, text, kind="number", step="any", required=True, hint=hint)


def _row(*fields: Component) -> Component:
    return html.Div(list(fields), className="form__row")


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
            field(t("indicator.due"), "due", kind="date", hint=t("indicator.due_hint")),
        ],
    )
    return folded(t("indicator.review_open"), [body])


def _which(shown: Detail) -> list[Component]:
    return [hidden("indicator", shown.indicator.id), hidden("area", shown.area.code)]
