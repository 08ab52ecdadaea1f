"""The indicator page: now, over time, by area, its parts, its definition and source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Status
from app.domain.observation import Flag
from app.i18n import Translator
from app.i18n import format as say
from app.pages.indicator.about import definition, versions
from app.pages.indicator.comment import commented
from app.pages.indicator.drill import part_choice, side_of, side_panels, time_panel
from app.pages.indicator.drill import trail as drill_trail
from app.pages.indicator.steering import improving, steering
from app.pages.indicator.uses import sources, uses
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.boundaries import outlines
from app.services.cases import has_cases
from app.services.detail import Detail, detail
from app.services.dossier import Dossier, dossier
from app.services.formula_words import formula_words
from app.ui.components import (
    button_link,
    columns,
    download_menu,
    empty,
    link,
    page_header,
    plain_panel,
    section,
    stale,
    suppressed_note,
)
from app.ui.controls import grain_choice, page_filters, period_select
from app.ui.errors import by_itself
from app.ui.errors import part as kept
from app.ui.links import indicator_href
from app.ui.page import View, Visit
from app.ui.reading import finding
from app.ui.ready import figure_table, formula_panel, kpi, map_panel, parts_panel, ranking_panel, trend_panel


def layout(visit: Visit) -> View:
    """The indicator, area, period and moment in the address."""
    cockpit = current()
    t = visit.t
    as_of = asked.as_of(cockpit, visit.get("as_of"))
    shown = detail(
        cockpit,
        visit.actor,
        indicator=visit.parts["id"],
        area=asked.place(cockpit, visit.get("area")),
        period=asked.when(cockpit, visit.get("period"), as_of=as_of),
        as_of=as_of,
    )

    # Asked for by each part that needs it, so that its failure leaves the others; the service remembers it.
    def file() -> Dossier:
        return dossier(
            cockpit,
            visit.actor,
            indicator=shown.indicator.id,
            area=shown.area.code,
            period=shown.figure.period,
            as_of=as_of,
        )

    def alone(draw: Callable[[], Any]) -> Any:
        return kept(visit, draw)

    title, aside = t.name(shown.indicator.name), alone(lambda: side(visit, cockpit, shown, file()))
    body = [
        top(visit, cockpit, shown, title),
        state_note(visit, shown),
        cautions(visit, shown),
        part(t, "see", columns(history(visit, cockpit, shown), now(visit, cockpit, shown), ratio="2-1")),
        section(t("indicator.areas"), areas(visit, cockpit, shown)),
        section(t("indicator.formula_tree"), alone(lambda: made_of(visit, shown, file()))),
        part(t, "steer", alone(lambda: steering(visit, cockpit, shown, file()))),
        part(t, "improve", alone(lambda: improving(visit, cockpit, shown, file()))),
        part(t, "define", columns(definition(visit, shown), aside, ratio="1-1")),
    ]
    return View(title, [one for one in body if one is not None], data_to=shown.figure.data_to)


def part(t: Translator, name: str, children: Any) -> Component:
    """One of the parts that the page is led through: see, steer, improve, define."""
    lead = t(f"indicator.{name}_lead")
    return html.Div(section(t(f"indicator.{name}"), children, lead=lead), id=name)


def side(visit: Visit, cockpit: Cockpit, shown: Detail, file: Dossier) -> Component:
    """Versions, sources, users."""
    stacked = [versions(visit, shown), sources(visit, cockpit, shown, file), uses(visit, shown, file)]
    return html.Div(stacked, className="stack")


def cautions(visit: Visit, shown: Detail) -> Component | None:
    """What a reader must know before using the number: how it can mislead, what to read beside it."""
    t = visit.t
    told = [text for text in (shown.indicator.caution, shown.indicator.note) if text]
    if not told:
        return None
    return html.Aside(
        [html.Strong(t("indicator.mind")), *[html.P(t.name(text)) for text in told]],
        className="callout",
        **{"aria-label": t("indicator.mind")},
    )


def to_lineage(visit: Visit, shown: Detail, measure: str = "") -> str:
    """Where the number comes from; with `measure` at that part of the page."""
    kept = {"area": visit.get("area"), "period": str(shown.figure.period), "as_of": visit.get("as_of")}
    href = visit.href(f"/lineage/indicator/{shown.indicator.id}", **kept)
    return f"{href}#measure-{measure}" if measure else href


def to_cause(visit: Visit, shown: Detail) -> str:
    """Why the number changed."""
    kept = {"area": visit.get("area"), "period": str(shown.figure.period), "as_of": visit.get("as_of")}
    return visit.href(f"/cause/{shown.indicator.id}", **kept)


def to_cases(visit: Visit, cockpit: Cockpit, shown: Detail) -> list[Component]:
    """The list of single cases, where the indicator is a rate over such."""
    if not has_cases(cockpit, visit.actor, shown.indicator):
        return []
    kept = {"area": visit.get("area"), "period": str(shown.figure.period), "as_of": visit.get("as_of")}
    href = visit.href(f"/cases/{shown.indicator.id}", **kept)
    return [button_link(visit.t("indicator.to_cases"), href)]


@by_itself
def made_of(visit: Visit, shown: Detail, file: Dossier) -> Component:
    """The formula with its numbers now, and the two sides of a ratio over time."""

    tree = formula_panel(
        visit,
        file.tree,
        to_indicator=lambda indicator: indicator_href(visit, indicator),
        to_measure=lambda _, measure: to_lineage(visit, shown, measure),
    )
    drawn = plain_panel(
        None, [html.P(formula_words(current(), visit.t, shown.indicator), className="formula"), tree]
    )
    over_time = parts(visit, shown)
    return columns(drawn, over_time, ratio="1-1") if over_time is not None else drawn


def top(visit: Visit, cockpit: Cockpit, shown: Detail, title: str) -> Component:
    """Name, the finding in one sentence, where and when."""
    t = visit.t
    period = shown.figure.period
    csv = visit.href(
        f"/export/indicator/{shown.indicator.id}.csv", area=visit.get("area"), period=visit.get("period")
    )
    periods = asked.choices(cockpit, period.grain)
    filters = page_filters(
        visit,
        [
            grain_choice(visit, shown.grains, period.grain, lambda g: asked.same_moment(cockpit, period, g)),
            period_select(visit, periods, period, periods[0]),
            *([chosen] if (chosen := part_choice(visit, shown)) else []),
        ],
    )
    return page_header(
        title,
        lead=finding(t, shown.figure),
        trail=drill_trail(visit, cockpit, shown),
        actions=[
            button_link(t("indicator.to_lineage"), to_lineage(visit, shown), quiet=False),
            button_link(t("indicator.to_cause"), to_cause(visit, shown)),
            *to_cases(visit, cockpit, shown),
            download_menu(t, of=title, csv=csv),
        ],
        aside=[filters, jumps(visit)],
    )


def jumps(visit: Visit) -> Component:
    """The parts of the page."""
    t = visit.t
    names = ("see", "steer", "improve", "define")
    items = [html.Li(link(t(f"indicator.{name}"), f"{visit.href()}#{name}")) for name in names]
    return html.Nav(html.Ul(items), className="jumps", **{"aria-label": t("indicator.parts_of_page")})


def state_note(visit: Visit, shown: Detail) -> Component | None:
    """Why there is nothing to judge, and what to do."""
    figure = shown.figure
    if figure.state == "suppressed":
        return suppressed_note(visit.t)
    if Flag.STALE in figure.flags:
        return stale(visit.t, say.day(figure.data_to, visit.lang), figure.age_days or 0)
    return rounded_note(visit, shown)


def rounded_note(visit: Visit, shown: Detail) -> Component | None:
    """Why a figure that reads like its target is not on target: it is judged before rounding."""
    figure, decimals = shown.figure, shown.indicator.decimals
    if figure.value is None or figure.target is None or figure.status is not Status.WATCH:
        return None
    if round(figure.value, decimals) != round(figure.target, decimals):
        return None
    t = visit.t
    value = say.with_unit(figure.value, decimals + 3, t.name(shown.indicator.unit), t.lang)
    return html.P(t("indicator.rounded", value=value), className="quiet")


@by_itself
def now(visit: Visit, cockpit: Cockpit, shown: Detail) -> Component:
    """The figure as a card against last year, the department's words, what to read beside it."""
    t = visit.t
    beside = [(t.name(other.name), indicator_href(visit, other.id)) for other in shown.read_with]
    card = kpi(visit, shown.figure, href=to_lineage(visit, shown))
    origin = html.P(link(t("indicator.to_lineage_words"), to_lineage(visit, shown)), className="origin-link")
    stacked = [card, origin, commented(visit, cockpit, shown)]
    if beside:
        links = html.Ul([html.Li(link(name, href)) for name, href in beside])
        stacked.append(plain_panel(t("indicator.read_with"), links))
    return html.Div(stacked, className="stack")


@by_itself
def history(visit: Visit, cockpit: Cockpit, shown: Detail) -> Component:
    """The trend with target, last year, policies and breaks, or one side of the rate; the periods inside."""
    side = side_of(visit, shown)
    if side is not None:
        panels = side_panels(visit, cockpit, shown, side)
    else:
        panels = [
            trend_panel(
                visit,
                shown.figure,
                year_before=shown.year_before,
                policies=shown.policies,
                onward=lambda figure: visit.href(period=str(figure.period)),
            )
        ]
    finer = time_panel(visit, cockpit, shown)
    return html.Div([*panels, finer] if finer else panels, className="stack")


@by_itself
def areas(visit: Visit, cockpit: Cockpit, shown: Detail) -> Any:
    """Map and ranking of the parts; a click goes one level down."""
    t = visit.t
    if not shown.parts:
        return empty(t, t("indicator.no_areas"), t("indicator.no_areas_help"))

    def href(figure: Any) -> str:
        return visit.href(area=figure.area.code)

    ranking = ranking_panel(visit, shown.parts, city=shown.figure, href=href)
    shapes = outlines(cockpit, shown.area.code)
    names = t("indicator.comma").join(t.name(area.name) for area in shown.left_out)
    left_out = plain_panel(t("indicator.left_out"), t("indicator.left_out_help", names=names))
    shown_areas: list[Any] = [
        columns(map_panel(visit, shown.parts, shapes, href=href), ranking, ratio="1-1")
        if shapes
        else ranking,
        figure_table(visit, shown.parts, caption=t("indicator.areas"), href=href, by="area")
        if not shapes
        else None,
        left_out if shown.left_out else None,
    ]
    return [one for one in shown_areas if one is not None]


@by_itself
def parts(visit: Visit, shown: Detail) -> Component | None:
    """What a ratio is made of."""
    t = visit.t
    if not shown.denominator:
        return None

    def names(measures: Any) -> str:
        return " + ".join(f"{t.name(m.name)} ({say.unit_name(m.unit, t.lang)})" for m in measures)

    return parts_panel(
        visit, shown.figure, numerator=names(shown.numerator), denominator=names(shown.denominator)
    )
