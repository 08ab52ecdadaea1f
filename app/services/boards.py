"""Boards that people build: who may open, change, share and take them away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from app.access import Actor, Role
from app.domain.board import LONGEST_TITLE, Plan
from app.domain.errors import CockpitError, Forbidden
from app.services.cockpit import Cockpit
from app.store.boards import Boards, BoardState, SavedBoard

__all__ = [
    "BoardState",
    "Change",
    "Listed",
    "SavedBoard",
    "boards",
    "copy",
    "create",
    "delete",
    "edit",
    "history",
    "may_edit",
    "opened",
    "publish",
    "readers",
    "restore",
    "share",
]

DEPARTMENT = "department:"
Change = Callable[[Plan], Plan]


@dataclass(frozen=True, slots=True)
class Listed:
    """A board in the list. `mine`: whether the actor may change it; `pending`: changes not saved yet."""

    board: SavedBoard
    mine: bool
    pending: bool


def may_edit(actor: Actor, board: SavedBoard) -> bool:
    """Who built it, and data officers."""
    return actor.internal and (actor.name == board.owner or actor.role is Role.DATA_OFFICER)


def may_open(actor: Actor, board: SavedBoard) -> bool:
    """Who may change it, and those it is shared with."""
    mine = {str(actor.role), f"{DEPARTMENT}{actor.department}"}
    return may_edit(actor, board) or (actor.internal and bool(mine & set(board.shared)))


def readers(cockpit: Cockpit) -> tuple[str, ...]:
    """All that a board may be shared with: roles, then single departments."""
    roles = (Role.LEADER, Role.DEPT_HEAD, Role.DATA_OFFICER)
    return (*map(str, roles), *(f"{DEPARTMENT}{name}" for name in cockpit.catalogue.departments))


def boards(cockpit: Cockpit, actor: Actor, words: str = "") -> list[Listed]:
    """The actor's boards and those shared with them, newest change first. Raises: Forbidden for citizens.

    `words`: all of them must stand in the title. Others see the state last saved, and nothing before that.
    """
    actor.require_internal("boards")
    store = Boards(cockpit.store)
    newest = store.every()
    saved = store.saved([one.id for one in newest])
    found = []
    for one in newest:
        mine = may_edit(actor, one)
        shown = one if mine else saved.get(one.id)
        if shown is not None and may_open(actor, shown) and _named(shown, words):
            found.append(Listed(shown, mine, pending=mine and one.state is BoardState.DRAFT))
    return found


def opened(cockpit: Cockpit, actor: Actor, board: str, *, to_edit: bool = False) -> SavedBoard:
    """The state last saved; `to_edit`: the one being edited. A board never saved opens as it stands for its owner.

    Raises: Forbidden; CockpitError('board_unknown').
    """
    actor.require_internal("boards")
    store = Boards(cockpit.store)
    newest = store.newest(board)
    if may_edit(actor, newest):
        return newest if to_edit else store.saved([board]).get(board, newest)
    shown = store.newest(board, saved=True)
    if to_edit or not may_open(actor, shown):
        raise Forbidden("boards")
    return shown


def history(cockpit: Cockpit, actor: Actor, board: str) -> list[SavedBoard]:
    """Every state, newest first, for those who may change it. Raises: as `opened`."""
    opened(cockpit, actor, board, to_edit=True)
    return Boards(cockpit.store).history(board)


def create(cockpit: Cockpit, actor: Actor, title: str, plan: Plan) -> SavedBoard:
    """A new board, a draft that its builder alone sees. Raises: Forbidden; CockpitError('title_needed', …)."""
    actor.require_internal("boards")
    at = cockpit.catalogue.moment()
    name = uuid4().hex[:12]
    one = SavedBoard(name, 1, BoardState.DRAFT, _title(title), actor.name, (), plan, actor.name, at)
    return Boards(cockpit.store).write(one)


def edit(
    cockpit: Cockpit, actor: Actor, board: str, revision: int, change: Change, *, title: str | None = None
) -> SavedBoard:
    """A step of editing, on the state the editor saw; with another `title` where one is given.

    Raises: Forbidden; CockpitError('board_unknown', 'board_changed', 'title_needed', 'title_too_long') and
    what `change` raises.
    """
    seen = opened(cockpit, actor, board, to_edit=True)
    if seen.revision != revision:
        raise CockpitError("board_changed", title=seen.title)
    named = seen.title if title is None else _title(title)
    return _next(cockpit, actor, seen, BoardState.DRAFT, plan=change(seen.plan), title=named)


def publish(cockpit: Cockpit, actor: Actor, board: str) -> SavedBoard:
    """What is being edited becomes what others see. Raises: as `opened`."""
    return _next(cockpit, actor, opened(cockpit, actor, board, to_edit=True), BoardState.SAVED)


def share(cockpit: Cockpit, actor: Actor, board: str, shared: Sequence[str]) -> SavedBoard:
    """Say who else may open it, and save it. Raises: as `opened`; CockpitError('reader_unknown')."""
    known = readers(cockpit)
    for one in shared:
        if one not in known:
            raise CockpitError("reader_unknown", reader=one)
    seen = opened(cockpit, actor, board, to_edit=True)
    return _next(cockpit, actor, seen, BoardState.SAVED, shared=tuple(r for r in known if r in shared))


def restore(cockpit: Cockpit, actor: Actor, board: str, revision: int) -> SavedBoard:
    """Go on editing from an earlier state. Raises: as `opened`; CockpitError('board_unknown')."""
    seen = opened(cockpit, actor, board, to_edit=True)
    for one in Boards(cockpit.store).history(board):
        if one.revision == revision:
            return _next(cockpit, actor, seen, BoardState.DRAFT, title=one.title, plan=one.plan)
    raise CockpitError("board_unknown", board=board)


def copy(cockpit: Cockpit, actor: Actor, board: str) -> SavedBoard:
    """One's own copy of a board one may open, shared with nobody. Raises: as `opened`."""
    seen = opened(cockpit, actor, board)
    return create(cockpit, actor, seen.title, seen.plan)


def delete(cockpit: Cockpit, actor: Actor, board: str) -> None:
    """Take a board away; its history stays in the store. Raises: as `opened`."""
    _next(cockpit, actor, opened(cockpit, actor, board, to_edit=True), BoardState.DELETED)


def _next(
    cockpit: Cockpit, actor: Actor, seen: SavedBoard, state: BoardState, **changes: object
) -> SavedBoard:
    """The next state of a board, after the one that was seen."""
    made = {"revision": seen.revision + 1, "state": state, "made_by": actor.name}
    one = replace(seen, **made, made_at=cockpit.catalogue.moment(), **changes)  # type: ignore[arg-type]
    return Boards(cockpit.store).write(one)


def _title(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise CockpitError("title_needed")
    if len(words) > LONGEST_TITLE:
        raise CockpitError("title_too_long", length=len(words), limit=LONGEST_TITLE)
    return words


def _named(board: SavedBoard, words: str) -> bool:
    return all(word in board.title.casefold() for word in words.casefold().split())
