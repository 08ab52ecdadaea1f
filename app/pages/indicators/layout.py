"""The list of indicators: search, filters, one row each. Everything chosen stands in the address."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.period import Grain
from app.i18n import Translator
from app.i18n import format as say
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.centre import LEAD, NO_GOAL, SUPPORT, Centre, Choice, Row, Wish, centre
from app.ui.components import (
    button_link,
    choice,
    data_table,
    empty,
    link,
    page_header,
    plain_panel,
    select,
)
from app.ui.components import search as search_box
from app.ui.controls import page_filters, period_select
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, Table
from app.ui.links import indicator_href
from app.ui.page import View, Visit
from app.ui.reading import status_word, value_text

FILTERS = ("department", "part", "theme", "goal", "level", "publication", "status")
SORTS = ("", "worst", "oldest")


def layout(visit: Visit) -> View:
    """The indicators that the words and filters of the address leave."""
    cockpit = current()
    t = visit.t
    wish = Wish(words=visit.get("q") or "", **{name: visit.get(name) or "" for name in FILTERS})
    shown = centre(
        cockpit,
        visit.actor,
        wish=wish,
        area=asked.place(cockpit, visit.get("area")),
        period=asked.when(cockpit, visit.get("period")),
        as_of=asked.as_of(cockpit, visit.get("as_of")),
    )
    title = t("indicators.title")
    body = [top(visit, cockpit, shown, wish), *found(visit, shown, wish)]
    return View(title, body, data_to=shown.data_to)


def top(visit: Visit, cockpit: Cockpit, shown: Centre, wish: Wish) -> Component:
    """What stands here, the search, the filters."""
    t = visit.t
    lead = t(
        "indicators.lead",
        area=t.name(shown.area.name),
        period=say.period(shown.period, t.lang),
        total=shown.total,
        n=len(shown.rows),
    )
    kept = {name: value for name, value in visit.params.items() if name != "q"}
    box = search_box(
        t,
        action=visit.href(q=None),
        value=wish.words,
        label=t("indicators.search"),
        lang=t.lang,
        keep=kept,
    )
    periods = asked.choices(cockpit, Grain.MONTH)
    bar = page_filters(
        visit, [*filters(visit, shown, wish), period_select(visit, periods, shown.period, periods[0])]
    )
    find = html.Div([views(visit, tree=False), box], className="find")
    return page_header(
        t("indicators.title"), lead=lead, aside=html.Div([find, html.Div(bar, className="many")])
    )


def views(visit: Visit, *, tree: bool) -> Component:
    """The list or the tree."""
    t = visit.t
    kept = {"area": visit.get("area"), "period": visit.get("period")}
    return choice(
        t("indicators.views"),
        [
            (t("indicators.list"), visit.href("/indicators", **kept), not tree),
            (t("indicators.tree"), visit.href("/indicators/tree", **kept), tree),
        ],
    )


def filters(visit: Visit, shown: Centre, wish: Wish) -> list[Component]:
    """One select a filter; each choice tells how many it would leave."""
    t = visit.t
    bar = [_filter(visit, "department", shown.choices["department"], wish.department)]
    if wish.department:
        parts = [
            (t(f"indicators.part_{part or 'any'}"), visit.href(part=part or None), wish.part == part)
            for part in ("", LEAD, SUPPORT)
        ]
        bar.append(select(t("indicators.part"), parts))
    others = ("theme", "goal", "level", "publication", "status")
    bar += [_filter(visit, name, shown.choices[name], getattr(wish, name)) for name in others]
    first = "hit" if wish.words else "default"
    sort = visit.get("sort") or ""
    orders = [
        (t(f"indicators.sort_{name or first}"), visit.href(sort=name or None), sort == name) for name in SORTS
    ]
    bar.append(select(t("indicators.sort"), orders))
    return bar


def _filter(visit: Visit, name: str, choices: Sequence[Choice], chosen: str) -> Component:
    t = visit.t
    changes: dict[str, str | None] = {"part": None} if name == "department" else {}
    options = [(t("indicators.any"), visit.href(**{name: None, **changes}), not chosen)]
    options += [
        (
            t("indicators.counted", name=_choice_name(t, name, one), n=one.count),
            visit.href(**{name: one.value}),
            one.value == chosen,
        )
        for one in choices
    ]
    return select(t(f"indicators.{name}"), options)


def _choice_name(t: Translator, name: str, one: Choice) -> str:
    if one.name is not None:
        return t.name(one.name)
    if one.value == NO_GOAL:
        return t("indicators.no_goal")
    return t(f"ui.status.{one.value}") if name == "status" else t(f"indicators.{name}_{one.value}")


def found(visit: Visit, shown: Centre, wish: Wish) -> list[Any]:
    """The rows, or what to try instead."""
    t = visit.t
    if shown.rows:
        rows = sorted_rows(shown.rows, visit.get("sort") or "")
        return [html.Div(table(visit, rows), className="section__body catalogue")]
    title = t("indicators.none_words", words=wish.words) if wish.words else t("indicators.none")
    out: list[Any] = [empty(t, title, t("indicators.none_help"))]
    if shown.elsewhere:
        clear = button_link(t("indicators.clear"), visit.href(**dict.fromkeys(FILTERS)))
        out.append(plain_panel(t("indicators.elsewhere"), [links(visit, shown.elsewhere), clear], level=2))
    if shown.meant:
        out.append(plain_panel(t("indicators.meant"), links(visit, shown.meant), level=2))
    out.append(button_link(t("indicators.clear_all"), visit.href("/indicators")))
    return [html.Div(out, className="stack")]


def links(visit: Visit, indicators: Sequence[Any]) -> Component:
    """Indicators by name."""
    items = [link(visit.t.name(i.name), indicator_href(visit, i.id)) for i in indicators]
    return html.Ul([html.Li(item) for item in items])


def sorted_rows(rows: Sequence[Row], sort: str) -> list[Row]:
    """Worst score or oldest data first; otherwise as found."""
    if sort == "worst":
        return sorted(rows, key=lambda row: math.inf if row.figure.score is None else row.figure.score)
    if sort == "oldest":
        return sorted(
            rows, key=lambda row: -math.inf if row.figure.age_days is None else -row.figure.age_days
        )
    return list(rows)


@by_itself
def table(visit: Visit, rows: Sequence[Row]) -> Component:
    """A row an indicator: the name leads to its page, the number to where it comes from."""
    t = visit.t
    themes = current().catalogue.city.themes
    heads = (
        Column(t("ui.chart.indicator")),
        Column(t("indicators.value"), numeric=True),
        Column(t("ui.chart.status")),
        Column(t("indicators.period")),
        Column(t("indicators.fresh")),
        Column(t("indicators.owner")),
        Column(t("indicators.theme")),
        Column(t("indicators.level")),
        Column(t("indicators.publication")),
    )
    cells = tuple(
        (
            Cell(t.name(row.indicator.name), href=indicator_href(visit, row.indicator.id)),
            Cell(value_text(t, row.figure), href=to_lineage(visit, row)),
            Cell(status_word(t, row.figure.status), status=row.figure.status),
            Cell(say.period(row.figure.period, t.lang)),
            Cell(say.day(row.figure.data_to, t.lang)),
            Cell(t.name(row.owner.short or row.owner.name), href=visit.href(f"/department/{row.owner.id}")),
            Cell(t.name(themes[row.indicator.theme])),
            Cell(t(f"indicators.level_{row.level}")),
            Cell(t(f"indicators.publication_{row.indicator.publication}")),
        )
        for row in rows
    )
    return data_table(Table(t("indicators.caption", n=len(rows)), heads, cells))


def to_lineage(visit: Visit, row: Row) -> str:
    """Where the number of a row comes from."""
    return visit.href(
        f"/lineage/indicator/{row.indicator.id}",
        area=visit.get("area"),
        period=str(row.figure.period),
        as_of=visit.get("as_of"),
    )
