"""Every source against its schedule, broken connections and late ones first."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import format as say
from app.services import current
from app.services.freshness import Freshness, State, freshness
from app.services.scope import departments, may_correct
from app.ui.components import button_link, choice, empty, link, page_header, section
from app.ui.controls import page_filters
from app.ui.desk import (
    department_select,
    desk_nav,
    moment_text,
    rows_table,
    say_name,
    source_href,
    state_badge,
    state_word,
)
from app.ui.page import View, Visit


def layout(visit: Visit) -> View:
    """The sources of the address's department and state."""
    cockpit = current()
    t = visit.t
    every = freshness(cockpit, visit.actor, department=visit.get("department"))
    counts = {state: sum(f.state is state for f in every) for state in State}
    chosen = visit.get("state")
    options = [(f"{t('data_sources.all')} {len(every)}", visit.href(state=None), chosen is None)]
    options += [(f"{state_word(t, s)} {counts[s]}", visit.href(state=s), chosen == s) for s in State]
    bar = [department_select(visit, departments(cockpit, visit.actor)), choice(t("ui.desk.state"), options)]
    shown = [f for f in every if chosen in (None, f.state)]
    lead = t("data_sources.lead", day=say.day(cockpit.catalogue.now(), t.lang))
    body = [
        page_header(
            t("data_sources.title"),
            lead=lead,
            aside=page_filters(visit, [part for part in bar if part]),
            actions=[button_link(t("data_sources.onboard"), visit.href("/data/onboard"))]
            if may_correct(visit.actor)
            else [],
        ),
        desk_nav(visit, "sources"),
        _table(visit, shown) if shown else empty(t, t("data_sources.none"), t("data_sources.none_help")),
        section(t("data_sources.rules"), html.P(t("data_sources.rules_text"))),
    ]
    return View(t("data_sources.title"), body)


def _table(visit: Visit, shown: list[Freshness]) -> Component:
    t = visit.t
    names = ("state", "reached", "due", "next", "schedule", "last_load", "call")
    heads = [(t("ui.desk.source"), False), *[(t(f"data_sources.{n}"), False) for n in names]]
    return rows_table(t("data_sources.title"), heads, [_row(visit, one) for one in shown])


def _row(visit: Visit, one: Freshness) -> list[Any]:
    t = visit.t
    department = one.department
    words = [html.Div(state_badge(t, one.state))]
    if one.days_late:
        words.append(
            html.Div(t("data_sources.days_late", n=one.days_late, missing=one.missing), className="quiet")
        )
    schedule = t(f"ui.desk.every_{one.source.schedule.every}")
    last = one.newest.run if one.newest else None
    return [
        link(say_name(t, one.source.name), source_href(visit, one.source.id)),
        words,
        say.period(one.reached, t.lang) if one.reached else t("data_sources.never"),
        say.period(one.due, t.lang),
        say.day(one.next_due, t.lang),
        t("data_sources.schedule_words", every=schedule, days=one.source.schedule.due_days),
        moment_text(last.started_at if last else None, current().catalogue.city.time_zone, t.lang),
        [
            t.name(department.short or department.name),
            html.Div(t.name(department.contact), className="quiet"),
        ],
    ]
