"""The board builder: the board as it stands, its tiles with what can be done to them, and what can be added.

Every step is a form of its own: nothing is lost, nothing needs a pointer, and each step can be taken back.
"""

from __future__ import annotations

from typing import Any

from dash import html

from app.domain.board import LONGEST_TITLE
from app.pages.board_edit.adding import adding
from app.pages.board_edit.sharing import earlier, sharing
from app.pages.board_edit.steps import tile_steps
from app.services import Cockpit, current
from app.services.board_tiles import drawn
from app.services.boards import BoardState, SavedBoard, opened
from app.ui.components import (
    breadcrumb,
    button_link,
    empty,
    field,
    form,
    hidden,
    page_header,
    section,
    select_field,
)
from app.ui.page import View, Visit

GRAINS = ("month", "quarter", "year")


def layout(visit: Visit) -> View:
    """The state being edited."""
    cockpit, t = current(), visit.t
    board = opened(cockpit, visit.actor, visit.parts["id"], to_edit=True)
    shown = drawn(cockpit, visit.actor, board.plan)
    pieces = [tile_steps(visit, cockpit, board, place, shown) for place in range(len(shown.tiles))]
    body = [
        top(visit, board),
        section(t("board_edit.place"), about(visit, cockpit, board)),
        section(
            t("board_edit.tiles"),
            html.Div(pieces, className="stack")
            if pieces
            else empty(t, t("board_edit.none"), t("board_edit.none_help")),
        ),
        section(t("board_edit.add"), adding(visit, cockpit, board), lead=t("board_edit.add_lead")),
        section(t("board_edit.share"), sharing(visit, cockpit, board), lead=t("board_edit.share_lead")),
        section(t("board_edit.history"), earlier(visit, cockpit, board)),
    ]
    return View(t("board_edit.title", title=board.title), body)


def top(visit: Visit, board: SavedBoard) -> Any:
    """The title, whether anything waits to be saved, save."""
    t = visit.t
    pending = board.state is BoardState.DRAFT
    actions: list[Any] = [button_link(t("board_edit.look"), visit.href(f"/boards/{board.id}"))]
    if pending:
        save = [hidden("board", board.id)]
        actions.append(
            form(t, action="board_save", back=visit.href(), children=save, submit=t("board_edit.save"))
        )
    trail = [(t("boards.name"), visit.href("/boards")), (board.title, None)]
    return page_header(
        t("board_edit.title", title=board.title),
        lead=t("board_edit.pending" if pending else "board_edit.saved"),
        trail=breadcrumb(trail, t("ui.frame.trail")),
        actions=actions,
    )


def about(visit: Visit, cockpit: Cockpit, board: SavedBoard) -> Any:
    """Title, area, period."""
    t, plan = visit.t, board.plan
    catalogue = cockpit.catalogue
    city = catalogue.area(catalogue.city.area)
    areas = [(one.code, t.name(one.name)) for one in (city, *catalogue.children(city.code))]
    grains = [(grain, t("board_edit.latest", grain=t(f"ui.grain.{grain}"))) for grain in GRAINS]
    fields = [
        hidden("board", board.id),
        hidden("revision", str(board.revision)),
        field(t("board_edit.name_of"), "title", board.title, required=True, maxLength=LONGEST_TITLE),
        select_field(t("ui.chart.area"), "area", areas, plan.area),
        select_field(t("board_edit.grain"), "grain", grains, str(plan.grain)),
        field(t("board_edit.fixed"), "period", plan.period, hint=t("board_edit.fixed_hint"), maxLength=10),
    ]
    return form(t, action="board_about", back=visit.href(), children=fields, submit=t("board_edit.keep"))
