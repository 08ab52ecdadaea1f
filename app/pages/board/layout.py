"""A built board: its tiles for the area and period in the address, its own where none is given."""

from __future__ import annotations

from functools import partial
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.area import Outlines
from app.domain.board import Tile
from app.domain.period import Grain
from app.i18n import format as say
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.board_tiles import Drawn, Shown
from app.services.boards import SavedBoard, may_edit
from app.services.boundaries import outlines
from app.services.downloads import built_board
from app.ui.components import breadcrumb, button_link, download_menu, empty, form, hidden, page_header
from app.ui.controls import area_select, grain_choice, page_filters, period_select
from app.ui.errors import part
from app.ui.page import View, Visit
from app.ui.ready import tile_part

GRAINS = (Grain.MONTH, Grain.QUARTER, Grain.YEAR)


def layout(visit: Visit) -> View:
    """The board last saved."""
    cockpit = current()
    moment = asked.as_of(cockpit, visit.get("as_of"))
    board, shown = built_board(
        cockpit, visit.actor, visit.parts["id"], visit.get("area"), visit.get("period"), moment
    )
    reach = [figure.data_to for figure in shown.figures if figure.data_to]
    body = [top(visit, cockpit, board, shown), tiles(visit, cockpit, shown)]
    return View(board.title, body, data_to=max(reach, default=None))


def top(visit: Visit, cockpit: Cockpit, board: SavedBoard, shown: Drawn) -> Component:
    """The title, where and when, what may be done."""
    t = visit.t
    periods = asked.choices(cockpit, shown.period.grain)
    choices = [
        area_select(visit, shown.area, shown.children, shown.area) if shown.children else None,
        grain_choice(
            visit, GRAINS, shown.period.grain, lambda g: asked.same_moment(cockpit, shown.period, g)
        ),
        period_select(visit, periods, shown.period, periods[0]),
    ]
    kept = {"area": visit.get("area"), "period": visit.get("period"), "as_of": visit.get("as_of")}
    csv, pdf = (visit.href(f"/export/boards/{board.id}.{kind}", **kept) for kind in ("csv", "pdf"))
    files = download_menu(t, of=board.title, csv=csv, pdf=pdf) if shown.figures else None
    actions: list[Any] = [files, copy_form(visit, board)]
    if may_edit(visit.actor, board):
        actions.append(button_link(t("board.edit"), visit.href(f"/boards/{board.id}/edit"), quiet=False))
    trail = [(t("boards.name"), visit.href("/boards")), (board.title, None)]
    lead = t("board.lead", area=t.name(shown.area.name), period=say.period(shown.period, t.lang))
    return page_header(
        board.title,
        lead=lead,
        trail=breadcrumb(trail, t("ui.frame.trail")),
        actions=actions,
        aside=page_filters(visit, [one for one in choices if one is not None]),
    )


def copy_form(visit: Visit, board: SavedBoard) -> Component:
    """One's own copy of it."""
    fields = [hidden("board", board.id)]
    made = form(
        visit.t,
        action="board_copy",
        back=visit.href(),
        children=fields,
        submit=visit.t("board.copy"),
        quiet=True,
    )
    return html.Div(made, className="builder__bar")


def tiles(visit: Visit, cockpit: Cockpit, shown: Drawn) -> Component:
    """The tiles in their order; a failed one leaves the others standing."""
    t = visit.t
    if not shown.tiles:
        return empty(t, t("board.empty"), t("board.empty_help"))
    shapes = outlines(cockpit, shown.area.code)
    found = [
        html.Div(part(visit, partial(one_tile, visit, one, shapes)), className=width(one.tile))
        for one in shown.tiles
    ]
    return html.Div(found, className="board")


def one_tile(visit: Visit, one: Shown, shapes: Outlines | None) -> Any:
    """A tile; where an indicator has left the catalogue, it says so beside the rest."""
    drawn_tile = tile_part(visit, one.tile, one.figures, one.parts, shapes)
    if not one.gone or not one.figures:
        return drawn_tile
    names = visit.t("ui.picture.comma").join(one.gone)
    return html.Div([drawn_tile, html.P(visit.t("board.some_gone", names=names), className="quiet")])


def width(tile: Tile) -> str:
    """The class of a tile's width."""
    return f"board__tile board__tile--{tile.width}"
