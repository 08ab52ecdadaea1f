"""What a reader sees when a page cannot be shown."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from dash.development.base_component import Component

from app.domain.errors import CockpitError, Forbidden
from app.i18n import explain
from app.ui.components import failed_part, failure, no_permission, not_found
from app.ui.components.links import button_link
from app.ui.page import View, Visit

log = logging.getLogger(__name__)
_failed: ContextVar[list[str] | None] = ContextVar("failed", default=None)
P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def failures() -> Iterator[list[str]]:
    """The addresses of pages that could not be shown inside, whole or in part: such an answer is not kept."""
    found: list[str] = []
    before = _failed.set(found)
    try:
        yield found
    finally:
        _failed.reset(before)


def _note(visit: Visit) -> None:
    found = _failed.get()
    if found is not None:
        found.append(visit.path)


def refused(visit: Visit, error: CockpitError) -> View:
    """A page that may not or cannot be shown, with the reason and what to do."""
    t = visit.t
    _note(visit)
    if isinstance(error, Forbidden):
        return View(t("ui.forbidden.title"), no_permission(t, visit.href("/public")))
    message, remedy = explain(error, visit.lang)
    return View(message, failure(message, remedy, button_link(t("ui.not_found.action"), visit.href("/"))))


def missing(visit: Visit) -> View:
    """No page has this address."""
    t = visit.t
    return View(t("ui.not_found.title"), not_found(t, visit.href("/")))


def broken(visit: Visit, error: Exception) -> View:
    """A fault of ours: logged with its trace, told without details."""
    _note(visit)
    log.error("page %s failed", visit.path, exc_info=error)
    t = visit.t
    again = button_link(t("ui.failure.again"), visit.href())
    return View(t("ui.failure.title"), failure(t("ui.failure.title"), t("ui.failure.help"), again))


def part(visit: Visit, draw: Callable[[], Any], around: Callable[[Component], Any] | None = None) -> Any:
    """What `draw` gives; when it fails, why and what to do, while the rest of the page stands.

    `around`: the frame a failure needs to stand where the part would have stood (a tile of the wall).
    Raises: Forbidden, for what a reader may not see is the whole page's matter.
    """
    t = visit.t
    again = button_link(t("ui.failure.again"), visit.href())
    try:
        return draw()
    except Forbidden:
        raise
    except CockpitError as error:
        told = failed_part(*explain(error, visit.lang), again)
    except Exception as error:
        log.error("a part of %s failed", visit.path, exc_info=error)
        told = failed_part(t("ui.failure.part"), t("ui.failure.help"), again)
    _note(visit)
    return around(told) if around else told


def by_itself(draw: Callable[Concatenate[Visit, P], R]) -> Callable[Concatenate[Visit, P], R | Component]:
    """A builder of a panel whose failure stays its own: see `part`. Every panel of a page is one."""

    @wraps(draw)
    def kept(visit: Visit, *args: P.args, **more: P.kwargs) -> R | Component:
        found: R | Component = part(visit, lambda: draw(visit, *args, **more))
        return found

    return kept
