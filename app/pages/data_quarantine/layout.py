"""Refused rows: filters and download; groups by source and reason; the rows of one group, or of all if few."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import format as say
from app.pages.data_quarantine.groups import groups
from app.services import current
from app.services.quarantine import STATES, Entry, RefusedPage, refused
from app.services.scope import departments, sources
from app.ui.components import choice, download_menu, empty, link, page_header, select
from app.ui.controls import page_filters
from app.ui.desk import (
    department_select,
    desk_nav,
    page_number,
    pager,
    reason_word,
    rows_table,
    say_name,
    source_select,
    state_badge,
    state_word,
)
from app.ui.page import View, Visit

_FILTERS = ("department", "source", "reason", "state", "run")


def layout(visit: Visit) -> View:
    """The rows the address asks for."""
    cockpit = current()
    t = visit.t
    run = visit.get("run")
    shown = refused(
        cockpit,
        visit.actor,
        department=visit.get("department"),
        source=visit.get("source"),
        reason=visit.get("reason"),
        state=visit.get("state"),
        run=int(run) if run and run.isdecimal() else None,
        page=page_number(visit),
    )
    csv = visit.href("/export/quarantine.csv", **{name: visit.get(name) for name in _FILTERS})
    lead = t("data_quarantine.lead", n=say.number(shown.total, 0, t.lang))
    body: list[Any] = [
        page_header(
            t("data_quarantine.title"),
            lead=lead,
            aside=_bar(visit, shown),
            actions=[download_menu(t, of=t("data_quarantine.title"), csv=csv, books=False)],
        ),
        desk_nav(visit, "quarantine"),
    ]
    one = visit.get("source") and visit.get("reason")
    if shown.entries and one:
        body += [_group(visit), _table(visit, shown), pager(visit, shown.page, shown.pages, shown.total)]
    elif shown.entries:
        body.append(groups(visit, shown))
        if shown.pages == 1:  # few enough to be read without opening a group
            body.append(_table(visit, shown))
    else:
        body.append(empty(t, t("data_quarantine.none"), t("data_quarantine.none_help")))
    return View(t("data_quarantine.title"), body)


def _group(visit: Visit) -> Component:
    """What all rows below have in common, and the way back to the groups."""
    t, reason = visit.t, visit.get("reason") or ""
    words = [html.Strong(reason_word(t, reason)), " ", t(f"reasons.{reason}.remedy")]
    back = link(t("data_quarantine.groups"), visit.href(source=None, reason=None, page=None))
    return html.Div([html.P(words), back], className="refused-group")


def _bar(visit: Visit, shown: RefusedPage) -> Component:
    t = visit.t
    cockpit = current()
    reasons: Counter[str] = Counter()
    for _, reason, _, rows in shown.counts:
        reasons[reason] += rows
    asked = visit.get("reason")
    options = [(t("data_quarantine.all_reasons"), visit.href(reason=None, page=None), asked is None)]
    listed = [*([asked] if asked and asked not in reasons else []), *(r for r, _ in reasons.most_common())]
    options += [
        (f"{reason_word(t, r)} {reasons[r]}", visit.href(reason=r, page=None), r == asked) for r in listed
    ]
    state = visit.get("state")
    states = [(t("data_quarantine.all"), visit.href(state=None, page=None), state is None)]
    states += [(state_word(t, s), visit.href(state=s, page=None), s == state) for s in STATES]
    parts = [
        department_select(visit, departments(cockpit, visit.actor)),
        source_select(visit, sources(cockpit, visit.actor, visit.get("department"))),
        select(t("data_quarantine.reason"), options),
        choice(t("ui.desk.state"), states),
    ]
    return page_filters(visit, [part for part in parts if part])


def _table(visit: Visit, shown: RefusedPage) -> Component:
    t = visit.t
    names = ("row", "reason", "raw", "state")
    heads = [(t("data_quarantine.where"), False), *[(t(f"data_quarantine.{n}"), False) for n in names[1:]]]
    heads += [(t("data_quarantine.do"), False)]
    names_of = {s.id: say_name(t, s.name) for s in shown.sources}
    rows = [_row(visit, entry, names_of) for entry in shown.entries]
    table = rows_table(t("data_quarantine.title"), heads, rows, css="refused-rows")
    return html.Div(table, className="section__body")


def _row(visit: Visit, entry: Entry, names: dict[str, str]) -> list[Any]:
    t = visit.t
    sheet = f" · {entry.sheet}" if entry.sheet else ""
    where = t("data_quarantine.place", row=say.number(entry.row, 0, t.lang), column=entry.column or "—")
    href = visit.href(f"/data/quarantine/{entry.id}")
    return [
        [
            html.Div(names.get(entry.source, entry.source)),
            html.Div(f"{entry.file}{sheet}", className="file-name quiet"),
            html.Div(where, className="quiet"),
        ],
        t(f"reasons.{entry.reason}.message", **entry.params),
        html.Div(_raw(entry), className="raw-row"),
        state_badge(t, entry.state),
        link(t("data_quarantine.open"), href),
    ]


def _raw(entry: Entry) -> list[Any]:
    """The row as it stood, the wrong cell marked."""
    parts: list[Any] = []
    for column, text in entry.raw.items():
        cell = html.Mark(text or "∅") if column == entry.column else (text or "∅")
        parts += [html.Span([html.Span(f"{column} ", className="quiet"), cell], className="raw-cell"), " "]
    return parts
