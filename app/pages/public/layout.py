"""Public page: search, district, better and worse lists of equal weight, every indicator in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.figures import Figure
from app.services.public import PublicBoard, public_board, search_figures
from app.ui.components import (
    columns,
    download_menu,
    empty,
    link,
    page_header,
    plain_panel,
    section,
    status_badge,
)
from app.ui.components import search as search_box
from app.ui.controls import area_select, page_filters
from app.ui.errors import by_itself
from app.ui.page import View, Visit
from app.ui.reading import change_words, value_text
from app.ui.ready import figure_table


def layout(visit: Visit) -> View:
    """The public board of the city or a district, searched by the words in the address."""
    cockpit = current()
    shown = public_board(cockpit, visit.actor, area=asked.place(cockpit, visit.get("area")))
    t = visit.t
    title = t("public.title", area=t.name(shown.area.name))
    words = visit.get("q")
    body = [
        top(visit, shown, title, words),
        *(found(visit, cockpit, shown, words) if words else lists(visit, shown)),
    ]
    return View(title, body, data_to=max((f.data_to for f in shown.figures if f.data_to), default=None))


def top(visit: Visit, shown: PublicBoard, title: str, words: str | None) -> Component:
    """What this page is, search, district, the data to take away."""
    t = visit.t
    city = shown.city
    filters = page_filters(
        visit,
        [
            search_box(t, action="/public", value=words or "", label=t("public.search"), lang=t.lang),
            area_select(visit, city, shown.districts, shown.area),
        ],
    )
    csv = visit.href("/api/v1/public/indicators.csv", area=visit.get("area"))
    lead = t("public.lead", n=len(shown.figures), scored=shown.scored, fine=shown.on_target)
    return page_header(title, lead=lead, actions=[download_menu(t, of=title, csv=csv)], aside=filters)


def lists(visit: Visit, shown: PublicBoard) -> list[Any]:
    """Better and worse side by side, then everything by theme."""
    t = visit.t
    found_ = [
        columns(
            moved(visit, shown.worse, t("public.worse", n=len(shown.worse)), t("public.none_worse")),
            moved(visit, shown.better, t("public.better", n=len(shown.better)), t("public.none_better")),
            ratio="1-1",
        )
    ]
    for theme, name in shown.themes.items():
        members = [figure for figure in shown.figures if figure.indicator.theme == theme]
        if members:
            found_.append(section(t.name(name), table(visit, members, t.name(name))))
    return found_


@by_itself
def moved(visit: Visit, figures: Sequence[Figure], title: str, none: str) -> Component:
    """One list, as long as needed, in words: no colour is needed to read it."""
    t = visit.t
    if not figures:
        return plain_panel(title, html.P(none))
    items = [
        html.Li(
            [
                link(t.name(figure.indicator.name), to_indicator(visit, figure)),
                html.Span(sentence(t, figure), className="moved__words"),
                status_badge(t, figure.status, small=True),
            ],
            className="moved__item",
        )
        for figure in figures
    ]
    return plain_panel(title, html.Ul(items, className="moved"))


def sentence(t: Translator, figure: Figure) -> str:
    """'94.2%，比2024年11月上升 1.3 个百分点，改善'."""
    words = change_words(t, figure, figure.year_ago) or change_words(t, figure, figure.previous)
    value = value_text(t, figure)
    return value if words is None else t("public.sentence", value=value, change=words.text)


def found(visit: Visit, cockpit: Cockpit, shown: PublicBoard, words: str) -> list[Any]:
    """What the search found, or what to try instead."""
    t = visit.t
    hits = search_figures(cockpit, shown.figures, words)
    title = t("public.found", n=len(hits), words=words)
    if not hits:
        return [empty(t, t("public.not_found", words=words), t("public.not_found_help"))]
    return [section(title, table(visit, hits, title))]


@by_itself
def table(visit: Visit, figures: Sequence[Figure], caption: str) -> Component:
    """Indicators with value, status, target and change."""
    return figure_table(visit, figures, caption=caption, href=lambda f: to_indicator(visit, f))


def to_indicator(visit: Visit, figure: Figure | Any) -> str:
    """The public page of the indicator, for the same area."""
    return visit.href(f"/public/indicator/{figure.indicator.id}", area=visit.get("area"))
