"""Departments and their systems as a matrix of connections."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator
from app.i18n import format as say
from app.services import current
from app.services.connections import Connections, Link, connections
from app.services.freshness import State
from app.services.scope import departments
from app.ui.components import choice, empty, link, page_header, section
from app.ui.controls import page_filters
from app.ui.desk import (
    department_select,
    desk_nav,
    rows_table,
    say_name,
    source_href,
    state_badge,
    state_word,
)
from app.ui.page import View, Visit


def layout(visit: Visit) -> View:
    """The connections of the departments the reader may see."""
    cockpit = current()
    t = visit.t
    shown = connections(cockpit, visit.actor, department=visit.get("department"), state=visit.get("state"))
    chosen = visit.get("state")
    options = [(f"{t('data_map.all')} {shown.total}", visit.href(state=None), chosen is None)]
    options += [(f"{state_word(t, s)} {shown.states[s]}", visit.href(state=s), chosen == s) for s in State]
    bar = [department_select(visit, departments(cockpit, visit.actor)), choice(t("ui.desk.state"), options)]
    lead = t(
        "data_map.lead",
        departments=shown.departments,
        systems=shown.systems,
        sources=shown.total,
        broken=shown.states[State.DISCONNECTED],
    )
    body = [
        page_header(
            t("data_map.title"), lead=lead, aside=page_filters(visit, [part for part in bar if part])
        ),
        desk_nav(visit, "map"),
        _channels(visit, shown),
        _map(visit, shown) if shown.rows else empty(t, t("data_map.none"), t("data_map.none_help")),
    ]
    return View(t("data_map.title"), body)


def _channels(visit: Visit, shown: Connections) -> Component:
    """By the way data comes in: freshness, volume, failures."""
    t = visit.t
    heads = [(t("data_map.channel"), False), (t("data_map.sources"), True)]
    heads += [(t(f"ui.desk.{s}"), True) for s in State] + [
        (t("data_map.rows"), True),
        (t("data_map.failed"), True),
    ]
    rows = [
        [
            t(f"data_map.format_{c.format}"),
            str(c.sources),
            *[str(c.states[s]) for s in State],
            say.number(c.rows, 0, t.lang),
            say.number(c.failures, 0, t.lang),
        ]
        for c in shown.channels
    ]
    return section(t("data_map.channels"), rows_table(t("data_map.channels"), heads, rows))


def _map(visit: Visit, shown: Connections) -> Component:
    """One row a department; its systems beside one another, each with the sources it delivers."""
    t = visit.t
    heads = [(t("ui.desk.department"), False), (t("data_map.systems"), False), (t("data_map.sources"), True)]
    rows = []
    for row in shown.rows:
        systems = html.Div(
            [_system(visit, t, name, links) for name, links in row.systems], className="systems"
        )
        head = [
            link(
                t.name(row.department.short or row.department.name), visit.href(department=row.department.id)
            ),
            html.Div(t.name(row.department.contact), className="quiet"),
        ]
        rows.append([head, systems, str(sum(len(links) for _, links in row.systems))])
    return section(
        t("data_map.matrix"),
        rows_table(t("data_map.matrix"), heads, rows, css="map"),
        lead=t("data_map.matrix_lead"),
    )


def _system(visit: Visit, t: Translator, name: Any, links: tuple[Link, ...]) -> Component:
    title = say_name(t, name) if name else t("data_map.unnamed")
    return html.Div(
        [html.Div(title, className="system__name"), html.Ul([_source(visit, t, one) for one in links])],
        className="system",
    )


def _source(visit: Visit, t: Translator, one: Link) -> Component:
    last = say.period(one.freshness.reached, t.lang) if one.freshness.reached else t("data_map.never")
    facts = t("data_map.facts", last=last, share=t(f"ui.desk.share_{one.source.share}"))
    return html.Li(
        [
            state_badge(t, one.freshness.state),
            " ",
            link(say_name(t, one.source.name), source_href(visit, one.source.id)),
            html.Div(facts, className="quiet"),
        ]
    )
