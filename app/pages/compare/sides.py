"""Areas side by side: all on one line, small charts, bars; one area and its similar ones marked."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Direction, Indicator
from app.i18n import format as say
from app.pages.compare.asked import Asked, area_choice, chosen_area
from app.pages.compare.pick import choosing, pick
from app.pages.compare.slopes import basis_choice, slope_panel
from app.services.comparison import Districts, Side, districts
from app.services.peers import PeerSet, peer_set
from app.ui import figures
from app.ui.components import chart_panel, choice, columns, data_table, filter_bar, plain_panel, section
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, DotLine, Table
from app.ui.links import figure_href
from app.ui.page import Visit
from app.ui.reading import value_text, visible
from app.ui.ready import area_rows, areas_finding, data_address, picture_lines, ranking_panel, sides_panel

FORMS = ("histories", "slope")


def body(visit: Visit, asked: Asked) -> list[Any]:
    """The dots of all chosen indicators, why areas are similar, then each indicator by itself."""
    shown = districts(
        asked.cockpit,
        visit.actor,
        area=asked.area,
        period=asked.period,
        indicators=visit.list("indicators"),
        as_of=asked.as_of,
    )
    t = visit.t
    chosen = chosen_area(visit, asked)
    alike = peer_set(asked.cockpit, visit.actor, area=chosen) if chosen else None
    controls = [form_choice(visit), area_choice(visit, asked)]
    if form_of(visit) == "slope":
        controls.append(basis_choice(visit))
    top: list[Any] = [filter_bar(t, controls), dots_panel(visit, shown, alike)]
    if alike is not None:
        top.append(peers_panel(visit, alike))
    each = [part for place in range(len(shown.sides)) for part in one_side(visit, asked, shown, place)]
    return [
        section(t("compare.dots"), top, lead=t("compare.dots_lead")),
        section(t("compare.sides"), each, lead=t("compare.sides_lead")),
    ]


def form_of(visit: Visit) -> str:
    """How areas stand side by side: small charts of their histories, or then and now."""
    named = visit.get("form")
    return named if named in FORMS else FORMS[0]


def form_choice(visit: Visit) -> Component:
    """The forms; which one is shown stands in the address."""
    t, form = visit.t, form_of(visit)
    return choice(
        t("compare.form.label"),
        [(t(f"compare.form.{one}"), visit.href(form=one), one == form) for one in FORMS],
    )


@by_itself
def dots_panel(visit: Visit, shown: Districts, alike: PeerSet | None) -> Component:
    """All areas on one line an indicator."""
    t = visit.t
    lines = [dot_line(visit, side) for side in shown.sides]
    every = [figure for side in shown.sides for figure in side.areas]
    return chart_panel(
        t,
        name="dots",
        title=t("compare.dots"),
        subtitle=t("compare.dots_key"),
        figure=figures.dots(
            lines,
            marked=alike.area.code if alike else "",
            peers=[one.code for one in alike.peers] if alike else (),
            theme=visit.theme,
        ),
        summary=" ".join(areas_finding(t, side.areas) for side in shown.sides),
        table=dots_table(visit, shown),
        csv=data_address(visit, every),
        notes=picture_lines(visit, every),
    )


def dot_line(visit: Visit, side: Side) -> DotLine:
    """One indicator as a line; what its areas share as a target is drawn."""
    t = visit.t
    valued = [figure for figure in side.areas if visible(figure) is not None]
    targets = {figure.target for figure in valued}
    lower = side.indicator.direction is Direction.LOWER_BETTER
    ordered = sorted(valued, key=lambda figure: figure.value or 0.0, reverse=lower)
    ends = (value_text(t, ordered[0]), value_text(t, ordered[-1])) if ordered else ("", "")
    name = f"{t.name(side.indicator.name)} · {say.period(side.period, t.lang)}"
    return DotLine(
        name=name,
        rows=area_rows(t, side.areas, lambda figure: figure_href(visit, figure)),
        lower_better=lower,
        ends=ends,
        target=targets.pop() if len(targets) == 1 else None,
        city=visible(side.city),
    )


def dots_table(visit: Visit, shown: Districts) -> Table:
    """One row an area, one column an indicator."""
    t = visit.t
    told = {
        (f.area.code, s.indicator.id): Cell(value_text(t, f), href=figure_href(visit, f))
        for s in shown.sides
        for f in s.areas
    }
    absent = Cell(t("ui.state.not_offered"))
    areas = {f.area.code: f.area for side in shown.sides for f in side.areas}
    heads = [
        Column(t("ui.chart.area")),
        *(Column(t.name(s.indicator.name), numeric=True) for s in shown.sides),
    ]
    rows = [
        (
            Cell(t.name(area.name)),
            *(told.get((code, s.indicator.id), absent) for s in shown.sides),
        )
        for code, area in areas.items()
    ]
    return Table(t("compare.dots"), tuple(heads), tuple(rows))


@by_itself
def peers_panel(visit: Visit, alike: PeerSet) -> Component:
    """Which areas are similar and by what figures; that there are none is said."""
    t = visit.t
    name = t.name(alike.area.name)
    heading = t("compare.peers", name=name)
    if not alike.peers:
        return plain_panel(heading, html.P(t("compare.no_peers", name=name)))
    if alike.named:
        names = t("ui.picture.comma").join(t.name(one.name) for one in alike.peers)
        return plain_panel(heading, html.P(t("compare.named_peers", names=names)))
    heads = [Column(t("ui.chart.area"))]
    heads += [
        Column(f"{t.name(one.name)} ({say.unit_name(one.unit, t.lang)})", numeric=True)
        for one in alike.covariates
    ]
    rows = [
        (
            Cell(t.name(one.name), href=visit.href(at=one.code)),
            *(Cell(say.number(value, 0, t.lang)) for value in alike.values[one.code]),
        )
        for one in (alike.area, *alike.peers)
    ]
    lead = t("compare.peers_lead", year=say.period(alike.period, t.lang), n=len(alike.peers))
    return plain_panel(heading, [html.P(lead), data_table(Table(heading, tuple(heads), tuple(rows)))])


def one_side(visit: Visit, asked: Asked, shown: Districts, place: int) -> list[Any]:
    """The choice, the chosen form and the ranking of one indicator; who is left out."""
    t, side = visit.t, shown.sides[place]

    def href(figure: Any) -> str:
        return figure_href(visit, figure)

    parts: list[Any] = [filter_bar(t, [slot(visit, asked, shown, place)])]
    if side.left_out:
        names = t("ui.picture.comma").join(t.name(one.name) for one in side.left_out)
        parts.append(html.P(t("compare.not_offered", n=len(side.left_out), names=names), className="quiet"))
    first = (
        slope_panel(visit, asked, side.indicator)
        if form_of(visit) == "slope"
        else sides_panel(visit, side.areas, city=side.city, href=href)
    )
    parts.append(columns(first, ranking_panel(visit, side.areas, city=side.city, href=href), ratio="1-1"))
    return parts


def slot(visit: Visit, asked: Asked, shown: Districts, place: int) -> Component:
    """Which indicator stands in this place; the others stay."""
    ids = [side.indicator.id for side in shown.sides]

    def address(indicator: Indicator) -> str:
        listed = [*ids[:place], indicator.id, *ids[place + 1 :]]
        return choosing(visit, view="districts", indicators=",".join(dict.fromkeys(listed)))

    return pick(
        visit,
        asked,
        place=str(place + 1),
        label=visit.t("ui.chart.indicator"),
        chosen=shown.sides[place].indicator,
        address=address,
    )
