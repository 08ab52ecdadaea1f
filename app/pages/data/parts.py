"""What is held, with its release, and what people changed lately."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Indicator
from app.i18n import format as say
from app.services import Cockpit
from app.services.recent import Change, changes
from app.services.trust import Hold, holds, may_hold
from app.ui.components import empty, link, plain_panel, section
from app.ui.components.form import field, form, hidden
from app.ui.desk import moment_text, role_word
from app.ui.errors import by_itself
from app.ui.page import Visit


@by_itself
def held(visit: Visit, cockpit: Cockpit) -> Component:
    """Every figure held now, with its reason, and how it is released."""
    t = visit.t
    mine = visit.get("department") or visit.actor.department
    found = [
        (hold, cockpit.catalogue.indicators[hold.indicator])
        for hold in holds(cockpit, visit.actor)
        if hold.indicator in cockpit.catalogue.indicators
    ]
    found = [(hold, i) for hold, i in found if mine in (None, i.department)]
    if not found:
        body: Any = empty(t, t("data.none_held"), t("data.none_held_help"))
    else:
        body = plain_panel(None, html.Ul([_hold(visit, cockpit, *one) for one in found], className="deeds"))
    return section(t("data.held"), body, lead=t("data.held_lead"))


def _hold(visit: Visit, cockpit: Cockpit, hold: Hold, indicator: Indicator) -> Component:
    t = visit.t
    days = t("data.days", first=say.day(hold.first_day, t.lang), last=say.day(hold.last_day, t.lang))
    place = t.name(cockpit.catalogue.area(hold.area).name)
    zone = cockpit.catalogue.city.time_zone
    parts: list[Any] = [
        link(t.name(indicator.name), visit.href(f"/indicator/{indicator.id}", area=hold.area)),
        html.Span(f" {place} · {days}", className="quiet"),
        html.P(hold.reason),
        html.P(
            f"{role_word(t, hold.held_by)} · {moment_text(hold.held_at, zone, t.lang)}", className="quiet"
        ),
    ]
    if may_hold(visit.actor):
        note = field(t("data.release_note"), "note", required=True, maxLength=500)
        parts.append(
            form(
                t,
                action="release",
                back=visit.href(),
                children=[hidden("hold", str(hold.id)), note],
                submit=t("data.release"),
                quiet=True,
            )
        )
    return html.Li(parts, className="deed")


@by_itself
def lately(visit: Visit, cockpit: Cockpit) -> Component:
    """Who changed what, newest first."""
    t = visit.t
    found = changes(cockpit, visit.actor, department=visit.get("department"))
    if not found:
        return section(t("data.changes"), empty(t, t("data.none_changed"), t("data.none_changed_help")))
    zone = cockpit.catalogue.city.time_zone
    items = [html.Li(_change(visit, one, zone), className="deed") for one in found]
    return section(t("data.changes"), plain_panel(None, html.Ul(items, className="deeds")))


def _change(visit: Visit, one: Change, zone: str) -> list[Any]:
    t = visit.t
    path = f"/indicator/{one.indicator}" if one.indicator else f"/lineage/source/{one.source}"
    return [
        html.Span(t(f"data.did_{one.action}"), className="deed__what"),
        " ",
        link(t.name(one.name), visit.href(path)),
        html.P(
            " · ".join(
                p for p in (one.file, role_word(t, one.actor), moment_text(one.at, zone, t.lang)) if p
            ),
            className="quiet",
        ),
    ]
