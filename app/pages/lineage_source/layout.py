"""Everything that rests on one source: measures, indicators, composites, boards, public pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Indicator
from app.i18n import format as say
from app.services import current
from app.services.freshness import Freshness
from app.services.impact import Impact, Reach, impact
from app.ui.components import button_link, columns, definition_list, link, page_header, plain_panel, section
from app.ui.desk import moment_text, say_name, state_badge
from app.ui.errors import by_itself
from app.ui.page import View, Visit


def layout(visit: Visit) -> View:
    """The source of the address."""
    shown = impact(current(), visit.actor, visit.parts["id"])
    t = visit.t
    name = say_name(t, shown.source.name)
    title = t("lineage_source.title", name=name)
    lead = t(
        "lineage_source.lead",
        measures=len(shown.reaches),
        indicators=len(shown.indicators),
        composites=len(shown.composites),
        boards=len(shown.boards),
        public=len(shown.public),
    )
    refused = visit.href("/data/quarantine", source=shown.source.id)
    body = [
        page_header(title, lead=lead, actions=[button_link(t("lineage_source.refused"), refused)]),
        columns(_tree(visit, shown), _facts(visit, shown), ratio="2-1"),
        _pages(visit, shown),
    ]
    return View(title, body)


@by_itself
def _facts(visit: Visit, shown: Impact) -> Component:
    t = visit.t
    source, fresh = shown.source, shown.freshness
    zone = current().catalogue.city.time_zone
    newest = fresh.newest
    schedule = t(
        "lineage_source.schedule_words",
        every=t(f"ui.desk.every_{source.schedule.every}"),
        days=source.schedule.due_days,
    )
    pairs: list[tuple[str, Any]] = [
        (t("ui.desk.state"), [state_badge(t, fresh.state), _late(visit, fresh)]),
        (t("lineage_source.department"), t.name(shown.department.name)),
        (t("lineage_source.call"), t.name(shown.department.contact)),
        (t("lineage_source.system"), say_name(t, source.system) if source.system else ""),
        (t("lineage_source.schedule"), schedule),
        (t("lineage_source.reached"), say.period(fresh.reached, t.lang) if fresh.reached else say.NO_DATA),
        (t("lineage_source.last"), moment_text(newest.run.started_at if newest else None, zone, t.lang)),
        (t("lineage_source.file"), html.Span(newest.file, className="file-name") if newest else ""),
        (t("lineage_source.class"), t(f"ui.desk.class_{source.classification}")),
        (t("lineage_source.share"), t(f"ui.desk.share_{source.share}")),
        (t("lineage_source.id"), html.Code(source.id)),
    ]
    return plain_panel(t("lineage_source.about"), definition_list(pairs), level=2)


def _late(visit: Visit, fresh: Freshness) -> str:
    if not fresh.days_late:
        return ""
    return " " + visit.t("lineage_source.days_late", n=fresh.days_late, missing=fresh.missing)


@by_itself
def _tree(visit: Visit, shown: Impact) -> Component:
    """Source → measures → indicators → composites, as nested lists."""
    t = visit.t
    items = [html.Li(_reach(visit, reach)) for reach in shown.reaches]
    tree = html.Ul(items, className="rests")
    return plain_panel(t("lineage_source.tree"), tree, subtitle=t("lineage_source.tree_lead"), level=2)


def _reach(visit: Visit, reach: Reach) -> list[Any]:
    t = visit.t
    measure = reach.measure
    unit = say.unit_name(measure.unit, t.lang)
    facts = f"{unit} · {t(f'ui.grain.{measure.grain}')} · {t(f'lineage_source.level_{measure.level}')}"
    head = html.Div([html.Strong(t.name(measure.name)), html.Span(f" {facts}", className="quiet")])
    if not reach.direct:
        return [head, html.P(t("lineage_source.unused"), className="quiet")]
    parts: list[Any] = [head, _indicators(visit, reach.direct)]
    if reach.composites:
        above = _indicators(visit, reach.composites)
        parts.append(html.Div([html.Span(t("lineage_source.above"), className="quiet"), above]))
    return parts


def _indicators(visit: Visit, indicators: Sequence[Indicator]) -> Component:
    t = visit.t
    return html.Ul([html.Li(link(t.name(i.name), visit.href(f"/indicator/{i.id}"))) for i in indicators])


@by_itself
def _pages(visit: Visit, shown: Impact) -> Component:
    """Where these figures are read."""
    t = visit.t
    boards = html.Ul(
        [
            html.Li(
                [
                    link(t.name(b.department.name), visit.href(f"/department/{b.department.id}")),
                    t("lineage_source.board", n=len(b.indicators), led=b.led),
                ]
            )
            for b in shown.boards
        ]
    )
    public = html.Ul(
        [html.Li(link(t.name(i.name), visit.href(f"/public/indicator/{i.id}"))) for i in shown.public]
    )
    none = html.P(t("lineage_source.none"), className="quiet")
    panels = [
        plain_panel(t("lineage_source.boards"), boards if shown.boards else none),
        plain_panel(t("lineage_source.screen"), _indicators(visit, shown.screen) if shown.screen else none),
        plain_panel(t("lineage_source.public"), public if shown.public else none),
    ]
    return section(t("lineage_source.pages"), columns(*panels, ratio="1-1-1"))
