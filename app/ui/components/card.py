"""An indicator on a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Status
from app.i18n import Translator
from app.i18n import format as fmt
from app.ui.components.badge import held_badge, shape, status_badge
from app.ui.components.links import link
from app.ui.reading import ChangeWords


@dataclass(frozen=True, slots=True)
class CardWords:
    """Everything on a card, in words. `spark`: a data address."""

    name: str
    number: str
    unit: str
    status: Status
    period: str
    target: str
    change: ChangeWords | None
    spark: str = ""
    spark_alt: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    note: str = ""
    href: str | None = None
    owner: str = ""  # the department in charge, where cards of several stand together
    held: str = ""  # that the figure is held, in place of its status
    doubted: str = ""  # the held number, shown grey and struck through
    no_change: str = ""  # why there is no change to tell
    marks_href: str | None = None  # where the marks are explained with old values and reasons
    changes: tuple[
        tuple[str, ChangeWords | None, str], ...
    ] = ()  # (kind, change, why none): in place of `change`
    gap: tuple[str, bool] | None = None  # how far from the target, and whether it is met
    lines: tuple[str, ...] = ()  # more to compare with
    warning: str = ""  # what runs towards a miss
    said: str = ""  # what the department says to it


def card(t: Translator, words: CardWords) -> Component:
    """Name, status, value with unit, change against what, sparkline, target, notes; all of one height."""
    title = link(words.name, words.href, class_name="card__link") if words.href else words.name
    # Words in place of a number ("Too few") are set smaller than numbers.
    digits = words.unit or words.number[:1].isdigit()
    number_class = "card__number" if digits else "card__number card__number--word"
    badge = held_badge(words.held, small=True) if words.held else status_badge(t, words.status, small=True)
    picture = html.Img(src=words.spark, alt=words.spark_alt, className="card__spark") if words.spark else None
    return html.Article(
        [
            html.Div(
                [html.H3(title, className="card__name"), badge],
                className="card__head",
            ),
            html.P(words.owner, className="card__owner"),
            html.P(
                [
                    html.Span(words.number, className=number_class),
                    html.Span(words.unit, className="card__unit") if words.unit else None,
                    html.S(words.doubted, className="card__doubted") if words.doubted else None,
                    *[_mark(mark, meaning, words.marks_href) for mark, meaning in words.marks],
                ],
                className="card__value",
            ),
            _compared(t, words),
            html.Div(picture, className="card__chart"),
            html.P([html.Span(words.period), html.Span(words.target)], className="card__foot"),
            _below(words),
        ],
        className="card card--held" if words.held else f"card card--{words.status.replace('_', '-')}",
    )


def _compared(t: Translator, words: CardWords) -> Component:
    """The change told; on a board the gap, each change under its name and what else it is compared with."""
    if not (words.changes or words.gap or words.lines):
        return change_line(t, words.change, words.no_change)
    parts: list[Any] = []
    if words.gap:
        text, met = words.gap
        parts.append(html.P(text, className="card__gap" if met else "card__gap card__gap--short"))
    parts += [change_line(t, change, none, kind=kind) for kind, change, none in words.changes]
    parts += [html.P(line, className="change change--none") for line in words.lines]
    return html.Div(parts, className="card__compared")


def _below(words: CardWords) -> Component:
    """Notes on the number; under them, where told, the warning and the department's words."""
    if not (words.warning or words.said):
        return html.P(words.note, className="card__note")
    parts = [
        html.P(words.note, className="card__note") if words.note else None,
        html.P(words.warning, className="card__warning") if words.warning else None,
        html.P(words.said, className="card__said", lang=fmt.language_of(words.said)) if words.said else None,
    ]
    return html.Div(parts, className="card__below")


def _mark(mark: str, meaning: str, href: str | None) -> Component:
    """A mark with its meaning; it leads to the old value and the reason where those stand."""
    sign = html.Abbr(mark, title=meaning, className="card__mark")
    return link(sign, href, class_name="card__why") if href else sign


def change_line(t: Translator, change: ChangeWords | None, none: str = "", *, kind: str = "") -> Component:
    """Arrow for the movement, colour and word for good or bad: kept apart. `none`: why there is none.

    `kind`: which comparison it is, where several stand together.
    """
    name = html.Span(kind, className="change__kind") if kind else None
    if change is None:
        return html.P([name, none or t("ui.change.none")], className="change change--none")
    good = {True: "good", False: "bad", None: "even"}[change.good]
    arrow = {"up": "↑", "down": "↓", "same": "="}[change.way]
    return html.P(
        [
            name,
            html.Span(arrow, className="change__arrow", **{"aria-hidden": "true"}),
            html.Span(t(f"ui.change.{change.way}"), className="unseen" if change.way != "same" else ""),
            html.Span(change.size, className="change__size") if change.way != "same" else None,
            html.Span(t(f"ui.change.{good}"), className="change__word") if change.good is not None else None,
            html.Span(change.against, className="change__against"),
        ],
        className=f"change change--{good}",
    )


def tile(*, name: str, value: str, status: Status, picture: str, alt: str, href: str = "") -> Component:
    """A small history with its name and last value, for grids on one scale."""
    head = [html.Span(name, className="tile__name"), html.Span(value, className="tile__value"), shape(status)]
    image = html.Img(src=picture, alt=alt, className="tile__picture") if picture else None
    body: list[Any] = [html.Div(head, className="tile__head"), image]
    return link(body, href, class_name="tile") if href else html.Div(body, className="tile")


def tile_grid(tiles: Sequence[Component]) -> Component:
    """Tiles, as many in a row as fit."""
    return html.Div(list(tiles), className="tiles")
