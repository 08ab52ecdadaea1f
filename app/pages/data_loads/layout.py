"""The runs of one day: totals, by source, and file by file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import format as say
from app.services import current
from app.services.desk import LoadDay, Loaded, load_day
from app.services.scope import departments, sources
from app.ui.components import choice, empty, link, page_header, plain_panel, section
from app.ui.controls import page_filters
from app.ui.desk import (
    department_select,
    desk_nav,
    equation,
    moment_text,
    page_number,
    pager,
    refusal,
    rows_table,
    say_name,
    source_href,
    source_select,
    state_badge,
    state_word,
)
from app.ui.page import View, Visit

STATES = ("committed", "refused")


def layout(visit: Visit) -> View:
    """The loads of the day in the address; the last day with loads without one."""
    cockpit = current()
    t = visit.t
    shown = load_day(
        cockpit,
        visit.actor,
        department=visit.get("department"),
        source=visit.get("source"),
        state=visit.get("state"),
        day=visit.get("day"),
        page=page_number(visit),
    )
    listed = sources(cockpit, visit.actor, visit.get("department"))
    filters = [department_select(visit, departments(cockpit, visit.actor)), source_select(visit, listed)]
    options = [(t("data_loads.all"), visit.href(state=None, page=None), visit.get("state") is None)]
    options += [(state_word(t, s), visit.href(state=s, page=None), visit.get("state") == s) for s in STATES]
    bar = page_filters(visit, [*[f for f in filters if f], choice(t("ui.desk.state"), options)])
    lead = say.day(shown.day, t.lang) if shown.day else t("data_loads.never")
    body: list[Any] = [
        page_header(t("data_loads.title"), lead=lead, aside=bar, actions=_days(visit, shown)),
        desk_nav(visit, "loads"),
    ]
    if not shown.runs:
        body.append(empty(t, t("data_loads.none"), t("data_loads.none_help")))
    else:
        body += [
            plain_panel(None, equation(t, shown.totals), level=2),
            _by_source(visit, shown),
            _files(visit, shown),
        ]
    return View(t("data_loads.title"), body)


def _days(visit: Visit, shown: LoadDay) -> list[Component]:
    """The day before and after."""
    if shown.day is None:
        return []
    t = visit.t
    before, after = (shown.day + timedelta(days=step) for step in (-1, 1))
    return [
        link(t("data_loads.before"), visit.href(day=before.isoformat(), page=None)),
        link(t("data_loads.after"), visit.href(day=after.isoformat(), page=None)),
    ]


def _by_source(visit: Visit, shown: LoadDay) -> Component:
    t = visit.t
    numbers = ("read", "accepted", "quarantined", "ignored")
    heads = [(t("ui.desk.source"), False), (t("ui.desk.department"), False)]
    heads += [(t(f"ui.desk.{n}"), True) for n in numbers] + [(t("data_loads.check"), False)]
    rows = []
    for one in shown.sources:
        verdict = t("ui.desk.adds_up" if one.totals.adds_up else "ui.desk.adds_not")
        rows.append(
            [
                link(say_name(t, one.source.name), source_href(visit, one.source.id)),
                t.name(one.department.short or one.department.name),
                *[say.number(getattr(one.totals, n), 0, t.lang) for n in numbers],
                verdict,
            ]
        )
    table = rows_table(t("data_loads.by_source"), heads, rows)
    return section(t("data_loads.by_source"), table)


def _files(visit: Visit, shown: LoadDay) -> Component:
    t = visit.t
    numbers = ("rows_read", "accepted", "quarantined", "ignored", "observations")
    heads = [(t("data_loads.file"), False), (t("ui.desk.source"), False), (t("ui.desk.state"), False)]
    heads += [(t(f"data_loads.{n}"), True) for n in numbers] + [(t("data_loads.at"), False)]
    zone = current().catalogue.city.time_zone
    rows = [_file_row(visit, one, numbers, zone) for one in shown.runs]
    total = shown.totals.runs + shown.totals.refused
    return section(
        t("data_loads.files"),
        [
            *[refusal(t, r.file, r.run.error_code, r.run.error_params) for r in shown.refused],
            rows_table(t("data_loads.files"), heads, rows),
            pager(visit, shown.page, shown.pages, total) if shown.pages > 1 else None,
        ],
    )


def _file_row(visit: Visit, one: Loaded, numbers: tuple[str, ...], zone: str) -> list[Any]:
    t = visit.t
    run = one.run
    source = current().catalogue.sources.get(run.source)
    cells: dict[str, Any] = {n: say.number(getattr(run, n), 0, t.lang) for n in numbers}
    if run.quarantined:
        cells["quarantined"] = link(cells["quarantined"], visit.href("/data/quarantine", run=str(run.id)))
    return [
        html.Span(one.file or "—", className="file-name"),
        say_name(t, source.name) if source else run.source,
        state_badge(t, run.state),
        *cells.values(),
        moment_text(run.started_at, zone, t.lang),
    ]
