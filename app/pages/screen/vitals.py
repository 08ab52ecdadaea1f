"""The vital signs along the foot of the wall."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator
from app.pages.screen.parts import GREY, age_words, judged, moved_words, silent
from app.services.figures import Figure
from app.services.screen import Screen
from app.ui import figures
from app.ui.components import link
from app.ui.components.badge import shape
from app.ui.links import figure_href
from app.ui.page import Visit
from app.ui.reading import (
    ChangeWords,
    change_words,
    finding,
    note,
    value_parts,
)
from app.ui.ready.plain import points


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
    # A dead source says how long it has been silent before all else; its old number is no news.
    said = [age_words(t, figure)] if silent(figure) else [against, note(t, figure) or age_words(t, figure)]
    return link(
        [
            html.Span(
                [shape(figure.status), html.Span(t.name(figure.indicator.name), className="vital__words")],
                className="vital__name",
            ),
            html.Span([number, html.Small(unit)], className="vital__value"),
            html.Span(
                moved_words(t, words) if words else t("ui.change.none"),
                className=f"vital__change{judged(words)}",
            ),
            html.Img(src=spark, alt=finding(t, figure), className="vital__spark") if spark else None,
            html.Span(
                t("ui.note.separator").join(part for part in said if part),
                className="vital__note",
            ),
        ],
        figure_href(visit, figure),
        class_name=f"walltile vital{GREY if silent(figure) else ''}",
    )


def _vital_change(t: Translator, figure: Figure) -> tuple[str, ChangeWords | None]:
    """(against what, the change): the same period last year, else the period before."""
    for name, change in (("year_ago", figure.year_ago), ("previous", figure.previous)):
        words = change_words(t, figure, change)
        if words is not None:
            return t(f"screen.against.{name}"), words
    return "", None
