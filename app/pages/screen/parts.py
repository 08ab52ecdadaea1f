"""What the tiles of the wall share: their frame, and the few words they all use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.observation import Flag
from app.i18n import Translator
from app.i18n import format as say
from app.services.figures import Figure
from app.ui.errors import part
from app.ui.page import Visit
from app.ui.reading import ChangeWords

GREY = " is-silent"


def tile(title: str, children: Any, *, kind: str, aside: Any = None, grey: bool = False) -> Component:
    """A titled part of the wall. `grey`: what it shows is out of date."""
    head = html.Div([html.H2(title, className="tile__title"), aside], className="walltile__head")
    return html.Section([head, children], className=f"walltile walltile--{kind}{GREY if grey else ''}")


def tile_by_itself(visit: Visit, kind: str, draw: Callable[[], Component]) -> Component:
    """A tile; when it fails, why and what to do stands in its place on the wall, and the others run on."""
    found: Component = part(
        visit, draw, lambda told: html.Section(told, className=f"walltile walltile--{kind} walltile--failed")
    )
    return found


def silent(figure: Figure) -> bool:
    """Whether its sources have sent nothing for longer than the indicator allows, or never anything."""
    return Flag.STALE in figure.flags or figure.data_to is None


def age_words(t: Translator, figure: Figure) -> str:
    """How far the data reach, without the year where it is the screen's own; of a silent one, for how long."""
    spoke = _last_word(figure)
    if spoke is None or spoke.data_to is None:
        return t("ui.age.none")
    if silent(figure) and spoke.age_days is not None:
        return t("screen.silent", days=spoke.age_days)
    return t("ui.age.to", day=say.day_of_year(spoke.data_to, t.lang))


def _last_word(figure: Figure) -> Figure | None:
    """The newest of its history with data: a source silent for the whole period left its age in an older one."""
    if figure.data_to is not None:
        return figure
    return next((one for one in reversed(figure.series) if one.data_to is not None), None)


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
