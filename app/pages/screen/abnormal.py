"""What is off target on the wall: worst first, with its owner and what is being done."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator
from app.i18n import format as say
from app.pages.screen.parts import age_words, tile
from app.services.figures import Figure
from app.services.screen import Screen
from app.ui.components import link, status_strip
from app.ui.components.badge import shape
from app.ui.links import figure_href
from app.ui.page import Visit
from app.ui.reading import (
    target_text,
    value_parts,
)

ROWS = 6  # with all that is told of each
COMPACT = 14  # in two columns; a longer list is not read from five metres, so the rest is counted


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
        figure_href(visit, figure),
        class_name="row",
    )


def _owner(t: Translator, wall: Screen, figure: Figure) -> list[str]:
    """Who owns it, what is being done, and how far its data reach where that is not the screen's day."""
    department = wall.departments[figure.indicator.department]
    words = [t.name(department.short or department.name), _doing(t, wall, figure)]
    return words if figure.data_to == wall.data_to else [*words, age_words(t, figure)]


def _doing(t: Translator, wall: Screen, figure: Figure) -> str:
    """The last decision on it and when it is due, or that none was written down."""
    decision, due = wall.done.get(figure.indicator.id, ("", None))
    if not decision:
        return t("screen.nothing_recorded")
    return t("screen.due", decision=decision, day=say.day_of_year(due, t.lang)) if due else decision
