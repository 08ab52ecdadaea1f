"""Sources with their quality, and who uses the indicator."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import format as say
from app.services import Cockpit
from app.services.detail import Detail
from app.services.dossier import Dossier, SourceQuality
from app.ui.components import data_table, definition_list, empty, link, plain_panel
from app.ui.desk import moment_text
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, Table
from app.ui.links import indicator_href
from app.ui.page import Visit


@by_itself
def sources(visit: Visit, cockpit: Cockpit, shown: Detail, file: Dossier) -> Component:
    """Sources, how they stand against their schedule, their last load and what it refused."""
    t = visit.t
    title = t("indicator.sources")
    if not file.sources:
        return plain_panel(title, empty(t, t("indicator.no_source"), t("indicator.no_source_help")))
    heads = (
        Column(t("indicator.source")),
        Column(t("ui.chart.department")),
        Column(t("indicator.measures")),
        Column(t("indicator.on_time")),
        Column(t("indicator.last_load")),
        Column(t("indicator.rows"), numeric=True),
        Column(t("indicator.accepted"), numeric=True),
    )
    rows = tuple(_source_row(visit, cockpit, shown, one) for one in file.sources)
    return plain_panel(title, data_table(Table(title, heads, rows)), subtitle=t("indicator.sources_help"))


def _source_row(visit: Visit, cockpit: Cockpit, shown: Detail, one: SourceQuality) -> tuple[Cell, ...]:
    t = visit.t
    source = cockpit.catalogue.sources[one.source]
    department = cockpit.catalogue.department(source.department)
    measures = next((note.measures for note in shown.sources if note.id == one.source), ())
    last = one.last
    zone = cockpit.catalogue.city.time_zone
    return (
        Cell(t.name(source.name), href=visit.href(f"/lineage/source/{one.source}")),
        Cell(t.name(department.short or department.name)),
        Cell(t("indicator.comma").join(t.name(m.name) for m in measures)),
        Cell(_state(visit, one)),
        Cell(moment_text(last.finished_at if last else None, zone, t.lang)),
        Cell(say.number(last.rows_read if last else None, 0, t.lang)),
        Cell(say.percent(one.accepted_share, 2, t.lang)),
    )


def _state(visit: Visit, one: SourceQuality) -> str:
    t = visit.t
    if one.freshness is None:
        return ""
    return t(f"indicator.state_{one.freshness.state}", days=one.freshness.days_late)


@by_itself
def uses(visit: Visit, shown: Detail, file: Dossier) -> Component:
    """Boards, indexes, companions, the leader's desk, the public page."""
    t = visit.t
    found = file.uses
    kept = {"area": visit.get("area"), "period": visit.get("period")}
    boards = [
        link(t.name(d.short or d.name), visit.href(f"/department/{d.id}", **kept))
        for d in (found.led_by, *found.supported_by)
    ]
    indexes = [link(t.name(i.name), indicator_href(visit, i.id)) for i in (*found.indexes, *found.companions)]
    public = t("indicator.used_not_public")
    if found.public:
        public = link(t("indicator.used_public_link"), visit.href(f"/public/indicator/{shown.indicator.id}"))
    leader = t("indicator.used_leader_no")
    if found.leader:
        leader = link(t("indicator.used_leader_link"), visit.href("/overview", **kept))
    pairs = [
        (t("indicator.used_boards"), _list(visit, boards)),
        (t("indicator.used_leader"), leader),
        (t("indicator.used_indexes"), _list(visit, indexes) if indexes else t("indicator.used_none")),
        (t("indicator.used_public"), public),
    ]
    return plain_panel(t("indicator.used"), definition_list(pairs))


def _list(visit: Visit, items: list[Component]) -> Any:
    comma = visit.t("indicator.comma")
    out: list[Any] = []
    for number, item in enumerate(items):
        out += [comma, item] if number else [item]
    return html.Span(out)
