"""With whom a board is shared, its earlier states, and taking it away."""

from __future__ import annotations

from typing import Any

from dash import html

from app.services import Cockpit
from app.services.boards import SavedBoard, history, readers
from app.ui.components import form, hidden, tick_field
from app.ui.desk import moment_text, reader_word, role_word
from app.ui.page import Visit

SHOWN = 20


def sharing(visit: Visit, cockpit: Cockpit, board: SavedBoard) -> Any:
    """A tick for each role and department."""
    t = visit.t
    ticks = [
        tick_field(reader_word(visit, name), f"with:{name}", ticked=name in board.shared)
        for name in readers(cockpit)
    ]
    fields = [hidden("board", board.id), html.Div(ticks, className="builder__readers")]
    return form(
        t, action="board_share", back=visit.href(), children=fields, submit=t("board_edit.share_save")
    )


def earlier(visit: Visit, cockpit: Cockpit, board: SavedBoard) -> Any:
    """Every state, newest first, each to be gone back to."""
    t, zone = visit.t, cockpit.catalogue.city.time_zone
    rows = []
    for one in history(cockpit, visit.actor, board.id)[:SHOWN]:
        words = t(
            f"board_edit.state.{one.state}",
            n=one.revision,
            by=role_word(t, one.made_by),
            moment=moment_text(one.made_at, zone, t.lang),
            tiles=len(one.plan.tiles),
        )
        back = None
        if one.revision != board.revision:
            fields = [hidden("board", board.id), hidden("revision", str(one.revision))]
            back = form(
                t,
                action="board_restore",
                back=visit.href(),
                children=fields,
                submit=t("board_edit.restore"),
                quiet=True,
            )
        rows.append(html.Li([html.Span(words), back]))
    return html.Ol(rows, className="builder__states")


def delete_form(visit: Visit, board: SavedBoard) -> Any:
    """The end of a board."""
    return form(
        visit.t,
        action="board_delete",
        back="/boards",
        children=[hidden("board", board.id)],
        submit=visit.t("board_edit.delete"),
        quiet=True,
    )
