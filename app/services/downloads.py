"""The figures behind each download: the very ones the page shows."""

from __future__ import annotations

from datetime import datetime

from app.access import VISITOR, Actor
from app.services.cockpit import Cockpit
from app.services.department import board
from app.services.detail import detail
from app.services.figures import Figure, ask
from app.services.panel import HISTORY
from app.services.public import public_board, public_period, published
from app.services.visit import place, when


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
