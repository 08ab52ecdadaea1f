"""What the tiles of the wall share: their frame, and the few words they all use."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator
from app.i18n import format as say
from app.services.figures import Figure
from app.ui.page import Visit
from app.ui.reading import ChangeWords


def tile(title: str, children: Any, *, kind: str, aside: Any = None) -> Component:
    """A titled part of the wall."""
    head = html.Div([html.H2(title, className="tile__title"), aside], className="walltile__head")
    return html.Section([head, children], className=f"walltile walltile--{kind}")


def age_words(t: Translator, figure: Figure) -> str:
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


def judged(words: ChangeWords | None) -> str:
    """The class of a change: better, worse, or neither."""
    if words is None or words.good is None:
        return ""
    return " is-good" if words.good else " is-bad"


def moved_words(t: Translator, words: ChangeWords) -> str:
    """A change with its judgement in a word, so that colour is not alone."""
    moved = t("ui.change.same") if words.way == "same" else f"{t('ui.change.' + words.way)} {words.size}"
    if words.good is None:
        return moved
    return t("screen.judged", moved=moved, word=t("ui.change.good" if words.good else "ui.change.bad"))
