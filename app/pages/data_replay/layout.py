"""The drafts of one delivery and what replaying them does to the figures."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.errors import CockpitError
from app.i18n import format as say
from app.services import current
from app.services.replaying import ReplayView, replay_view
from app.services.rows import CellChange
from app.services.scope import may_correct
from app.ui.components import button_link, empty, link, page_header, plain_panel, section
from app.ui.components.form import form, hidden
from app.ui.desk import desk_nav, role_word, rows_table, say_name, source_href
from app.ui.errors import by_itself
from app.ui.page import View, Visit


def layout(visit: Visit) -> View:
    """The replay of the delivery that the address's load run read."""
    number = visit.parts["run"]
    if not number.isdecimal() or len(number) > 9:
        raise CockpitError("unknown_run", run=number)
    shown = replay_view(current(), visit.actor, int(number))
    t = visit.t
    lead = [link(say_name(t, shown.source.name), source_href(visit, shown.source.id)), " · ", shown.file]
    back = button_link(t("data_replay.back"), visit.href("/data/quarantine", run=number))
    body: list[Any] = [
        page_header(t("data_replay.title"), lead=lead, actions=[back]),
        desk_nav(visit, "quarantine"),
    ]
    if not shown.drafts:
        body.append(empty(t, t("data_replay.none"), t("data_replay.none_help")))
    else:
        body += [_verdict(visit, shown), _rows(visit, shown), _cells(visit, shown)]
    return View(t("data_replay.title"), body)


@by_itself
def _verdict(visit: Visit, shown: ReplayView) -> Component:
    t = visit.t
    wrong = [
        t("data_replay.still", row=e.row, why=t(f"reasons.{e.reason}.message", **e.params))
        for e in shown.refused[:5]
    ]
    wrong += [t("data_replay.pushed", row=e.row) for e in shown.pushed_out[:5]]
    if shown.lost:
        wrong.append(t("data_replay.lost", n=shown.lost))
    parts: list[Any] = [html.P(words, className="warning") for words in wrong]
    if shown.ready:
        changed = sum(not c.newer for c in shown.cells) + shown.more
        words = t("data_replay.ready", rows=len(shown.drafts), figures=changed)
        parts.append(html.P(words))
        if may_correct(visit.actor):
            parts.append(
                form(
                    t,
                    action="replay",
                    back=visit.href("/data/quarantine", run=str(shown.run)),
                    children=[hidden("run", str(shown.run))],
                    submit=t("data_replay.replay"),
                )
            )
    return plain_panel(t("data_replay.verdict"), parts, level=2)


def _rows(visit: Visit, shown: ReplayView) -> Component:
    t = visit.t
    heads = [(t("data_replay.row"), False), (t("data_replay.reads"), False), (t("data_replay.reason"), False)]
    heads.append((t("data_replay.by"), False))
    rows = [
        [
            link(str(r.row), visit.href(f"/data/quarantine/{r.quarantine_id}")),
            html.Div(
                t("data_replay.left_out")
                if r.raw is None
                else [
                    html.Span([html.Span(f"{c} ", className="quiet"), text or "∅", " "], className="raw-cell")
                    for c, text in r.raw.items()
                ],
                className="raw-row",
            ),
            r.reason,
            role_word(t, r.made_by),
        ]
        for r in shown.drafts
    ]
    return section(t("data_replay.rows"), rows_table(t("data_replay.rows"), heads, rows))


def _cells(visit: Visit, shown: ReplayView) -> Component:
    t = visit.t
    if not shown.cells:
        return section(t("data_replay.cells"), html.P(t("data_replay.no_cells")))
    heads = [
        (t("data_replay.measure"), False),
        (t("data_replay.area"), False),
        (t("data_replay.period"), False),
    ]
    heads += [(t("data_replay.old"), True), (t("data_replay.new"), True), (t("data_replay.note"), False)]
    rows = [
        [
            t.name(c.measure.name),
            t.name(c.area.name),
            say.period(c.period, t.lang),
            _value(visit, c, c.old),
            _value(visit, c, c.value),
            t("data_replay.newer") if c.newer else "",
        ]
        for c in shown.cells
    ]
    more = html.P(t("data_replay.more", n=shown.more), className="quiet") if shown.more else None
    return section(
        t("data_replay.cells"),
        [rows_table(t("data_replay.cells"), heads, rows), more],
        lead=t("data_replay.cells_lead"),
    )


def _value(visit: Visit, cell: CellChange, value: float | None) -> str:
    t = visit.t
    if value is None:
        return say.NO_DATA
    number = say.number(value, 1 if value % 1 else 0, t.lang)
    return f"{number} {say.unit_name(cell.measure.unit, t.lang)}"
