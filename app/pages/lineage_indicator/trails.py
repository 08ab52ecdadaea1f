"""Parts of one measure's trail: who reports it how, the load runs, the areas and base figures below."""

from __future__ import annotations

import re
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.catalogue.source import Condition, MeasureRule, Source
from app.domain.text import DEFAULT_LANGUAGE
from app.i18n import Translator
from app.i18n import format as say
from app.services import Cockpit
from app.services.lineage import LineageView, MeasureTrail, Origin
from app.ui.components import data_table, definition_list, empty, folded, link
from app.ui.desk import moment_text
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, Table
from app.ui.page import Visit
from app.ui.ready import measure_text

_OPEN, _CLOSE = "\ue000", "\ue001"  # of private use: they stand in no file
_QUOTED = re.compile(f"{_OPEN}(.*?){_CLOSE}")


def facts(visit: Visit, cockpit: Cockpit, one: MeasureTrail) -> Component:
    """Source, department, system, grain, how it adds up, how it is taken from the file."""
    t = visit.t
    measure, source = one.measure, one.source
    department = cockpit.catalogue.department(measure.owner)
    place = t(f"lineage_indicator.level_{measure.level}")
    pairs: list[tuple[str, Any]] = [
        (t("lineage_indicator.source"), _source(visit, source)),
        (t("lineage_indicator.department"), t.name(department.name)),
        (t("lineage_indicator.system"), t.name(source.system) if source and source.system else ""),
        (t("lineage_indicator.mapping"), spoken(mapping(t, source, measure.id)) if source else ""),
        (
            t("lineage_indicator.reported"),
            t("lineage_indicator.reported_at", grain=t(f"ui.grain.{measure.grain}").lower(), level=place),
        ),
        (t("lineage_indicator.time"), t(f"lineage_indicator.time_{measure.time}")),
        (
            t("lineage_indicator.areas_add"),
            t(f"lineage_indicator.areas_{'yes' if measure.additive_over_areas else 'no'}"),
        ),
    ]
    return definition_list(pairs)


def _source(visit: Visit, source: Source | None) -> Any:
    t = visit.t
    if source is None:
        return t("lineage_indicator.no_source")
    return [
        link(t.name(source.name), visit.href(f"/lineage/source/{source.id}")),
        html.Small(f" · {t('lineage_indicator.impact')}", className="quiet"),
    ]


def spoken(words: str) -> Component:
    """The sentence, what is quoted from the file marked as of the file's language."""
    parts = _QUOTED.split(words)
    return html.Span(
        [html.Span(part, lang=DEFAULT_LANGUAGE) if number % 2 else part for number, part in enumerate(parts)]
    )


def _quoted(words: str) -> str:
    return f"{_OPEN}{words}{_CLOSE}"


def mapping(t: Translator, source: Source, measure: str) -> str:
    """How rows become the measure: 'sum of column “total”; only where result is solved'.

    What is quoted from the file stands between marks that `spoken` takes out.
    """
    rule = source.measures[measure]
    words = _taken(t, source, rule)
    field = source.fields.get(rule.field or "")
    if field is not None and field.unit not in (None, 1, 1.0):
        words = t("lineage_indicator.map_unit", words=words, unit=_quoted(str(field.unit)))
    if rule.times != 1:
        words = t("lineage_indicator.map_times", words=words, times=say.number(rule.times, 2, t.lang))
    if rule.where:
        where = t("lineage_indicator.where_and").join(_where(t, source, one) for one in rule.where)
        words = t("lineage_indicator.map_where", words=words, where=where)
    return words


def _taken(t: Translator, source: Source, rule: MeasureRule) -> str:
    if rule.field is None:
        return t("lineage_indicator.map_count")
    return t(f"lineage_indicator.map_{rule.how}", column=_column(t, source, rule.field))


def _column(t: Translator, source: Source, field: str) -> str:
    """What a field is called in the file."""
    rule = source.fields.get(field)
    if rule is None:
        return t("lineage_indicator.map_derived", name=field)
    return _quoted(" / ".join(rule.columns or rule.join) or field)


def _where(t: Translator, source: Source, one: Condition) -> str:
    column = _column(t, source, one.field)
    either = t("lineage_indicator.or")
    tests = [
        ("in", one.in_ and either.join(map(_quoted, one.in_)), "values"),
        ("not_in", one.not_in and either.join(map(_quoted, one.not_in)), "values"),
        ("empty", one.empty, ""),
        ("not_empty", one.not_empty, ""),
        ("at_least", one.at_least, "value"),
        ("at_most", one.at_most, "value"),
        ("not_above", one.not_above_field and _column(t, source, one.not_above_field), "other"),
        ("above", one.above_field and _column(t, source, one.above_field), "other"),
    ]
    said = [
        t(f"lineage_indicator.where_{name}", column=column, **({param: value} if param else {}))
        for name, value, param in tests
        if value is not None
    ]
    return t("lineage_indicator.where_and").join(said)


@by_itself
def runs(visit: Visit, one: MeasureTrail, zone: str) -> Component:
    """The load runs whose values hold, newest first."""
    t = visit.t
    if not one.origins:
        return empty(t, t("lineage_indicator.no_runs"), t("lineage_indicator.no_runs_help"))
    heads = (
        Column(t("lineage_indicator.file")),
        Column(t("lineage_indicator.loaded")),
        Column(t("lineage_indicator.run"), numeric=True),
        Column(t("lineage_indicator.read"), numeric=True),
        Column(t("lineage_indicator.accepted"), numeric=True),
        Column(t("lineage_indicator.quarantined"), numeric=True),
        Column(t("lineage_indicator.ignored"), numeric=True),
        Column(t("lineage_indicator.cells"), numeric=True),
        Column(t("lineage_indicator.total"), numeric=True),
    )
    rows = tuple(_run(t, one, origin, zone) for origin in one.origins)
    return data_table(Table(t("lineage_indicator.runs"), heads, rows))


def _run(t: Translator, one: MeasureTrail, origin: Origin, zone: str) -> tuple[Cell, ...]:
    delivery, brought = origin.delivery, origin.brought
    file = delivery.file or t("lineage_indicator.pushed")
    if not origin.there:
        file = t("lineage_indicator.file_gone", file=file) if delivery.sha256 else file
    total = brought.total if one.measure.time == "sum" else None
    counts = (delivery.rows_read, delivery.accepted, delivery.quarantined, delivery.ignored, brought.cells)
    return (
        Cell(file),
        Cell(moment_text(delivery.finished_at, zone, t.lang)),
        Cell(str(delivery.run)),
        *(Cell(say.number(count, 0, t.lang)) for count in counts),
        Cell(measure_text(t, one.measure, total)),
    )


def folds(visit: Visit, shown: LineageView, one: MeasureTrail, zone: str) -> list[Component]:
    """The areas below and the base figures, folded away."""
    t = visit.t
    found = []
    if one.parts:
        title = t("lineage_indicator.parts", n=len(one.parts))
        found.append(folded(title, [_parts(visit, shown, one, title)]))
    if one.cells:
        title = t("lineage_indicator.base_of", total=one.cells_total, n=len(one.cells))
        found.append(folded(title, [_cells(visit, one, title, zone)]))
    return found


@by_itself
def _parts(visit: Visit, shown: LineageView, one: MeasureTrail, title: str) -> Component:
    t = visit.t
    heads = (
        Column(t("lineage_indicator.part_area")),
        Column(t("lineage_indicator.value"), numeric=True),
        Column(t("lineage_indicator.base"), numeric=True),
    )
    indicator = shown.figure.indicator.id
    rows = tuple(
        (
            Cell(
                t.name(area.name),
                href=visit.href(f"/lineage/indicator/{indicator}", **_kept(visit, area.code)),
            ),
            Cell(measure_text(t, one.measure, now.value)),
            Cell(str(now.n)),
        )
        for area, now in one.parts
    )
    return data_table(Table(title, heads, rows))


def _kept(visit: Visit, area: str) -> dict[str, str | None]:
    return {"area": area, "period": visit.get("period"), "as_of": visit.get("as_of")}


@by_itself
def _cells(visit: Visit, one: MeasureTrail, title: str, zone: str) -> Component:
    t = visit.t
    heads = (
        Column(t("lineage_indicator.period")),
        Column(t("lineage_indicator.part_area")),
        Column(t("lineage_indicator.value"), numeric=True),
        Column(t("lineage_indicator.mark")),
        Column(t("lineage_indicator.known")),
        Column(t("lineage_indicator.run"), numeric=True),
    )
    rows = tuple(
        (
            Cell(say.period(base.period, t.lang)),
            Cell(t.name(base.area.name)),
            Cell(
                t("lineage_indicator.no_value")
                if base.cell.value is None
                else measure_text(t, one.measure, base.cell.value)
            ),
            Cell(_mark(t, base.cell.status)),
            Cell(moment_text(base.cell.known_at, zone, t.lang)),
            Cell(str(base.cell.run)),
        )
        for base in one.cells
    )
    return data_table(Table(title, heads, rows))


def _mark(t: Translator, status: str) -> str:
    return t(f"lineage_indicator.status_{status}") if status in "PERB" else ""
