"""Areas of one indicator: ranked as bars, or on a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash.development.base_component import Component

from app.domain.area import Outlines
from app.domain.indicator import Direction, Status
from app.i18n import Translator
from app.i18n import format as fmt
from app.ui import figures
from app.ui.components import chart_panel, legend, scale_legend
from app.ui.errors import by_itself
from app.ui.figures.map import value_classes
from app.ui.figures.model import AreaRow, MapMode, Reference, Table
from app.ui.page import Visit
from app.ui.protocols import Reading
from app.ui.reading import amount, status_word, value_text, visible
from app.ui.ready.origin import about
from app.ui.ready.plain import Href, area_rows
from app.ui.ready.taking import data_address, picture_lines


@by_itself
def ranking_panel(
    visit: Visit,
    shown: Sequence[Reading],
    *,
    city: Reading | None = None,
    href: Href | None = None,
    title: str | None = None,
    csv: str | None = None,
) -> Component:
    """Areas of one indicator as bars from zero, in the order given, with target and city lines."""
    t = visit.t
    rows = area_rows(t, shown, href)
    example = shown[0] if shown else city
    name = "" if example is None else t.name(example.indicator.name)
    heading = title or t("ui.title.ranking", name=name)
    chart = figures.ranking(rows, theme=visit.theme, references=_references(t, shown, city)) if rows else None
    return chart_panel(
        t,
        name=f"ranking-{example.indicator.id if example else ''}",
        title=heading,
        subtitle="" if example is None else _period_line(t, example),
        figure=chart,
        summary=areas_finding(t, shown),
        table=_area_table(t, rows, name, heading) if rows else None,
        csv=csv or data_address(visit, shown),
        notes=picture_lines(visit, shown),
        about=about(visit, city or example, of_parts=city is None),
    )


def _period_line(t: Translator, figure: Reading) -> str:
    return f"{fmt.period(figure.period, t.lang)} · {t.name(figure.indicator.unit)}"


def _area_table(t: Translator, rows: Sequence[AreaRow], value: str, caption: str) -> Table:
    return figures.area_table(
        rows,
        area=t("ui.chart.area"),
        value=value,
        status=t("ui.chart.status"),
        note=t("ui.chart.note"),
        caption=caption,
    )


def _references(t: Translator, shown: Sequence[Reading], city: Reading | None) -> list[Reference]:
    """The common target, where all share one, and the city's value."""
    found = []
    targets = {figure.target for figure in shown}
    target = next(iter(targets)) if len(targets) == 1 else None
    if target is not None:
        found.append(Reference(target, t("ui.chart.target_line", value=amount(t, shown[0], target))))
    if city is not None and (value := visible(city)) is not None:
        label = t("ui.chart.city", name=t.name(city.area.name), value=value_text(t, city))
        found.append(Reference(value, label, dashed=False))
    return found


def areas_finding(t: Translator, shown: Sequence[Reading]) -> str:
    """Best and worst area, and how many are off target; empty with fewer than two values."""
    valued = sorted(
        [(value, figure) for figure in shown if (value := visible(figure)) is not None],
        key=lambda pair: pair[0],
    )
    if len(valued) < 2:
        return ""
    low, high = valued[0][1], valued[-1][1]
    direction = low.indicator.direction
    first, last = (low, high) if direction is Direction.LOWER_BETTER else (high, low)
    key = "ui.finding.ranking_neutral" if direction is Direction.TARGET_BAND else "ui.finding.ranking"
    text = t(
        key,
        period=fmt.period(low.period, t.lang),
        first=t.name(first.area.name),
        first_value=value_text(t, first),
        last=t.name(last.area.name),
        last_value=value_text(t, last),
        n=len(valued),
    )
    missed = sum(figure.status is Status.OFF_TARGET for figure in shown)
    if missed:
        gap = " " if t.lang == "en" else ""
        text += gap + t("ui.finding.off_target", k=missed, n=len(shown))
    return text


@by_itself
def map_panel(
    visit: Visit,
    shown: Sequence[Reading],
    outlines: Outlines,
    *,
    href: Href | None = None,
    mode: MapMode | str = MapMode.STATUS,
    title: str | None = None,
    selected: str | None = None,
) -> Component:
    """Areas of one indicator on a map; a click leads to `href`. `outlines`: their boundaries."""
    t = visit.t
    rows = tuple(replace(row, room=outlines.room.get(row.code, 1.0)) for row in area_rows(t, shown, href))
    name = t.name(shown[0].indicator.name) if shown else ""
    heading = title or t("ui.title.map", name=name)
    way = MapMode(mode)
    drawn = (
        figures.choropleth(rows, geojson=outlines.address, theme=visit.theme, mode=way, selected=selected)
        if rows
        else None
    )
    return chart_panel(
        t,
        name=f"map-{shown[0].indicator.id if shown else ''}-{way}",
        title=heading,
        subtitle=_period_line(t, shown[0]) if shown else "",
        key=_value_key(visit, shown, rows) if way is MapMode.VALUE else _status_key(t, rows),
        figure=drawn if rows else None,
        summary=areas_finding(t, shown),
        table=_area_table(t, rows, name, heading) if rows else None,
        csv=data_address(visit, shown),
        notes=picture_lines(visit, shown),
        about=about(visit, shown[0], of_parts=True) if shown else None,
    )


def _status_key(t: Translator, rows: Sequence[AreaRow]) -> Component:
    there = {row.status for row in rows}
    return legend(t, [status for status in Status if status in there])


def _value_key(visit: Visit, shown: Sequence[Reading], rows: Sequence[AreaRow]) -> Component:
    t = visit.t
    bounds = value_classes(rows)
    colours = visit.theme.scale if len(bounds) > 1 else visit.theme.scale[2:3]
    steps = [
        (colour, t("ui.chart.up_to", value=amount(t, shown[0], bound)))
        for bound, colour in zip(bounds, colours, strict=True)
    ]
    grey = (visit.theme.fill[Status.NO_DATA], status_word(t, Status.NO_DATA))
    return scale_legend(steps, grey if any(row.value is None for row in rows) else None)
