"""Status as shape, word and colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Status
from app.i18n import Translator
from app.ui.components.links import link

ORDER = (Status.OFF_TARGET, Status.WATCH, Status.ON_TARGET, Status.NO_DATA)


def shape(status: Status) -> Component:
    """The shape alone; words stand beside it."""
    return html.Span(className=f"shape shape--{_class(status)}", **{"aria-hidden": "true"})


def status_badge(t: Translator, status: Status, *, small: bool = False) -> Component:
    """Shape and word."""
    size = " badge--small" if small else ""
    return html.Span(
        [shape(status), t(f"ui.status.{status}")], className=f"badge badge--{_class(status)}{size}"
    )


def held_badge(word: str, *, small: bool = False) -> Component:
    """In place of a status: the figure is held. `word`: as its reader may know it."""
    size = " badge--small" if small else ""
    return html.Span(
        [html.Span(className="shape shape--held", **{"aria-hidden": "true"}), word],
        className=f"badge badge--held{size}",
    )


def marks_legend(t: Translator) -> Component:
    """What the marks behind numbers mean, folded away."""
    names = ("provisional", "revised", "estimated", "break")
    rows = [
        part for name in names for part in (html.Dt(t(f"ui.mark.{name}")), html.Dd(t(f"ui.marks.{name}")))
    ]
    return html.Details(
        [html.Summary(t("ui.marks.title")), html.Dl(rows, className="marks__list")], className="marks"
    )


def status_strip(
    t: Translator, counts: Mapping[Status, int], *, href: Mapping[Status, str] | None = None
) -> Component:
    """Counts by status, worst first: a proportional bar, and below it each count with its word."""
    shown = [(status, counts.get(status, 0)) for status in ORDER]
    bar = [
        html.Span(className=f"strip__part strip__part--{_class(status)}", style={"flexGrow": count})
        for status, count in shown
        if count
    ]
    return html.Div(
        [
            html.Div(bar, className="strip__bar", **{"aria-hidden": "true"}),
            html.Ul(
                [html.Li(_count(t, s, n, (href or {}).get(s))) for s, n in shown], className="strip__counts"
            ),
        ],
        className="strip",
    )


def _count(t: Translator, status: Status, count: int, href: str | None) -> Component:
    words: list[Any] = [
        shape(status),
        html.Span(str(count), className="strip__number"),
        html.Span(t(f"ui.status.{status}"), className="strip__word"),
    ]
    return (
        link(words, href, class_name="strip__count") if href else html.Span(words, className="strip__count")
    )


def _class(status: Status) -> str:
    return status.replace("_", "-")
