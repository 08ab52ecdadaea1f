"""The tiles of the wall. Each is a list item, figure or section of its own; none is more than a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Status
from app.domain.period import Period
from app.i18n import Translator
from app.i18n import format as say
from app.pages.screen.areas import area_map, short_name
from app.services.figures import Figure
from app.services.moves import Move, Moves
from app.services.screen import Screen, Then
from app.ui import figures
from app.ui.components import link, select, status_strip
from app.ui.components.badge import shape
from app.ui.page import Visit
from app.ui.reading import (
    ChangeWords,
    amount,
    change_words,
    finding,
    note,
    status_word,
    target_text,
    value_parts,
    value_text,
)
from app.ui.ready.plain import points

ROWS = 6  # with all that is told of each
COMPACT = 14  # in two columns; a list that is longer is not read from five metres, so the rest is counted
MOVES = 3
THENS = 20


def tile(title: str, children: Any, *, kind: str, aside: Any = None) -> Component:
    """A titled part of the wall."""
    head = html.Div([html.H2(title, className="tile__title"), aside], className="walltile__head")
    return html.Section([head, children], className=f"walltile walltile--{kind}")


def abnormal(visit: Visit, wall: Screen) -> Component:
    """What is off target, worst first, with gap, owner and what is being done."""
    t = visit.t
    title = t("screen.abnormal", n=len(wall.off_target))
    strip = status_strip(t, wall.counts)
    # Where little is off target there is room for what may be next.
    compact = len(wall.off_target) > ROWS
    shown = wall.off_target[:COMPACT] if compact else [*wall.off_target, *wall.watch][:ROWS]
    calm = (
        None
        if wall.off_target
        else html.P(t("screen.all_fine", watch=len(wall.watch)), className="wall__calm")
    )
    rows = [html.Li(_abnormal_row(visit, wall, figure)) for figure in shown]
    rest = len(wall.off_target) - COMPACT
    more = (
        link(
            t("screen.more", n=rest), visit.href("/overview", area=visit.get("area")), class_name="wall__more"
        )
        if rest > 0
        else None
    )
    return tile(
        title,
        [
            strip,
            calm,
            html.Ol(rows, className="wall__list wall__list--compact" if compact else "wall__list"),
            more,
        ],
        kind="abnormal",
    )


def _abnormal_row(visit: Visit, wall: Screen, figure: Figure) -> Component:
    t = visit.t
    number, unit = value_parts(t, figure)
    return link(
        [
            shape(figure.status),
            html.Span(t.name(figure.indicator.name), className="row__name"),
            html.Span([number, html.Small(unit)], className="row__value"),
            html.Span(target_text(t, figure), className="row__target"),
            html.Span(
                " · ".join(_owner(t, wall, figure)),
                className="row__owner",
            ),
        ],
        to_indicator(visit, figure),
        class_name="row",
    )


def _owner(t: Translator, wall: Screen, figure: Figure) -> list[str]:
    """Who owns it, what is being done, and how far its data reach where that is not the screen's day."""
    department = wall.departments[figure.indicator.department]
    words = [t.name(department.short or department.name), _doing(t, wall, figure)]
    return words if figure.data_to == wall.data_to else [*words, _age(t, figure)]


def _doing(t: Translator, wall: Screen, figure: Figure) -> str:
    """The last decision on it and when it is due, or that none was written down."""
    decision, due = wall.done.get(figure.indicator.id, ("", None))
    if not decision:
        return t("screen.nothing_recorded")
    return t("screen.due", decision=decision, day=say.day_of_year(due, t.lang)) if due else decision


def _age(t: Translator, figure: Figure) -> str:
    """How far the data reach, without the year where it is the screen's own."""
    if figure.data_to is None:
        return t("ui.age.none")
    return t("ui.age.to", day=say.day_of_year(figure.data_to, t.lang))


def to_indicator(visit: Visit, figure: Figure) -> str:
    """The indicator's page for the same area and period."""
    return visit.href(
        f"/indicator/{figure.indicator.id}",
        area=figure.area.code if figure.area.parent else None,
        period=visit.get("period"),
    )


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
        [html.Li([shape(f.status), html.Span(short_name(t, f)), html.B(value_text(t, f))]) for f in worst],
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
    return tile(
        title,
        [drawn, html.Div([last, legend], className="wall__mapfoot")],
        kind="where",
        aside=html.Div([up, select(t("screen.coloured_by"), choices)], className="walltile__tools"),
    )


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


def vitals(visit: Visit, wall: Screen) -> Component:
    """The leader's own indicators, each with its history."""
    return html.Div(
        [_vital(visit, figure) for figure in wall.vitals],
        className="wall__vitals",
        role="group",
        **{"aria-label": visit.t("screen.vitals")},
    )


def _vital(visit: Visit, figure: Figure) -> Component:
    t = visit.t
    number, unit = value_parts(t, figure)
    against, words = _vital_change(t, figure)
    spark = figures.spark(points(t, figure.series), theme=visit.theme)
    grey = " vital--stale" if figure.status is Status.NO_DATA and figure.indicator.scored else ""
    return link(
        [
            html.Span(
                [shape(figure.status), html.Span(t.name(figure.indicator.name), className="vital__words")],
                className="vital__name",
            ),
            html.Span([number, html.Small(unit)], className="vital__value"),
            html.Span(
                _moved(t, words) if words else t("ui.change.none"),
                className=f"vital__change{_judged(words)}",
            ),
            html.Img(src=spark, alt=finding(t, figure), className="vital__spark") if spark else None,
            html.Span(
                t("ui.note.separator").join(
                    part for part in (against, note(t, figure) or _age(t, figure)) if part
                ),
                className="vital__note",
            ),
        ],
        to_indicator(visit, figure),
        class_name=f"walltile vital{grey}",
    )


def _vital_change(t: Translator, figure: Figure) -> tuple[str, ChangeWords | None]:
    """(against what, the change): the same period last year, else the period before."""
    for name, change in (("year_ago", figure.year_ago), ("previous", figure.previous)):
        words = change_words(t, figure, change)
        if words is not None:
            return t(f"screen.against.{name}"), words
    return "", None


def _judged(words: ChangeWords | None) -> str:
    if words is None or words.good is None:
        return ""
    return " is-good" if words.good else " is-bad"


def _moved(t: Translator, words: ChangeWords) -> str:
    moved = t("ui.change.same") if words.way == "same" else f"{t('ui.change.' + words.way)} {words.size}"
    if words.good is None:
        return moved
    return t("screen.judged", moved=moved, word=t("ui.change.good" if words.good else "ui.change.bad"))


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
    return link(
        [
            shape(pair.now.status),
            html.Span(t.name(pair.now.indicator.name), className="row__name"),
            html.Span(amount(t, pair.now, before), className="then__before"),
            html.Span("→", className="then__arrow", **{"aria-hidden": "true"}),
            html.Span(value_text(t, pair.now), className="then__now"),
            html.Span(_moved(t, change) if change else "", className=f"then__change{_judged(change)}"),
        ],
        to_indicator(visit, pair.now),
        class_name="then",
    )
