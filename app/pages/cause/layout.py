"""A change taken apart: the sentence, what each part did, and that all of it adds up."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.period import Period
from app.i18n import Translator
from app.i18n import format as say
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.cause import Cause, Contribution, cause
from app.services.figures import Figure
from app.ui import figures
from app.ui.components import (
    button_link,
    chart_panel,
    choice,
    empty,
    page_header,
    plain_panel,
    stat,
    stats,
)
from app.ui.controls import area_trail, page_filters, period_select
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, ContributionRow, Table
from app.ui.links import indicator_href
from app.ui.page import View, Visit
from app.ui.reading import change_text, unit_of, value_text
from app.ui.ready import data_address, picture_lines

BASES = ("year_ago", "previous")


def layout(visit: Visit) -> View:
    """The indicator, area, period and basis in the address."""
    cockpit = current()
    found = cause(
        cockpit,
        visit.actor,
        indicator=visit.parts["id"],
        area=asked.place(cockpit, visit.get("area")),
        period=asked.when(cockpit, visit.get("period")),
        basis=_basis(cockpit, visit),
        as_of=asked.as_of(cockpit, visit.get("as_of")),
    )
    t = visit.t
    title = t("cause.title", name=t.name(found.now.indicator.name))
    body = [_top(visit, cockpit, found, title), *_body(visit, found)]
    return View(title, body, data_to=found.now.data_to)


def _basis(cockpit: Cockpit, visit: Visit) -> str | Period:
    text = visit.get("compare") or BASES[0]
    return text if text in BASES else cockpit.catalogue.city.calendar.parse(text)


def _top(visit: Visit, cockpit: Cockpit, found: Cause, title: str) -> Component:
    t = visit.t
    periods = asked.choices(cockpit, found.now.period.grain)
    chosen = visit.get("compare") or BASES[0]
    bases = [(t(f"cause.{basis}"), visit.href(compare=basis), basis == chosen) for basis in BASES]
    return page_header(
        title,
        lead=_sentence(t, found),
        trail=area_trail(visit, found.trail),
        actions=[button_link(t("cause.back"), indicator_href(visit, found.now.indicator.id))],
        aside=page_filters(
            visit,
            [choice(t("cause.against"), bases), period_select(visit, periods, found.now.period, periods[0])],
        ),
    )


def _sentence(t: Translator, found: Cause) -> str:
    """The change in words, and which part did most."""
    words = t(
        "cause.lead",
        area=t.name(found.now.area.name),
        period=say.period(found.now.period, t.lang),
        value=value_text(t, found.now),
        change=change_text(t, found.now, found.change),
    )
    if not found.parts:
        return words
    # The one that did most in the direction of the change; the list tells what worked against it.
    down = (found.change.difference or 0.0) < 0 if found.change else False
    most = next((part for part in found.parts if (part.total < 0) == down), found.parts[0])
    return words + t("cause.most", part=_name(t, found, most.now), effect=_effect(t, found, most.total))


def _body(visit: Visit, found: Cause) -> list[Any]:
    t = visit.t
    if found.reason:
        shown: list[Any] = [empty(t, t(f"cause.reason.{found.reason}"), t("cause.help"))]
    else:
        shown = [_panel(visit, found)]
    if found.sides is not None:
        above, below = found.sides
        facts = [
            stat(t("cause.numerator"), _effect(t, found, above)),
            stat(t("cause.denominator"), _effect(t, found, below)),
        ]
        shown.append(plain_panel(t("cause.sides"), stats(facts), level=2))
    return [html.Div(shown, className="stack")]


@by_itself
def _panel(visit: Visit, found: Cause) -> Component:
    t = visit.t
    split = found.parts[0].rate is not None
    kinds = [t("cause.kind.rate"), t("cause.kind.mix")] if split else [t("cause.kind.total")]
    rows = [_row(visit, found, part) for part in found.parts]
    change = _effect(t, found, found.change.difference if found.change else 0.0)
    summary = t("cause.adds_up", change=change)
    if found.left_out:
        names = t("cause.list_separator").join(_name(t, found, figure) for figure in found.left_out)
        summary += t("cause.left_out", names=names)
    return chart_panel(
        t,
        name="cause",
        title=t(f"cause.by_{found.by}"),
        subtitle=t("cause.explained") if split else "",
        figure=figures.contributions(rows, kinds=kinds, theme=visit.theme),
        summary=summary,
        table=_table(visit, found, split=split),
        csv=data_address(visit, [part.now for part in found.parts]),
        notes=picture_lines(visit, [part.now for part in found.parts]),
    )


def _row(visit: Visit, found: Cause, part: Contribution) -> ContributionRow:
    t = visit.t
    effects = (part.total,) if part.rate is None or part.mix is None else (part.rate, part.mix)
    return ContributionRow(
        name=_name(t, found, part.now),
        effects=effects,
        shown=_effect(t, found, part.total),
        href=_href(visit, found, part.now),
        note=f"{value_text(t, part.before)} → {value_text(t, part.now)}",
    )


def _href(visit: Visit, found: Cause, figure: Figure) -> str:
    """The same question one level down."""
    if found.by == "area":
        return visit.href(area=figure.area.code)
    kept = {name: visit.get(name) for name in ("area", "period", "compare", "as_of")}
    return visit.href(f"/cause/{figure.indicator.id}", **kept)


def _name(t: Translator, found: Cause, figure: Figure) -> str:
    return t.name(figure.area.name if found.by == "area" else figure.indicator.name)


def _effect(t: Translator, found: Cause, amount: float | None) -> str:
    """An effect in the unit of the figure, one digit finer, so that small parts are not all zero."""
    if amount is None:
        return say.NO_DATA
    definition = found.now.indicator
    number = say.number(amount, definition.decimals + 1, t.lang, signed=True)
    if definition.change_unit == "percentage_points":
        return t("format.points", value=number)
    return f"{number} {unit_of(t, found.now)}".strip()


def _table(visit: Visit, found: Cause, *, split: bool) -> Table:
    t = visit.t
    words = ["before", "now", *(["kind.rate", "kind.mix"] if split else []), "kind.total"]
    heads = (Column(t("cause.part")), *(Column(t(f"cause.{word}"), numeric=True) for word in words))
    rows = [_table_row(visit, found, part, split=split) for part in found.parts]
    gap = [Cell("")] * (len(words) - 1)
    if found.rest:
        rows.append((Cell(t("cause.rest")), *gap, Cell(_effect(t, found, found.rest))))
    change = found.change.difference if found.change else None
    rows.append((Cell(t("cause.sum")), *gap, Cell(_effect(t, found, change))))
    return Table(t(f"cause.by_{found.by}"), heads, tuple(rows))


def _table_row(visit: Visit, found: Cause, part: Contribution, *, split: bool) -> tuple[Cell, ...]:
    t = visit.t
    effects = [part.rate, part.mix] if split else []
    return (
        Cell(_name(t, found, part.now), href=_href(visit, found, part.now)),
        Cell(value_text(t, part.before)),
        Cell(value_text(t, part.now)),
        *(Cell(_effect(t, found, effect)) for effect in effects),
        Cell(_effect(t, found, part.total)),
    )
