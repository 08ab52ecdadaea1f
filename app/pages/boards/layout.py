"""The list of built boards: one's own and those shared, a search, and how to begin a new one."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.board import LONGEST_TITLE
from app.services import Cockpit, current
from app.services.board_templates import templates
from app.services.boards import Listed, boards
from app.ui.components import (
    data_table,
    empty,
    field,
    form,
    page_header,
    plain_panel,
    search,
    section,
    select_field,
)
from app.ui.desk import moment_text, reader_word, role_word
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, Table
from app.ui.page import View, Visit


def layout(visit: Visit) -> View:
    """What the actor may open, newest change first."""
    cockpit, t = current(), visit.t
    words = visit.get("q") or ""
    found = boards(cockpit, visit.actor, words)
    finder = search(t, action="/boards", value=words, label=t("boards.search"), lang=t.lang)
    body = [
        page_header(t("boards.name"), lead=t("boards.lead"), aside=finder),
        section(t("boards.list"), listed(visit, cockpit, found, words)),
        section(t("boards.new"), new_form(visit, cockpit), lead=t("boards.new_lead")),
    ]
    return View(t("boards.name"), body)


@by_itself
def listed(visit: Visit, cockpit: Cockpit, found: list[Listed], words: str) -> Component:
    """The boards as a table; what to do where there is none."""
    t = visit.t
    if not found:
        return empty(t, t("boards.not_found" if words else "boards.none"), t("boards.none_help"))
    heads = [Column(t(f"boards.column.{name}")) for name in ("title", "owner", "shared", "tiles", "changed")]
    rows = [row(visit, cockpit, one) for one in found]
    return data_table(Table(t("boards.list"), tuple(heads), tuple(rows)))


def row(visit: Visit, cockpit: Cockpit, one: Listed) -> tuple[Any, ...]:
    """One board."""
    t, board = visit.t, one.board
    zone = cockpit.catalogue.city.time_zone
    title = board.title + (t("boards.pending") if one.pending else "")
    names = t("ui.picture.comma").join(reader_word(visit, name) for name in board.shared)
    return (
        Cell(title, href=visit.href(f"/boards/{board.id}")),
        Cell(t("boards.mine") if board.owner == visit.actor.name else role_word(t, board.owner)),
        Cell(names or t("boards.nobody")),
        Cell(str(len(board.plan.tiles))),
        Cell(moment_text(board.made_at, zone, t.lang)),
    )


@by_itself
def new_form(visit: Visit, cockpit: Cockpit) -> Component:
    """A title and what to begin from."""
    t = visit.t
    options = [(name, template_words(visit, cockpit, name)) for name in templates(cockpit, visit.actor)]
    fields = [
        field(t("boards.title"), "title", required=True, maxLength=LONGEST_TITLE),
        select_field(t("boards.template"), "template", options, hint=t("boards.template_hint")),
    ]
    made = form(t, action="board_new", back=visit.href(), children=fields, submit=t("boards.create"))
    return plain_panel(t("boards.new_one"), html.Div(made))


def template_words(visit: Visit, cockpit: Cockpit, template: str) -> str:
    """A template in words."""
    kind, _, name = template.partition(":")
    t = visit.t
    if kind == "department":
        return t("boards.template_of.department", name=visit.department(name))
    if kind == "theme":
        return t("boards.template_of.theme", name=t.name(cockpit.catalogue.city.themes[name]))
    return t(f"boards.template_of.{kind}")
