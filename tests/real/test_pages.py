"""Every page over real cities: gaps, areas off the map, years that begin in March, indicators without targets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from dash._utils import to_json
from flask import Flask
from flask_caching import Cache

from app.access import Actor, Role
from app.domain.board import Tile
from app.pages import PAGES
from app.services import current
from app.services.board_templates import begun
from app.services.board_tiles import offered
from app.services.boards import create
from app.services.cases import sides
from app.services.cockpit import EXTENSION, Cockpit
from app.ui.page import Page, Visit
from tests.real.city import RealCity

pytestmark = pytest.mark.real


@pytest.fixture(params=["shanghai_health", "cn_air", "london_boroughs"])
def real_city(city, request) -> Iterator[RealCity]:
    """A city inside a request to its server."""
    found = city(request.param)
    server = Flask("real")
    server.secret_key = "not a secret"
    cache = Cache(server, config={"CACHE_TYPE": "NullCache"})
    server.extensions[EXTENSION] = Cockpit(found.catalogue, found.centre, found.store, cache)
    with server.test_request_context("/"):
        yield found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
@pytest.mark.parametrize(("lang", "place"), [("zh", "city"), ("en", "last district")])
def test_every_page_can_be_drawn(real_city, page, lang, place):
    """The last district of Shanghai and of London is no place on the map."""
    role = next(role for role in (Role.CITIZEN, Role.LEADER, Role.DATA_OFFICER) if role in page.roles)
    several = _parts(page, real_city, role)
    for parts in several:
        path = page.path
        for name, value in parts.items():
            path = path.replace(f"<{name}>", value)
        area = real_city.code if place == "city" else real_city.districts[-1]
        visit = Visit(path, {"lang": lang, "area": area}, parts, Actor(role), lang)
        view = page.layout(visit)
        assert view.title
        assert len(to_json(view.body)) > 500
        assert "state--failure" not in to_json(view.body)  # a part that fails leaves the rest of its page
    nothing_refused = real_city.store.quarantine().empty
    assert several or (page.path == "/data/quarantine/<id>" and nothing_refused) or page.path == "/cases/<id>"


def _parts(page: Page, real_city: RealCity, role: Role) -> list[dict[str, str]]:
    """The ids a page takes; citizens have pages of public indicators alone."""
    catalogue, store = real_city.catalogue, real_city.store
    if "<" not in page.path:
        return [{}]
    if "<run>" in page.path:
        return [{"run": str(run)} for run in store.runs()["id"].head(3)]
    if page.path == "/data/quarantine/<id>":
        return [{"id": str(row)} for row in store.quarantine()["id"].head(3)]
    if page.path == "/lineage/source/<id>":
        return [{"id": code} for code in catalogue.sources]
    if page.path.startswith("/boards/"):
        return [
            {"id": _board(real_city, Actor(role), template)}
            for template in ("misses", *_departments(real_city))
        ]
    if page.path == "/cases/<id>":
        return [{"id": one.id} for one in catalogue.indicators.values() if sides(catalogue, one)]
    if "department" in page.path:
        return [{"id": code} for code in catalogue.departments]
    public = [i.id for i in catalogue.indicators.values() if i.on_leader_screen]
    return [{"id": code} for code in (public if role is Role.CITIZEN else catalogue.indicators)]


def _departments(real_city: RealCity) -> list[str]:
    return [f"department:{code}" for code in real_city.catalogue.departments]


def _board(real_city: RealCity, actor: Actor, template: str) -> str:
    """A board of the actor's, begun from a template, and every chart that fits its first indicators."""
    cockpit = current()
    plan = begun(cockpit, actor, template, real_city.code)
    several = next((tile.indicators for tile in reversed(plan.tiles)), ())
    for names in (several[:1], several[:2]):
        fits = [one for one in offered(cockpit, actor, plan, names) if one.fits]
        for choice in fits:
            plan = plan.added(Tile(choice.chart, names))
    return create(cockpit, actor, template, plan).id
