"""The board builder: the board as it will be seen, each tile under its own controls, beside what can be done.

Every step is a plain form: nothing is lost, nothing needs a pointer, and each step can be taken back.
"""

from __future__ import annotations

from typing import Any

from dash import html

from app.domain.board import LONGEST_TITLE
from app.pages.board_edit.adding import adding, note_form
from app.pages.board_edit.sharing import delete_form, earlier, sharing
from app.pages.board_edit.steps import tile_steps
from app.services import Cockpit, current
from app.services.board_tiles import drawn
from app.services.boards import BoardState, SavedBoard, opened
from app.ui.components import (
    breadcrumb,
    button_link,
    empty,
    field,
    folded,
    form,
    hidden,
    link,
    page_header,
    plain_panel,
    select_field,
)
from app.ui.errors import by_itself
from app.ui.page import View, Visit

GRAINS = ("month", "quarter", "year")


def layout(visit: Visit) -> View:
    """The state being edited."""
    cockpit, t = current(), visit.t
    board = opened(cockpit, visit.actor, visit.parts["id"], to_edit=True)
    body = [
        top(visit, board),
        html.Div([tiles(visit, cockpit, board), tools(visit, cockpit, board)], className="builder"),
    ]
    return View(t("board_edit.title", title=board.title), body)


def top(visit: Visit, board: SavedBoard) -> Any:
    """The title, whether anything waits to be saved; look, take back, save."""
    t = visit.t
    pending = board.state is BoardState.DRAFT
    actions: list[Any] = [link(t("board_edit.add"), "#add", class_name="button button--quiet builder__jump")]
    if board.revision > 1:
        actions.append(undo_form(visit, board))
    actions.append(button_link(t("board_edit.look"), visit.href(f"/boards/{board.id}")))
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
        actions=[html.Div(actions, className="builder__bar")],
    )


def undo_form(visit: Visit, board: SavedBoard) -> Any:
    """Back to the step before this one; undone, the same button does it again."""
    fields = [hidden("board", board.id), hidden("revision", str(board.revision - 1))]
    words = visit.t("board_edit.undo")
    return form(visit.t, action="board_restore", back=visit.href(), children=fields, submit=words, quiet=True)


def tiles(visit: Visit, cockpit: Cockpit, board: SavedBoard) -> Any:
    """The tiles as on the board itself."""
    t = visit.t
    shown = drawn(cockpit, visit.actor, board.plan)
    if not shown.tiles:
        return html.Div(empty(t, t("board_edit.none"), t("board_edit.none_help")))
    pieces = [tile_steps(visit, cockpit, board, place, shown) for place in range(len(shown.tiles))]
    return html.Div(pieces, className="board", **{"data-builder": "true"})


@by_itself
def tools(visit: Visit, cockpit: Cockpit, board: SavedBoard) -> Any:
    """What can be added, and what concerns the whole board."""
    t = visit.t
    return html.Div(
        [
            plain_panel(t("board_edit.add"), html.Div(adding(visit, cockpit, board), id="add")),
            folded(t("board_edit.note"), [note_form(visit, board)]),
            folded(t("board_edit.place"), [about(visit, cockpit, board)]),
            folded(
                t("board_edit.share"),
                [html.P(t("board_edit.share_lead"), className="quiet"), sharing(visit, cockpit, board)],
            ),
            folded(t("board_edit.history"), [earlier(visit, cockpit, board)]),
            folded(t("board_edit.delete"), [html.P(t("board_edit.delete_hint")), delete_form(visit, board)]),
        ],
        className="builder__tools",
    )


def about(visit: Visit, cockpit: Cockpit, board: SavedBoard) -> Any:
    """Title, area, period."""
    t, plan = visit.t, board.plan
    catalogue = cockpit.catalogue
    city = catalogue.area(catalogue.city.area)
    areas = [(one.code, t.name(one.name)) for one in (city, *catalogue.children(city.code))]
    if plan.area not in dict(areas):
        areas.append((plan.area, t.name(catalogue.area(plan.area).name)))
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
