"""Then and now: every figure beside itself in the baseline the reader picked."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from app.domain.period import Period
from app.i18n import format as say
from app.pages.screen.parts import GREY, age_words, judged, moved_words, silent, tile
from app.services.screen import Screen, Then
from app.ui.components import link
from app.ui.components.badge import shape
from app.ui.links import figure_href
from app.ui.page import Visit
from app.ui.reading import (
    amount,
    change_words,
    value_text,
)

THENS = 20


def then(visit: Visit, wall: Screen, pairs: Sequence[Then], baseline: Period) -> Component:
    """Then and now: the baseline the reader picked beside the present, what got worse first."""
    t = visit.t
    names = {"then": say.period(baseline, t.lang), "now": say.period(wall.period, t.lang)}
    if not pairs:
        return tile(t("screen.then", **names), html.P(t("screen.then_nothing")), kind="then")
    rows = [html.Li(_then_row(visit, pair)) for pair in pairs[:THENS]]
    rest = len(pairs) - len(rows)
    more = html.P(t("screen.more_then", n=rest), className="wall__more") if rest > 0 else None
    return tile(t("screen.then", **names), [html.Ol(rows, className="wall__thens"), more], kind="then")


def _then_row(visit: Visit, pair: Then) -> Component:
    t = visit.t
    change = change_words(t, pair.now, pair.change)
    before = pair.change.base_value if pair.change else None
    # A dead source says how long it has been silent: its old number has not moved.
    old = silent(pair.now)
    moved = age_words(t, pair.now) if old else moved_words(t, change) if change else ""
    return link(
        [
            shape(pair.now.status),
            html.Span(t.name(pair.now.indicator.name), className="row__name"),
            html.Span(amount(t, pair.now, before), className="then__before"),
            html.Span("→", className="then__arrow", **{"aria-hidden": "true"}),
            html.Span(value_text(t, pair.now), className="then__now"),
            html.Span(moved, className=f"then__change{'' if old else judged(change)}"),
        ],
        figure_href(visit, pair.now),
        class_name=f"then{GREY if old else ''}",
    )
