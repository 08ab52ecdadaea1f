"""The figures behind each download: the very ones the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.access import VISITOR, Actor
from app.domain.errors import CockpitError
from app.services.board_tiles import Drawn, drawn
from app.services.boards import SavedBoard, opened
from app.services.cockpit import Cockpit
from app.services.department import board
from app.services.detail import detail
from app.services.figures import Figure, ask
from app.services.panel import HISTORY
from app.services.public import public_board, public_period, published
from app.services.visit import place, when

MOST = 50_000  # figures of one file


def board_figures(
    cockpit: Cockpit,
    actor: Actor,
    department: str,
    area: str | None,
    period: str | None,
    as_of: datetime | None = None,
) -> list[Figure]:
    """Every card of the board with its history."""
    shown = board(
        cockpit,
        actor,
        department=department,
        area=place(cockpit, area),
        period=when(cockpit, period, as_of=as_of),
        as_of=as_of,
    )
    return [point for figure in shown.figures for point in figure.series]


def built_board(
    cockpit: Cockpit,
    actor: Actor,
    board: str,
    area: str | None,
    period: str | None,
    as_of: datetime | None = None,
) -> tuple[SavedBoard, Drawn]:
    """A built board as it was last saved, drawn for an area and period: its own where none is given."""
    saved = opened(cockpit, actor, board)
    asked = when(cockpit, period) if period else None
    return saved, drawn(cockpit, actor, saved.plan, area=area, period=asked, as_of=as_of)


def detail_figures(
    cockpit: Cockpit,
    actor: Actor,
    indicator: str,
    area: str | None,
    period: str | None,
    as_of: datetime | None = None,
) -> list[Figure]:
    """The trend and the parts of the indicator page."""
    shown = detail(
        cockpit,
        actor,
        indicator=indicator,
        area=place(cockpit, area),
        period=when(cockpit, period, as_of=as_of),
        as_of=as_of,
    )
    return [*shown.figure.series, *shown.parts]


def chosen_figures(
    cockpit: Cockpit,
    actor: Actor,
    indicators: Sequence[str],
    areas: Sequence[str],
    span: tuple[str, str],
    as_of: datetime | None = None,
) -> list[Figure]:
    """What one chart or table shows: indicators of areas from the first to the last period of `span`.

    Raises: Forbidden for citizens, whose files are those of whole pages; bad_period, UnknownArea,
    UnknownIndicator; CockpitError('export_too_large').
    """
    actor.require_internal("export")
    first, last = (when(cockpit, text, as_of=as_of) for text in span)
    if first.grain is last.grain:
        days, step = (last.end - first.start).days + 1, (first.end - first.start).days + 1
        size = len(indicators) * len(areas) * max(days // step, 1)
        if size > MOST:
            raise CockpitError("export_too_large", size=size, limit=MOST)
    return ask(cockpit, actor, indicators, areas, first, last, as_of)


def with_parts(cockpit: Cockpit, area: str | None) -> list[str]:
    """An area and those directly below it. Raises UnknownArea."""
    code = place(cockpit, area)
    return [code, *(child.code for child in cockpit.catalogue.children(code))]


def public_all_figures(cockpit: Cockpit, area: str) -> list[Figure]:
    """The public list of one area."""
    return list(public_board(cockpit, VISITOR, area=area).figures)


def public_detail_figures(cockpit: Cockpit, indicator: str) -> list[Figure]:
    """One published indicator for the city and, where published, its districts, with history.

    Raises: UnknownIndicator for one that is not published.
    """
    catalogue = cockpit.catalogue
    last = public_period(cockpit, catalogue.indicator(indicator))
    districts = catalogue.children(catalogue.city.area)
    below = indicator in {i.id for i in published(cockpit, 1)}
    codes = [catalogue.city.area, *(d.code for d in districts if below)]
    return ask(cockpit, VISITOR, [indicator], codes, last.shift(1 - HISTORY[last.grain]), last)
