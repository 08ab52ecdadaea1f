"""What can be added: indicators that were looked for, in a chart that fits, or a note."""

from __future__ import annotations

from typing import Any

from dash import html

from app.domain.board import LONGEST_WORDS, MOST_INDICATORS
from app.services import Cockpit
from app.services.board_tiles import Choice, likely, offered
from app.services.boards import SavedBoard
from app.services.search import find
from app.ui.components import folded, form, hidden, link, search, text_field
from app.ui.page import Visit

SHOWN = 12


def adding(visit: Visit, cockpit: Cockpit, board: SavedBoard) -> list[Any]:
    """Look for indicators, pick, choose a chart."""
    t = visit.t
    chosen = [name for name in visit.list("pick") if name in cockpit.catalogue.indicators][:MOST_INDICATORS]
    words = visit.get("q") or ""
    finder = search(
        t,
        action=visit.href(q=None) + "#add",
        value=words,
        label=t("board_edit.search"),
        lang=t.lang,
        keep={"pick": ",".join(chosen)} if chosen else None,
    )
    parts: list[Any] = [html.P(t("board_edit.add_lead"), className="quiet"), finder]
    if chosen:
        parts += [picked(visit, cockpit, chosen), charts(visit, cockpit, board, chosen)]
    return [*parts, picks(visit, cockpit, board, words, chosen)]


def _toggle(visit: Visit, chosen: list[str], name: str, words: str, *, taken: bool) -> Any:
    """A link that takes an indicator in or out."""
    address = visit.href(pick=",".join(_toggled(chosen, name)) or None) + "#add"
    return html.Li(link(words, address, class_name="choice__option", current="true" if taken else ""))


def picked(visit: Visit, cockpit: Cockpit, chosen: list[str]) -> Any:
    """What has been chosen so far; a click lets it go."""
    t, catalogue = visit.t, cockpit.catalogue
    items = [
        _toggle(
            visit,
            chosen,
            name,
            t("board_edit.picked", name=t.name(catalogue.indicator(name).name)),
            taken=True,
        )
        for name in chosen
    ]
    return html.Ul(items, className="builder__picks", **{"aria-label": t("board_edit.chosen")})


def picks(visit: Visit, cockpit: Cockpit, board: SavedBoard, words: str, chosen: list[str]) -> Any:
    """What was found, best first; a click takes it in."""
    t, catalogue = visit.t, cockpit.catalogue
    near = likely(cockpit, visit.actor, board.plan)
    found = [one for one in find(catalogue, near, words) if one.id not in chosen]
    if not found:
        return None if chosen else html.P(t("board_edit.not_found"), className="quiet")
    items = [
        _toggle(visit, chosen, one.id, t("board_edit.pick", name=t.name(one.name)), taken=False)
        for one in found[:SHOWN]
    ]
    more = len(found) - SHOWN
    told = html.P(t("board_edit.more", n=more), className="quiet") if more > 0 else None
    return html.Div([html.Ul(items, className="builder__found"), told])


def _toggled(chosen: list[str], name: str) -> list[str]:
    return [one for one in chosen if one != name] if name in chosen else [*chosen, name]


def charts(visit: Visit, cockpit: Cockpit, board: SavedBoard, chosen: list[str]) -> Any:
    """Every chart that fits with why, the suggested one first; those that do not, folded, with why not."""
    t = visit.t
    every = offered(cockpit, visit.actor, board.plan, chosen)
    rows = [
        html.Li(
            [chart_form(visit, board, chosen, one, place), html.Span(_why(visit, one), className="quiet")]
        )
        for place, one in enumerate(one for one in every if one.fits)
    ]
    unfit = [
        html.Li(
            [html.Strong(t(f"board_edit.chart.{one.chart}")), html.Span(_why(visit, one), className="quiet")]
        )
        for one in every
        if not one.fits
    ]
    shown: list[Any] = [html.Ul(rows, className="builder__charts")]
    if unfit:
        shown.append(folded(t("board_edit.unfit"), [html.Ul(unfit, className="builder__charts")]))
    return html.Div(shown)


def _why(visit: Visit, choice: Choice) -> str:
    return visit.t(f"board_edit.why.{choice.why}")


def chart_form(visit: Visit, board: SavedBoard, chosen: list[str], choice: Choice, place: int) -> Any:
    """One button: the chosen indicators on the board, drawn like this."""
    t = visit.t
    values = {
        "board": board.id,
        "revision": str(board.revision),
        "chart": str(choice.chart),
        "indicators": ",".join(chosen),
    }
    name = t(f"board_edit.chart.{choice.chart}")
    return form(
        t,
        action="board_add",
        back=f"{visit.href(pick=None, q=None)}#tile-{len(board.plan.tiles) + 1}",
        children=[hidden(key, value) for key, value in values.items()],
        submit=t("board_edit.suggested" if place == 0 else "board_edit.add_as", chart=name),
        quiet=place > 0,
    )


def note_form(visit: Visit, board: SavedBoard) -> Any:
    """Words between the figures; plain text."""
    t = visit.t
    back = f"{visit.href()}#tile-{len(board.plan.tiles) + 1}"
    fields = [
        hidden("board", board.id),
        hidden("revision", str(board.revision)),
        hidden("chart", "note"),
        text_field(t("board_edit.note_words"), "words", required=True, maxLength=LONGEST_WORDS),
    ]
    return form(
        t, action="board_add", back=back, children=fields, submit=t("board_edit.note_add"), quiet=True
    )
