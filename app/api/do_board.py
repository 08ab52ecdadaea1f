"""Building boards, from forms: each step writes a new state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from werkzeug.datastructures import FileStorage

from app.access import Actor
from app.api.actions import Told, action
from app.domain.board import LONGEST_WORDS, MOST_INDICATORS, Chart, Plan, Tile, Width
from app.domain.errors import CockpitError
from app.domain.period import Grain
from app.services import Cockpit, boards
from app.services import visit as asked
from app.services.board_templates import begun
from app.services.board_tiles import fitting

Fields = Mapping[str, str]
Files = Mapping[str, FileStorage]
Known = TypeVar("Known", Chart, Width, Grain)


@action("board_new")
def new(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: title, template, area (may be empty: the city)."""
    plan = begun(cockpit, actor, fields.get("template", ""), asked.place(cockpit, fields.get("area")))
    made = boards.create(cockpit, actor, fields.get("title", ""), plan)
    return Told("api.board.made", {"title": made.title}, to=f"/boards/{made.id}/edit")


@action("board_copy")
def copy(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: board."""
    made = boards.copy(cockpit, actor, fields.get("board", ""))
    return Told("api.board.copied", {"title": made.title}, to=f"/boards/{made.id}/edit")


@action("board_about")
def about(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: board, revision, title, area, grain, period (may be empty: the latest)."""
    fixed = fields.get("period", "").strip()
    period = str(asked.when(cockpit, fixed)) if fixed else ""
    area, grain = asked.place(cockpit, fields.get("area")), _grain(fields)
    _edited(
        cockpit,
        actor,
        fields,
        lambda plan: replace(plan, area=area, period=period, grain=grain),
        title=fields.get("title", ""),
    )
    return Told("api.board.changed")


@action("board_add")
def add(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: board, revision, chart, indicators (a,b,c), words."""
    names = tuple(name for name in fields.get("indicators", "").split(",") if name)[:MOST_INDICATORS]
    chart = _chart(fields)
    width = Width.FULL if chart in (Chart.TABLE, Chart.SIDES, Chart.NOTE) or len(names) > 1 else Width.HALF
    tile = Tile(chart, names, width, _words(fields))
    _edited(cockpit, actor, fields, lambda plan: plan.added(fitting(cockpit, actor, plan, tile)))
    return Told("api.board.added")


@action("board_move")
def move(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: board, revision, tile, to (places from 0)."""
    place, to = _number(fields, "tile"), _number(fields, "to")
    _edited(cockpit, actor, fields, lambda plan: plan.moved(place, to))
    return Told("api.board.changed")


@action("board_look")
def look(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: board, revision, tile, chart, width, words."""
    place, chart = _number(fields, "tile"), _chart(fields)
    width = _one_of(Width, fields.get("width", ""))

    def change(plan: Plan) -> Plan:
        tile = replace(plan.tile(place), chart=chart, width=width, words=_words(fields))
        return plan.changed(place, fitting(cockpit, actor, plan, tile))

    _edited(cockpit, actor, fields, change)
    return Told("api.board.changed")


@action("board_remove")
def remove(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: board, revision, tile."""
    place = _number(fields, "tile")
    _edited(cockpit, actor, fields, lambda plan: plan.removed(place))
    return Told("api.board.changed")


@action("board_save")
def save(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: board."""
    boards.publish(cockpit, actor, fields.get("board", ""))
    return Told("api.board.saved")


@action("board_share")
def share(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: board; 'with:<reader>' for each it is shared with."""
    shared = [name.removeprefix("with:") for name in fields if name.startswith("with:")]
    boards.share(cockpit, actor, fields.get("board", ""), shared)
    return Told("api.board.shared")


@action("board_restore")
def restore(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: board, revision (the one to go back to)."""
    boards.restore(cockpit, actor, fields.get("board", ""), _number(fields, "revision"))
    return Told("api.board.restored")


@action("board_delete")
def delete(cockpit: Cockpit, actor: Actor, fields: Fields, _files: Files) -> Told:
    """Fields: board."""
    boards.delete(cockpit, actor, fields.get("board", ""))
    return Told("api.board.deleted", to="/boards")


def _edited(
    cockpit: Cockpit, actor: Actor, fields: Fields, change: boards.Change, title: str | None = None
) -> None:
    boards.edit(cockpit, actor, fields.get("board", ""), _number(fields, "revision"), change, title=title)


def _number(fields: Fields, name: str) -> int:
    text = fields.get(name, "")
    if not text.isdecimal() or len(text) > 6:
        raise CockpitError("board_field", field=name, text=text)
    return int(text)


def _words(fields: Fields) -> str:
    return " ".join(fields.get("words", "").split())[:LONGEST_WORDS]


def _chart(fields: Fields) -> Chart:
    return _one_of(Chart, fields.get("chart", ""))


def _grain(fields: Fields) -> Grain:
    return _one_of(Grain, fields.get("grain", ""))


def _one_of(kind: type[Known], text: str) -> Known:
    try:
        return kind(text)
    except ValueError as error:
        raise CockpitError("board_field", field=kind.__name__, text=text) from error
