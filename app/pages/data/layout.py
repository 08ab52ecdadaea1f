"""The desk at a glance: loads that add up, freshness, refused rows, held numbers, what changed."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator
from app.i18n import format as say
from app.pages.data.parts import held, lately
from app.services import current
from app.services.desk import Desk, desk
from app.services.freshness import Freshness, State
from app.services.scope import may_correct
from app.ui.components import columns, empty, filter_bar, link, page_header, plain_panel, section
from app.ui.desk import (
    department_select,
    desk_nav,
    equation,
    reason_word,
    refusal,
    rows_table,
    say_name,
    source_href,
    state_badge,
)
from app.ui.errors import by_itself
from app.ui.page import View, Visit

_SHOWN = 6  # sources on the first page; the rest stand under Sources


def layout(visit: Visit) -> View:
    """The desk of everybody's deliveries, or of one department's."""
    cockpit = current()
    shown = desk(cockpit, visit.actor, department=visit.get("department"), day=visit.get("day"))
    t = visit.t
    body = [
        page_header(t("data.title"), lead=headline(t, shown), aside=_filters(visit, shown)),
        desk_nav(visit, "desk"),
        None if may_correct(visit.actor) else html.P(t("ui.desk.read_only"), className="quiet"),
        _loads(visit, shown),
        columns(_freshness(visit, shown), _refused(visit, shown), ratio="2-1"),
        columns(held(visit, cockpit), lately(visit, cockpit), ratio="1-1"),
    ]
    return View(t("data.title"), [part for part in body if part is not None])


def headline(t: Translator, shown: Desk) -> str:
    """The desk in one sentence."""
    if shown.loads.day is None:
        return t("data.headline_none")
    states = shown.states
    return t(
        "data.headline",
        day=say.day(shown.loads.day, t.lang),
        rows=say.number(shown.loads.totals.read, 0, t.lang),
        verdict=t("data.adds_up" if shown.loads.totals.adds_up else "data.adds_not"),
        sources=sum(states.values()),
        on_time=states[State.ON_TIME],
        late=states[State.LATE] + states[State.DISCONNECTED],
        waiting=say.number(shown.waiting, 0, t.lang),
    )


def _filters(visit: Visit, shown: Desk) -> Component | None:
    chosen = department_select(visit, shown.departments)
    return filter_bar(visit.t, [chosen]) if chosen else None


@by_itself
def _loads(visit: Visit, shown: Desk) -> Component:
    t = visit.t
    loads = shown.loads
    if loads.day is None:
        return section(t("data.loads"), empty(t, t("data.no_loads"), t("data.no_loads_help")))
    more = visit.href("/data/loads", department=visit.get("department"), day=loads.day.isoformat())
    counts = t(
        "data.runs",
        files=say.number(loads.totals.runs, 0, t.lang),
        refused=loads.totals.refused,
        figures=say.number(loads.totals.observations, 0, t.lang),
    )
    parts: list[Any] = [equation(t, loads.totals), html.P(counts, className="quiet")]
    parts += [refusal(t, one.file, one.run.error_code, one.run.error_params) for one in loads.refused[:5]]
    return section(
        t("data.loads_of", day=say.day(loads.day, t.lang)),
        plain_panel(None, parts),
        lead=t("data.loads_lead"),
        actions=[link(t("data.all_loads"), more)],
    )


@by_itself
def _freshness(visit: Visit, shown: Desk) -> Component:
    t = visit.t
    heads = [(t("ui.desk.source"), False), (t("ui.desk.state"), False), (t("data.reached"), False)]
    heads += [(t("data.call"), False)]
    rows = [_fresh_row(visit, one) for one in shown.freshness[:_SHOWN]]
    counts = html.P(
        [part for s in State for part in (state_badge(t, s), f" {shown.states[s]}  ")],
        className="desk-counts",
    )
    more = visit.href("/data/sources", department=visit.get("department"))
    return section(
        t("data.freshness"),
        plain_panel(
            None,
            [counts, rows_table(t("data.freshness"), heads, rows)],
        ),
        lead=t("data.freshness_lead"),
        actions=[link(t("data.all_sources", n=len(shown.freshness)), more)],
    )


def _fresh_row(visit: Visit, one: Freshness) -> list[Any]:
    t = visit.t
    name = link(say_name(t, one.source.name), source_href(visit, one.source.id))
    late = t("data.days_late", n=one.days_late) if one.days_late else ""
    reached = say.period(one.reached, t.lang) if one.reached else t("data.never")
    return [
        name,
        [state_badge(t, one.state), f" {late}"],
        reached,
        f"{t.name(one.department.short or one.department.name)} {t.name(one.department.contact)}",
    ]


@by_itself
def _refused(visit: Visit, shown: Desk) -> Component:
    t = visit.t
    to = visit.href("/data/quarantine", department=visit.get("department"), state="open")
    if not shown.reasons:
        return section(t("data.refused"), empty(t, t("data.none_refused"), t("data.none_refused_help")))
    most = shown.reasons[0][1]
    items = [
        html.Li(
            [
                link(
                    reason_word(t, reason),
                    visit.href(
                        "/data/quarantine", department=visit.get("department"), reason=reason, state="open"
                    ),
                ),
                html.Span(className="reason__bar", style={"width": f"{100 * rows / most:.1f}%"}),
                html.Span(say.number(rows, 0, t.lang), className="reason__count"),
            ],
            className="reason",
        )
        for reason, rows in shown.reasons
    ]
    lead = t("data.refused_lead", n=say.number(shown.waiting, 0, t.lang), drafted=shown.drafted)
    return section(
        t("data.refused"),
        plain_panel(None, html.Ul(items, className="reasons")),
        lead=lead,
        actions=[link(t("data.all_refused"), to)],
    )
