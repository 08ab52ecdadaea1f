"""One raw row: why it was refused, how it should read, what it then becomes."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.errors import CockpitError
from app.i18n import format as say
from app.services import current
from app.services.repairing import RowView, refused_row
from app.services.rows import CellChange
from app.services.scope import may_correct
from app.ui.components import button_link, columns, link, page_header, plain_panel
from app.ui.components.form import field, form, hidden, text_field
from app.ui.desk import desk_nav, reason_word, rows_table, say_name, source_href, state_badge
from app.ui.errors import by_itself
from app.ui.page import View, Visit


def layout(visit: Visit) -> View:
    """The refused row of the address."""
    number = visit.parts["id"]
    if not number.isdecimal() or len(number) > 12:
        raise CockpitError("unknown_row", row=number)
    shown = refused_row(current(), visit.actor, int(number))
    t = visit.t
    title = t("data_row.title", row=say.number(shown.entry.row, 0, t.lang))
    lead = [
        link(say_name(t, shown.source.name), source_href(visit, shown.source.id)),
        " · ",
        shown.entry.file,
    ]
    if shown.entry.sheet:
        lead.append(f" · {shown.entry.sheet}")
    back = button_link(t("data_row.back"), visit.href("/data/quarantine", run=str(shown.entry.run_id)))
    left = (
        _form(visit, shown)
        if may_correct(visit.actor) and shown.entry.state != "repaired"
        else _raw(visit, shown)
    )
    body = [
        page_header(title, lead=lead, actions=[back]),
        desk_nav(visit, "quarantine"),
        columns(left, _beside(visit, shown), ratio="2-1"),
    ]
    return View(title, body)


@by_itself
def _form(visit: Visit, shown: RowView) -> Component:
    """The raw cells to be put right. Cells of a wide row that count already stay as they are."""
    t = visit.t
    wrong = {e.column for e in shown.entries}
    cells: list[Any] = []
    for place, (name, text, may_change) in enumerate(shown.columns):
        hint = None
        if name in wrong and shown.before.get(name):
            hint = t("data_row.before", text=shown.before[name])
        label = f"{name} ⚠" if name in wrong else name
        cells.append(field(label, f"cell_{place}", text, hint=hint, readOnly=None if may_change else True))
    reason = text_field(
        t("data_row.reason"),
        "reason",
        shown.draft.reason if shown.draft else "",
        required=True,
        maxLength=500,
    )
    entry = hidden("entry", str(shown.entry.id))
    save = form(
        t,
        action="repair",
        back=visit.href(),
        children=[entry, html.Div(cells, className="cells"), reason],
        submit=t("data_row.save"),
    )
    parts: list[Any] = [save]
    if shown.may_leave_out:
        why = field(t("data_row.why_out"), "reason", required=True, maxLength=500)
        out = form(
            t,
            action="leave_out",
            back=visit.href(),
            children=[entry, why],
            submit=t("data_row.leave_out"),
            quiet=True,
        )
        parts.append(html.Details([html.Summary(t("data_row.leave_out_summary")), out]))
    return plain_panel(t("data_row.right"), parts, subtitle=t("data_row.right_lead"), level=2)


@by_itself
def _raw(visit: Visit, shown: RowView) -> Component:
    t = visit.t
    wrong = {e.column for e in shown.entries}
    heads = [(t("data_row.column"), False), (t("data_row.text"), False)]
    rows = [
        [
            name,
            html.Mark(shown.entry.raw.get(name) or "∅")
            if name in wrong
            else shown.entry.raw.get(name) or "∅",
        ]
        for name in shown.entry.raw
    ]
    return plain_panel(t("data_row.raw"), rows_table(t("data_row.raw"), heads, rows), level=2)


def _beside(visit: Visit, shown: RowView) -> Component:
    return html.Div([_why(visit, shown), _becomes(visit, shown)], className="beside")


@by_itself
def _why(visit: Visit, shown: RowView) -> Component:
    t = visit.t
    items: list[Any] = [state_badge(t, shown.entry.state)]
    seen = set()
    for e in shown.entries:
        if (e.reason, e.column) in seen:
            continue
        seen.add((e.reason, e.column))
        items.append(
            html.Div(
                [
                    html.Strong(reason_word(t, e.reason)),
                    html.P(t(f"reasons.{e.reason}.message", **e.params)),
                    html.P(t(f"reasons.{e.reason}.remedy"), className="quiet"),
                ],
                className="refusal",
            )
        )
    if shown.other:
        other = shown.other
        differing = [
            html.Li([html.Span(f"{name} ", className="quiet"), html.Mark(text or "∅")])
            for name, text in other.raw.items()
            if text != shown.entry.raw.get(name)
        ]
        where = t("data_row.other", row=say.number(other.row, 0, t.lang))
        items.append(html.Div([link(where, visit.href(f"/data/quarantine/{other.id}")), html.Ul(differing)]))
    if shown.done:
        items.append(html.P(t("data_row.done", reason=shown.done.reason, run=shown.done.run_id)))
    return plain_panel(t("data_row.why"), items, level=2)


@by_itself
def _becomes(visit: Visit, shown: RowView) -> Component | None:
    """What the draft becomes, and the way to its replay."""
    t = visit.t
    draft = shown.draft
    if draft is None or shown.entry.state == "repaired":
        return None
    parts: list[Any] = []
    if draft.raw is None:
        parts.append(html.P(t("data_row.left_out")))
    elif shown.trial and shown.trial.refused:
        parts.append(html.P(t("data_row.still"), className="warning"))
        parts += [html.P(t(f"reasons.{e.reason}.message", **e.params)) for e in shown.trial.refused[:5]]
    elif shown.trial and shown.trial.ignored:
        parts.append(html.P(t("data_row.ignored")))
    elif shown.trial:
        parts.append(cells_table(visit, shown.trial.cells))
    if may_correct(visit.actor):
        entry = hidden("entry", str(shown.entry.id))
        if shown.trial is None or not shown.trial.refused:
            href = visit.href(f"/data/replay/{shown.entry.run_id}")
            parts.append(button_link(t("data_row.to_replay"), href, quiet=False))
        parts.append(
            form(
                t,
                action="withdraw_repair",
                back=visit.href(),
                children=[entry],
                submit=t("data_row.withdraw"),
                quiet=True,
            )
        )
    return plain_panel(t("data_row.becomes"), parts, level=2)


def cells_table(visit: Visit, cells: tuple[CellChange, ...]) -> Component:
    """The figures the row speaks of."""
    t = visit.t
    heads = [(t("data_row.measure"), False), (t("data_row.area"), False), (t("data_row.period"), False)]
    heads.append((t("data_row.value"), True))
    rows = [
        [t.name(c.measure.name), t.name(c.area.name), say.period(c.period, t.lang), _value(visit, c)]
        for c in cells
    ]
    return rows_table(t("data_row.becomes"), heads, rows)


def _value(visit: Visit, cell: CellChange) -> str:
    t = visit.t
    number = say.number(cell.value, 1 if cell.value and cell.value % 1 else 0, t.lang)
    return f"{number} {say.unit_name(cell.measure.unit, t.lang)}"
