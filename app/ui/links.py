"""Where an indicator or a figure leads: the indicator's own page, in the place and time the reader is in."""

from __future__ import annotations

from app.ui.page import Visit
from app.ui.protocols import Reading


def indicator_href(visit: Visit, indicator: str) -> str:
    """The indicator's page for the area and period of this page."""
    return visit.href(f"/indicator/{indicator}", area=visit.get("area"), period=visit.get("period"))


def figure_href(visit: Visit, figure: Reading) -> str:
    """The indicator's page for the figure's own area and the period of this page."""
    place = figure.area
    return visit.href(
        f"/indicator/{figure.indicator.id}",
        area=place.code if place.parent else None,
        period=visit.get("period"),
    )


def reading_href(visit: Visit, figure: Reading) -> str:
    """The indicator's page for the figure's own area and period."""
    return visit.href(f"/indicator/{figure.indicator.id}", area=figure.area.code, period=str(figure.period))
