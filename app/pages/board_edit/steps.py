"""One tile in the builder: as it will be seen, under what can be done to it."""

from __future__ import annotations

from typing import Any

from dash import html

from app.domain.board import LONGEST_WORDS, Chart, Width
from app.services import Cockpit
from app.services.board_tiles import Drawn, Shown, fits
from app.services.boards import SavedBoard
from app.services.boundaries import outlines
from app.ui.components import field, folded, form, hidden, select_field
from app.ui.errors import part
from app.ui.page import Visit
from app.ui.ready import tile_part


def tile_steps(visit: Visit, cockpit: Cockpit, board: SavedBoard, place: int, shown: Drawn) -> Any:
    """The tile's controls above its picture."""
    t, one = visit.t, shown.tiles[place]
    shapes = outlines(cockpit, shown.area.code)
    name = t("board_edit.tile", n=place + 1, chart=t(f"board_edit.chart.{one.tile.chart}"))
    picture = part(visit, lambda: tile_part(visit, one.tile, one.figures, one.parts, shapes))
    head = [
        html.Span("⠿", className="builder__grip", title=t("board_edit.drag"), draggable="true"),
        html.H2(name, className="builder__name"),
        *_moves(visit, board, place, name),
    ]
    change = folded(
        t("board_edit.change"), [_look(visit, cockpit, board, place, one)], class_name="builder__change"
    )
    return html.Section(
        [html.Div([html.Div(head, className="builder__head"), change], className="builder__bar-of"), picture],
        className=f"board__tile board__tile--{one.tile.width} builder__tile",
        id=f"tile-{place + 1}",
        **{"data-place": str(place)},
    )


def _step(
    visit: Visit, board: SavedBoard, place: int, action: str, words: str, *, to: int | None = None
) -> Any:
    values = {"board": board.id, "revision": str(board.revision), "tile": str(place)}
    if to is not None:
        values["to"] = str(to)
    fields = [hidden(name, value) for name, value in values.items()]
    landing = max(1, place if to is None else to + 1)
    back = f"{visit.href()}#tile-{landing}"
    return form(visit.t, action=action, back=back, children=fields, submit=words, quiet=True)


def _moves(visit: Visit, board: SavedBoard, place: int, name: str) -> list[Any]:
    """Forward, back, away; what cannot be done is not offered."""
    t, last = visit.t, len(board.plan.tiles) - 1
    found = []
    if place > 0:
        found.append(_step(visit, board, place, "board_move", t("board_edit.up"), to=place - 1))
    if place < last:
        found.append(_step(visit, board, place, "board_move", t("board_edit.down"), to=place + 1))
    found.append(_step(visit, board, place, "board_remove", t("board_edit.remove")))
    return [html.Div(found, className="builder__moves", role="group", **{"aria-label": name})]


def _look(visit: Visit, cockpit: Cockpit, board: SavedBoard, place: int, shown: Shown) -> Any:
    """Chart, width, heading."""
    t, tile = visit.t, shown.tile
    if tile.chart is Chart.NOTE:
        charts = [(str(Chart.NOTE), t("board_edit.chart.note"))]
    else:
        every = fits(cockpit, board.plan, shown.figures)
        charts = [(str(one.chart), t(f"board_edit.chart.{one.chart}")) for one in every if one.fits]
    widths = [(str(width), t(f"board_edit.width.{width}")) for width in Width]
    fields = [
        hidden("board", board.id),
        hidden("revision", str(board.revision)),
        hidden("tile", str(place)),
        select_field(t("board_edit.chart_label"), "chart", charts, str(tile.chart)),
        select_field(t("board_edit.width_label"), "width", widths, str(tile.width)),
        field(t("board_edit.words"), "words", tile.words, maxLength=LONGEST_WORDS),
    ]
    back = f"{visit.href()}#tile-{place + 1}"
    return form(t, action="board_look", back=back, children=fields, submit=t("board_edit.apply"), quiet=True)
