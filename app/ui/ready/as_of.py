"""Looking back: the bar that says which vintage a page shows, and the way to another."""

from __future__ import annotations

from datetime import date, datetime

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator
from app.i18n import format as fmt
from app.ui.components.form import Input, hidden
from app.ui.components.links import link
from app.ui.page import Visit

_DATE = len("2025-11-01")


def as_of_bar(visit: Visit) -> Component | None:
    """'As known on …, back to now'; None when the page shows what is known now."""
    asked = visit.get("as_of")
    if not asked:
        return None
    t = visit.t
    return html.Aside(
        [
            html.P(t("ui.as_of.bar", moment=moment_words(t, asked)), className="as-of__words"),
            _form(visit, asked[:_DATE]),
            link(t("ui.as_of.back"), visit.href(as_of=None), class_name="as-of__back"),
        ],
        className="as-of as-of--then",
        **{"aria-label": t("ui.as_of.label")},
    )


def as_of_choice(visit: Visit) -> Component:
    """Folded away at the end of a page: look at it as it was known on another day."""
    t = visit.t
    return html.Details(
        [
            html.Summary(t("ui.as_of.label")),
            html.P(t("ui.as_of.hint"), className="as-of__hint"),
            _form(visit, ""),
        ],
        className="as-of",
    )


def _form(visit: Visit, day: str) -> Component:
    t = visit.t
    kept = [hidden(name, value) for name, value in visit.params.items() if name != "as_of" and value]
    return html.Form(
        [
            *kept,
            html.Label(
                [
                    html.Span(t("ui.as_of.label"), className="unseen"),
                    Input(type="date", name="as_of", defaultValue=day, className="input", required=True),
                ]
            ),
            html.Button(t("ui.as_of.go"), type="submit", className="button button--small"),
        ],
        action=visit.path,
        method="GET",
        className="as-of__form",
    )


def moment_words(t: Translator, text: str) -> str:
    """A day, or a day with its time, as the reader writes them; the text itself when it is neither."""
    try:
        if len(text) == _DATE:
            return fmt.day(date.fromisoformat(text), t.lang)
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return text
    return f"{fmt.day(moment.date(), t.lang)} {moment:%H:%M}"
