"""Goal → theme → indicator → measure as branches that open and close."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Status
from app.domain.period import Grain
from app.i18n import format as say
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.centre import GoalBranch, GoalTree, Leaf, ThemeBranch, goal_tree
from app.ui.components import (
    choice,
    link,
    page_header,
    plain_panel,
    status_badge,
    status_strip,
)
from app.ui.controls import page_filters, period_select
from app.ui.links import indicator_href
from app.ui.page import View, Visit
from app.ui.reading import value_text


def layout(visit: Visit) -> View:
    """The whole catalogue from its goals, for the area and period in the address."""
    cockpit = current()
    t = visit.t
    shown = goal_tree(
        cockpit,
        visit.actor,
        area=asked.place(cockpit, visit.get("area")),
        period=asked.when(cockpit, visit.get("period")),
        as_of=asked.as_of(cockpit, visit.get("as_of")),
    )
    branches = [branch(visit, one, number=number) for number, one in enumerate(shown.branches, 1)]
    body = [top(visit, cockpit, shown), html.Div(branches, className="goals")]
    if shown.unused:
        names = t("indicators_tree.comma").join(t.name(measure.name) for measure in shown.unused)
        words = [html.P(t("indicators_tree.unused_help")), html.P(names)]
        body.append(plain_panel(t("indicators_tree.unused"), words, level=2))
    figures = [leaf.row.figure for b in shown.branches for theme in b.themes for leaf in theme.leaves]
    return View(
        t("indicators_tree.title"), body, data_to=max((f.data_to for f in figures if f.data_to), default=None)
    )


def top(visit: Visit, cockpit: Cockpit, shown: GoalTree) -> Component:
    """How much hangs on the tree; the list as the other view; the period."""
    t = visit.t
    leaves = [leaf for b in shown.branches for theme in b.themes for leaf in theme.leaves]
    loose = [leaf for leaf in leaves if leaf.row.indicator.goal is None]
    lead = t(
        "indicators_tree.lead",
        area=t.name(shown.area.name),
        period=say.period(shown.period, t.lang),
        goals=sum(b.name is not None for b in shown.branches),
        indicators=len(leaves),
        measures=len({m.id for leaf in leaves for m in leaf.measures}),
    )
    if loose:
        lead += t("indicators_tree.lead_loose", n=len(loose))
    kept = {"area": visit.get("area"), "period": visit.get("period")}
    views = choice(
        t("indicators_tree.views"),
        [
            (t("indicators_tree.list"), visit.href("/indicators", **kept), False),
            (t("indicators_tree.tree"), visit.href(), True),
        ],
    )
    whole = visit.get("open") == "all"
    opened = choice(
        t("indicators_tree.show"),
        [
            (t("indicators_tree.closed"), visit.href(open=None), not whole),
            (t("indicators_tree.open"), visit.href(open="all"), whole),
        ],
    )
    periods = asked.choices(cockpit, Grain.MONTH)
    bar = page_filters(visit, [views, opened, period_select(visit, periods, shown.period, periods[0])])
    return page_header(t("indicators_tree.title"), lead=lead, aside=bar)


def branch(visit: Visit, one: GoalBranch, *, number: int) -> Component:
    """One goal: how its indicators stand, then its themes."""
    t = visit.t
    name = t.name(one.name) if one.name else t("indicators_tree.no_goal")
    href = visit.href("/indicators", goal=one.goal, area=visit.get("area"), period=visit.get("period"))
    head = html.Div(
        [
            html.H2(
                [html.Span(str(number), className="goal__number") if one.name else None, link(name, href)],
                className="section__title",
            ),
            html.Span(t("indicators_tree.counts", n=sum(one.counts.values())), className="quiet"),
        ],
        className="goal__head",
    )
    listed: dict[Status, int] = {status: one.counts[status] for status in Status}
    hrefs = {
        status: visit.href(
            "/indicators",
            goal=one.goal,
            status=str(status),
            area=visit.get("area"),
            period=visit.get("period"),
        )
        for status in Status
    }
    themes = [theme_branch(visit, theme, level=3) for theme in one.themes]
    strip: Any = (
        status_strip(t, listed, href=hrefs)
        if one.name
        else html.P(t("indicators_tree.no_goal_help"), className="quiet")
    )
    return html.Section([head, strip, *themes], className="panel goal")


def theme_branch(visit: Visit, one: ThemeBranch, *, level: int) -> Component:
    """The indicators of one theme below a goal."""
    t = visit.t
    heading = html.H3 if level == 3 else html.H4
    items = [html.Li(leaf(visit, each), className="leaf") for each in one.leaves]
    words = t("indicators_tree.counts", n=len(one.leaves))
    return html.Div(
        [
            heading([t.name(one.name), " ", html.Small(words)], className="goal__theme"),
            html.Ul(items, className="leaves"),
        ]
    )


def leaf(visit: Visit, one: Leaf) -> list[Component]:
    """One indicator with its figure; below it, opened, the measures it rests on."""
    t = visit.t
    figure = one.row.figure
    lineage = visit.href(
        f"/lineage/indicator/{figure.indicator.id}",
        area=visit.get("area"),
        period=str(figure.period),
        as_of=visit.get("as_of"),
    )
    name = t.name(figure.indicator.name)
    row = [
        link(name, indicator_href(visit, figure.indicator.id), class_name="leaf__name"),
        link(value_text(t, figure), lineage, class_name="leaf__value"),
        status_badge(t, figure.status, small=True),
    ]
    feet = [
        html.Li(link(t.name(measure.name), f"{lineage}#measure-{measure.id}")) for measure in one.measures
    ]
    summary = html.Summary(className="leaf__sign", **{"aria-label": t("indicators_tree.feet", name=name)})
    opened = visit.get("open") == "all" or None
    return [
        html.Div(row, className="leaf__row"),
        html.Details([summary, html.Ul(feet, className="feet")], open=opened),
    ]
