"""One question a view, kept in the address: departments, ranking, areas side by side, two indicators."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from app.domain.period import Grain
from app.pages.compare import departments, rank, sides, two
from app.pages.compare.asked import Asked
from app.services import current
from app.services import visit as wanted
from app.services.areas import trail
from app.services.comparison import comparable
from app.ui.components import choice, empty, page_header
from app.ui.controls import area_trail, grain_choice, page_filters, period_select
from app.ui.errors import part
from app.ui.page import View, Visit

GRAINS = (Grain.MONTH, Grain.QUARTER, Grain.YEAR)
VIEWS = {"departments": departments.body, "ranking": rank.body, "districts": sides.body, "two": two.body}


def layout(visit: Visit) -> View:
    """The comparison of the area, period, view and indicators in the address."""
    asked = read(visit)
    t = visit.t
    name = view_of(visit)
    place = asked.cockpit.catalogue.area(asked.area)
    title = t("compare.title", area=t.name(place.name))
    header = page_header(
        title,
        lead=t(f"compare.lead.{name}"),
        trail=area_trail(visit, trail(asked.cockpit.catalogue, asked.area)),
        aside=filters(visit, asked, name),
    )
    return View(title, [header, *inside(visit, asked, name)])


def view_of(visit: Visit) -> str:
    """The view the address names; chosen indicators alone mean areas side by side."""
    named = visit.get("view") or ("districts" if visit.list("indicators") else "departments")
    return named if named in VIEWS else "departments"


def inside(visit: Visit, asked: Asked, name: str) -> list[Any]:
    """The parts of one view; a place without smaller areas says so."""
    t = visit.t
    if name != "departments" and not asked.choices:
        return [empty(t, t("compare.no_parts"), t("compare.no_parts_help"))]
    found = part(visit, lambda: VIEWS[name](visit, asked))
    return found if isinstance(found, list) else [found]


def read(visit: Visit) -> Asked:
    """What the address asks for."""
    cockpit = current()
    moment = wanted.as_of(cockpit, visit.get("as_of"))
    area = wanted.place(cockpit, visit.get("area"))
    children = cockpit.catalogue.children(area)
    return Asked(
        cockpit=cockpit,
        area=area,
        parts=tuple(children),
        period=wanted.when(cockpit, visit.get("period"), as_of=moment),
        as_of=moment,
        choices=comparable(cockpit, area) if children else (),
    )


def filters(visit: Visit, asked: Asked, name: str) -> Component:
    """The view, how long a period is, and which."""
    t = visit.t
    views = [
        (
            t(f"compare.view.{one}"),
            visit.href(view=None if one == "departments" else one, q=None, pick=None),
            one == name,
        )
        for one in VIEWS
    ]
    periods = wanted.choices(asked.cockpit, asked.period.grain)
    return page_filters(
        visit,
        [
            choice(t("compare.view.label"), views),
            grain_choice(
                visit,
                GRAINS,
                asked.period.grain,
                lambda g: wanted.same_moment(asked.cockpit, asked.period, g),
            ),
            period_select(visit, periods, asked.period, periods[0]),
        ],
    )
