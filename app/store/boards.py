"""Boards that people build. Each change is a new row: nothing is overwritten, so that any state comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from app.domain.board import Plan
from app.domain.errors import CockpitError
from app.store.decided import Deed, deciding
from app.store.moments import micros, moment
from app.store.store import Store
from app.store.tables import board

_PLANS = TypeAdapter(Plan)


class BoardState(StrEnum):
    """What a row is: a step of editing, what others see, or the end."""

    DRAFT = "draft"
    SAVED = "saved"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class SavedBoard:
    """One state of a board. `shared`: roles, or departments written 'department:<id>'."""

    id: str
    revision: int
    state: BoardState
    title: str
    owner: str
    shared: tuple[str, ...]
    plan: Plan
    made_by: str
    made_at: datetime


class Boards:
    """Every state that every board ever had; the newest is the one edited, the newest saved the one shown."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def write(self, one: SavedBoard) -> SavedBoard:
        """Write a state down; audited.

        Raises: CockpitError('board_changed') when that revision was written by somebody else meanwhile.
        """
        row = {
            "id": one.id,
            "revision": one.revision,
            "state": str(one.state),
            "owner": one.owner,
            "document": {
                "title": one.title,
                "shared": list(one.shared),
                "plan": _PLANS.dump_python(one.plan, mode="json"),
            },
            "made_by": one.made_by,
            "made_at": micros(one.made_at),
        }
        detail = {"revision": one.revision, "title": one.title, "shared": list(one.shared)}
        deed = Deed(one.made_by, f"board_{one.state}", one.id, detail)
        try:
            with deciding(self._store, deed, bump=False) as connection:
                connection.execute(insert(board).values(**row))
        except IntegrityError as error:
            raise CockpitError("board_changed", title=one.title) from error
        return one

    def newest(self, name: str, *, saved: bool = False) -> SavedBoard:
        """The state last written, or last `saved`. Raises: CockpitError('board_unknown')."""
        shown = self._last(board.c.id == name)
        if shown and shown[0].state is not BoardState.DELETED and saved:
            shown = list(self.saved([name]).values())
        if not shown or shown[0].state is BoardState.DELETED:
            raise CockpitError("board_unknown", board=name)
        return shown[0]

    def history(self, name: str) -> list[SavedBoard]:
        """Every state of a board, newest first."""
        return self._read(select(board).where(board.c.id == name).order_by(board.c.revision.desc()))

    def every(self) -> list[SavedBoard]:
        """The newest state of each board that was not deleted, newest change first."""
        return [one for one in self._last() if one.state is not BoardState.DELETED]

    def saved(self, names: Sequence[str]) -> dict[str, SavedBoard]:
        """By board, the newest saved state of those that have one."""
        found = self._last(board.c.id.in_(list(names)), board.c.state == str(BoardState.SAVED))
        return {one.id: one for one in found}

    def _last(self, *among: ColumnElement[bool]) -> list[SavedBoard]:
        """The newest of these states of each board, newest change first."""
        last = (
            select(board.c.id, func.max(board.c.revision).label("revision"))
            .where(*among)
            .group_by(board.c.id)
            .subquery()
        )
        same = (board.c.id == last.c.id) & (board.c.revision == last.c.revision)
        return self._read(select(board).join(last, same).order_by(board.c.made_at.desc(), board.c.id))

    def _read(self, query: Select[Any]) -> list[SavedBoard]:
        with self._store.reading() as connection:
            return [_board(row._mapping) for row in connection.execute(query)]


def _board(row: Any) -> SavedBoard:
    values = dict(row)
    document = values.pop("document")
    values["state"] = BoardState(values["state"])
    values["title"] = document["title"]
    values["shared"] = tuple(document["shared"])
    values["plan"] = _PLANS.validate_python(document["plan"])
    values["made_at"] = moment(values["made_at"])
    return SavedBoard(**values)
