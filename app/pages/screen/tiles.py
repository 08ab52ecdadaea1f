"""Where it is, what changed, and the condition of the city."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Status
from app.i18n import format as say
from app.pages.screen.areas import area_map
from app.pages.screen.parts import age_words, silent, tile
from app.services.figures import Figure
from app.services.moves import Move, Moves
from app.services.screen import Screen
from app.ui.components import link, select
from app.ui.components.badge import shape
from app.ui.page import Visit
from app.ui.reading import (
    short_name,
    status_word,
    value_text,
)

MOVES = 3


def where(visit: Visit, wall: Screen) -> Component:
    """The districts by the chosen indicator; a click goes into one."""
    t = visit.t
    if wall.map is None or wall.shapes is None:
        up = wall.trail[-2].code if len(wall.trail) > 1 else None
        back = link(t("screen.up"), visit.href(area=up), class_name="button button--small")
        return tile(t("screen.where"), [html.P(t("screen.no_parts")), back], kind="where")
    choices = [
        (t.name(i.name), visit.href(indicator=i.id), i.id == wall.map.indicator.id) for i in wall.map_choices
    ]
    up = (
        link(
            t("screen.up"),
            visit.href(area=wall.trail[-2].code if wall.trail[-2].parent else None),
            class_name="button button--small",
        )
        if wall.area.parent
        else None
    )
    title = t("screen.where_of", name=t.name(wall.map.indicator.name))
    worst = [f for f in reversed(wall.map.ranked) if f.state == "value"][:3]
    last = html.Ol(
        [
            html.Li([shape(f.status), html.Span(short_name(t, f.area)), html.B(value_text(t, f))])
            for f in worst
        ],
        className="wall__worst",
        **{"aria-label": t("screen.worst_areas")},
    )
    legend = html.P(
        [
            html.Span([shape(status), status_word(t, status)])
            for status in Status
            if any(f.status is status for f in wall.map.figures)
        ],
        className="wall__legend",
    )
    drawn = area_map(visit, wall.map, wall.shapes)
    old = [f for f in wall.map.figures if f.state != "not_offered"]
    grey = bool(old) and all(silent(f) for f in old)
    newest = _latest(wall, old) if grey else None
    since = html.P(age_words(t, newest), className="wall__silent") if newest else None
    return tile(
        title,
        [since, drawn, html.Div([last, legend], className="wall__mapfoot")],
        kind="where",
        grey=grey,
        aside=html.Div([up, select(t("screen.coloured_by"), choices)], className="walltile__tools"),
    )


def _latest(wall: Screen, parts: list[Figure]) -> Figure:
    """The one that tells how long the map's source is silent: the whole area's, for it has a history."""
    newest = max(parts, key=lambda f: f.data_to or f.period.start)
    return newest if newest.data_to or wall.map_history is None else wall.map_history


def moved(visit: Visit, wall: Screen) -> Component:
    """What changed since the day and the week before."""
    t = visit.t
    return tile(
        t("screen.moved"),
        [_moves(visit, "day", wall.since_day), _moves(visit, "week", wall.since_week)],
        kind="moved",
    )


def _moves(visit: Visit, grain: str, found: Moves) -> Component:
    t = visit.t
    head = html.H3(t(f"screen.since.{grain}", n=len(found.moved), m=found.compared), className="wall__since")
    if not found.moved:
        return html.Div([head, html.P(t("screen.no_change"), className="wall__calm")])
    rows = [html.Li(_move(visit, move)) for move in found.moved[:MOVES]]
    return html.Div([head, html.Ol(rows, className="wall__moves")])


def _move(visit: Visit, move: Move) -> Component:
    t = visit.t
    words = t(
        "screen.move",
        before=status_word(t, move.before.status),
        now=status_word(t, move.now.status),
    )
    return link(
        [
            html.Span(
                [shape(move.before.status), "→", shape(move.now.status)],
                className="move__shapes",
                **{"aria-hidden": "true"},
            ),
            html.Span(t.name(move.now.indicator.name), className="move__name"),
            html.Span(value_text(t, move.now), className="move__value"),
            html.Span(words, className="unseen"),
        ],
        visit.href(f"/indicator/{move.now.indicator.id}", period=str(move.now.period)),
        class_name="move",
    )


def condition(visit: Visit, wall: Screen) -> Component:
    """Each theme's score with how many of its indicators are on target."""
    t = visit.t
    items = []
    for theme in wall.themes:
        value = theme.score.value
        off, fine = theme.counts[Status.OFF_TARGET], theme.counts[Status.ON_TARGET]
        items.append(
            html.Div(
                [
                    html.Dt([shape(theme.score.status), t.name(wall.theme_names[theme.theme])]),
                    html.Dd(
                        [
                            html.B(say.number(value, 0, t.lang))
                            if value is not None
                            else html.B(t("screen.too_little"), className="wall__little"),
                            html.Span(t("screen.theme_note", fine=fine, off=off)),
                        ]
                    ),
                ],
                className="wall__theme",
            )
        )
    return tile(t("screen.condition"), html.Dl(items, className="wall__themes"), kind="condition")
