"""What can be added: indicators that were looked for, in a chart that fits, or a note."""

from __future__ import annotations

from typing import Any

from dash import html

from app.domain.board import LONGEST_WORDS, MOST_INDICATORS
from app.services import Cockpit
from app.services.board_tiles import offered
from app.services.boards import SavedBoard
from app.services.search import find
from app.ui.components import form, hidden, link, plain_panel, search, text_field
from app.ui.page import Visit

SHOWN = 12


def adding(visit: Visit, cockpit: Cockpit, board: SavedBoard) -> list[Any]:
    """Look for indicators, pick, choose a chart; or write a note."""
    t = visit.t
    chosen = [name for name in visit.list("pick") if name in cockpit.catalogue.indicators][:MOST_INDICATORS]
    words = visit.get("q") or ""
    finder = search(
        t,
        action=visit.path,
        value=words,
        label=t("board_edit.search"),
        lang=t.lang,
        keep={"pick": ",".join(chosen)} if chosen else None,
    )
    parts: list[Any] = [finder, picks(visit, cockpit, words, chosen)]
    if chosen:
        parts.append(charts(visit, cockpit, board, chosen))
    parts.append(plain_panel(t("board_edit.note"), note_form(visit, board)))
    return parts


def picks(visit: Visit, cockpit: Cockpit, words: str, chosen: list[str]) -> Any:
    """What was found, best first; a click takes it in or out."""
    t, catalogue = visit.t, cockpit.catalogue
    found = find(catalogue, catalogue.indicators.values(), words)
    first = [catalogue.indicator(name) for name in chosen]
    rest = [one for one in found if one.id not in chosen][:SHOWN]
    items = [
        html.Li(
            link(
                t("board_edit.picked" if one.id in chosen else "board_edit.pick", name=t.name(one.name)),
                visit.href(pick=",".join(_toggled(chosen, one.id)) or None),
                class_name="choice__option",
                current="true" if one.id in chosen else "",
            )
        )
        for one in (*first, *rest)
    ]
    more = len(found) - len([one for one in found if one.id in chosen]) - len(rest)
    told = t("board_edit.more", n=more) if more > 0 else ""
    return html.Div([html.Ul(items, className="builder__picks"), html.P(told, className="quiet")])


def _toggled(chosen: list[str], name: str) -> list[str]:
    return [one for one in chosen if one != name] if name in chosen else [*chosen, name]


def charts(visit: Visit, cockpit: Cockpit, board: SavedBoard, chosen: list[str]) -> Any:
    """Every chart with why it fits or does not, the suggested one first."""
    t = visit.t
    rows = []
    for place, one in enumerate(offered(cockpit, visit.actor, board.plan, chosen)):
        name = t(f"board_edit.chart.{one.chart}")
        why = t(f"board_edit.why.{one.why}")
        if not one.fits:
            rows.append(html.Li([html.Strong(name), html.Span(why, className="quiet")]))
            continue
        values = {
            "board": board.id,
            "revision": str(board.revision),
            "chart": str(one.chart),
            "indicators": ",".join(chosen),
        }
        add = form(
            t,
            action="board_add",
            back=visit.href(pick=None, q=None),
            children=[hidden(key, value) for key, value in values.items()],
            submit=t("board_edit.suggested" if place == 0 else "board_edit.add_as", chart=name),
            quiet=True,
        )
        rows.append(html.Li([add, html.Span(why, className="quiet")]))
    return html.Ul(rows, className="builder__charts")


def note_form(visit: Visit, board: SavedBoard) -> Any:
    """Words between the figures; plain text."""
    t = visit.t
    fields = [
        hidden("board", board.id),
        hidden("revision", str(board.revision)),
        hidden("chart", "note"),
        text_field(t("board_edit.note_words"), "words", required=True, maxLength=LONGEST_WORDS),
    ]
    return form(
        t, action="board_add", back=visit.href(), children=fields, submit=t("board_edit.note_add"), quiet=True
    )
