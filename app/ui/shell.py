"""The shell: one index, one place that turns an address into a page.

An address becomes a page in one callback: find the page, ask its layout, put the frame around it. All
figures come with that answer. Dash's own page registry is not used: it adds an inline script whose hash
is not known when the Content-Security-Policy is written, and cannot choose a title by language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, unquote

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from flask import Response, redirect, request

from app.access import Actor, Notice, current_actor, take_notice
from app.domain.errors import CockpitError, Forbidden
from app.domain.text import DEFAULT_LANGUAGE, LANGUAGES, Text
from app.ui.components import frame, marks_legend, notice
from app.ui.errors import broken, failures, missing, refused
from app.ui.index import asked_address, keep_first_answers, write_index
from app.ui.live import Kept, Live, divide, named, serve, stamp
from app.ui.menu import entries, first_path
from app.ui.page import Page, View, Visit, theme_of
from app.ui.plain import lighten
from app.ui.ready.as_of import as_of_bar, as_of_choice

LOCATION, ASKED, PAGE, HEAD, SINK = "ui-location", "ui-asked", "ui-page", "ui-head", "ui-sink"


@dataclass(frozen=True, slots=True)
class Site:
    """What the frame tells of the city. `departments`: (id, name), for the switch of roles."""

    name: Text
    demonstration: bool
    departments: tuple[tuple[str, Text], ...] = ()
    dev_actors: bool = False


Actors = Callable[[], Actor]


def install(
    app: Dash,
    pages: Sequence[Page],
    site: Site | None = None,
    actor: Actors = current_actor,
    live: Live | None = None,
) -> None:
    """Give the app its frame and its pages. Without `site` it is read from the cockpit of the server.

    `live`: how pages hear of new data; without it they stay as they came.
    """
    shown = site or _site(app)
    app.title = shown.name.get(DEFAULT_LANGUAGE)

    def page_of(pathname: str, search: str) -> tuple[Component, dict[str, str]]:
        return answer(pages, shown, actor(), pathname, search, take_notice(), live)

    app.layout = lambda: first_layout(page_of)

    # Other filters of a page that stands are dealt with in the browser (`navigate.js`, `/live/parts`).
    app.clientside_callback(
        ClientsideFunction("cockpit", "moved"),
        Output(ASKED, "data"),
        Input(LOCATION, "pathname"),
        Input(LOCATION, "search"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(PAGE, "children"), Output(HEAD, "data"), Input(ASKED, "data"), prevent_initial_call=True
    )
    def show(asked: dict[str, str]) -> tuple[Component, dict[str, str]]:
        return page_of(asked["pathname"] or "/", asked["search"] or "")

    app.clientside_callback(
        ClientsideFunction("cockpit", "arrived"),
        Output(SINK, "title"),
        Input(HEAD, "data"),
    )
    write_index(app, lambda path: find(pages, path)[0], shown.name)
    _first_page(app, pages, actor)
    _unknown_addresses(app, pages)
    if live is not None:
        serve(app.server, live, lambda path, query: _parts(pages, shown, actor(), path, query, live))
        keep_first_answers(app, live, lambda path: (page := find(pages, path)[0]) is not None and page.kept)


def first_layout(page_of: Callable[[str, str], tuple[Component, dict[str, str]]]) -> Component:
    """What a browser starts from: the page of the address it asks for, else an empty frame that asks later.

    The location is given as the browser has it, or it would count as moved and the page be asked for again.
    """
    address = asked_address()
    page: Component | None = None
    head: dict[str, str] | None = None
    here: dict[str, str] = {}
    if address is not None:
        pathname, mark, query = address.partition("?")
        here = {"pathname": pathname, "search": mark + query if query else ""}
        page, head = page_of(here["pathname"], here["search"])
    return html.Div(
        [
            dcc.Location(id=LOCATION, refresh="callback-nav", **here),
            dcc.Store(id=ASKED),
            dcc.Store(id=HEAD, data=head),
            html.Div(id=SINK),
            html.Div(page, id=PAGE),
        ]
    )


def _site(app: Dash) -> Site:
    catalogue = app.server.extensions["cockpit"].catalogue
    return Site(
        name=catalogue.city.name,
        demonstration=catalogue.city.demonstration,
        departments=tuple((d.id, d.short or d.name) for d in catalogue.departments.values()),
        dev_actors=bool(app.server.config.get("DEV_ACTORS")),
    )


def answer(
    pages: Sequence[Page],
    site: Site,
    actor: Actor,
    pathname: str,
    search: str,
    told: Notice | None = None,
    live: Live | None = None,
) -> tuple[Component, dict[str, str]]:
    """The page of an address with its frame, and its title. `told`: what became of a form. Never raises."""
    page, title, _ = _answer(pages, site, actor, pathname, search, told, live)
    return page, title


def _answer(
    pages: Sequence[Page],
    site: Site,
    actor: Actor,
    pathname: str,
    search: str,
    told: Notice | None = None,
    live: Live | None = None,
) -> tuple[Component, dict[str, str], Kept | None]:
    """The answer, and its parts when pages are live."""
    params = dict(parse_qsl(search.lstrip("?")))
    path = unquote(pathname)
    page, parts = find(pages, path)
    visit = replace(visit_of(page, path, params, parts, actor), departments=dict(site.departments))
    with live.watch() if live else nullcontext() as seen:
        view = view_of(page, visit)
    title = f"{view.title} · {site.name.get(visit.lang)} {visit.t('ui.frame.product')}"
    head = {"title": title, "theme": visit.theme.name, "address": pathname + search}
    if seen is None:
        return lighten(framed(pages, site, visit, view, page, told)), head, None
    divide(view.body)
    whole = lighten(framed(pages, site, visit, view, page, told))
    words = {name: visit.t(f"ui.live.{name}") for name in ("updated", "lost")}
    return whole, head, stamp(whole, seen, title, words)


def _parts(pages: Sequence[Page], site: Site, actor: Actor, path: str, query: str, live: Live) -> Kept | None:
    with failures() as failed:
        kept = _answer(pages, site, actor, path, query, live=live)[2]
    return replace(kept, sound=not failed) if kept else None


def find(pages: Sequence[Page], path: str) -> tuple[Page | None, dict[str, str]]:
    """The page of a path and the parts it holds."""
    for page in pages:
        parts = page.match(path)
        if parts is not None:
            return page, parts
    return None, {}


def visit_of(
    page: Page | None, path: str, params: Mapping[str, str], parts: Mapping[str, str], actor: Actor
) -> Visit:
    """The visit an address stands for; a language we do not have is Chinese."""
    lang = params.get("lang", DEFAULT_LANGUAGE)
    return Visit(
        path=path,
        params=params,
        parts=parts,
        actor=actor,
        lang=lang if lang in LANGUAGES else DEFAULT_LANGUAGE,
        theme=theme_of(page, params.get("theme")),
    )


def view_of(page: Page | None, visit: Visit) -> View:
    """What to show: the page, or why it cannot be shown."""
    if page is None:
        return missing(visit)
    try:
        if visit.actor.role not in page.roles:
            raise Forbidden(page.name)
        return page.layout(visit)
    except CockpitError as error:
        return refused(visit, error)
    except Exception as error:
        return broken(visit, error)


def framed(
    pages: Sequence[Page], site: Site, visit: Visit, view: View, here: Page | None, told: Notice | None = None
) -> Component:
    """Header, page, footer."""
    t = visit.t
    city = t.name(site.name)
    back = here is not None and here.looks_back and visit.actor.internal and not view.wall
    main = html.Main(
        [
            notice(t, told) if told else None,  # first: what became of a form is no part of what is shown
            as_of_bar(visit) if back else None,
            view.body,
            marks_legend(t) if view.data_to and not view.wall else None,
            named(as_of_choice(visit), "as_of") if back and not visit.get("as_of") else None,
        ],
        id="main",
        className="main main--wall" if view.wall else "main main--wide" if view.wide else "main",
        tabIndex="-1",
    )
    ribbon = frame.ribbon(t, city) if site.demonstration else None
    return html.Div(
        [ribbon, main]
        if view.wall
        else [
            named(_header(pages, site, visit, here), "header"),
            ribbon,
            main,
            named(frame.footer(t, city=city, data_to=view.data_to), "footer"),
        ],
        className="page page--wall" if view.wall else "page",
        lang=visit.lang,
        **{"data-theme": visit.theme.name},
    )


def _header(pages: Sequence[Page], site: Site, visit: Visit, here: Page | None) -> Component:
    t = visit.t
    switch = None
    if site.dev_actors:
        units = [(code, t.name(name)) for code, name in site.departments]
        switch = frame.role_switch(t, visit.actor, units, visit.href())
    return frame.header(
        t,
        city=t.name(site.name),
        home=visit.href("/"),
        entries=entries(pages, visit, here),
        language_href=visit.href(lang="zh" if visit.lang == "en" else "en"),
        switch=switch,
    )


def _first_page(app: Dash, pages: Sequence[Page], actor: Actors) -> None:
    """`/` leads each role to its first page, the query kept."""

    @app.server.before_request
    def lead_on() -> Any:
        if request.path != "/" or request.method != "GET":
            return None
        path = first_path(pages, actor())
        if path is None:
            return None
        query = request.query_string.decode()
        answer: Response = redirect(f"{path}?{query}" if query else path)  # type: ignore[assignment]
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _unknown_addresses(app: Dash, pages: Sequence[Page]) -> None:
    """An address of no page answers 404, with the page that says so."""

    @app.server.after_request
    def tell(answer: Response) -> Response:
        everything_else = request.endpoint == "/<path:path>"  # Dash's own: any address gets the index
        if everything_else and answer.status_code == 200 and find(pages, request.path)[0] is None:
            answer.status_code = 404
        return answer
