"""From any number to its definition and to where it comes from: the same way on every page."""

from __future__ import annotations

from app.ui.page import Visit
from app.ui.protocols import Reading

PUBLIC = "/public"


def for_staff(visit: Visit) -> bool:
    """Whether this is a page for staff: citizens' pages lead to citizens' pages only."""
    return visit.actor.internal and not visit.path.startswith(PUBLIC)


def lineage_href(visit: Visit, figure: Reading) -> str:
    """Where the figure comes from; empty on citizens' pages."""
    return _to(visit, f"/lineage/indicator/{figure.indicator.id}", figure) if for_staff(visit) else ""


def about(visit: Visit, figure: Reading | None, *, of_parts: bool = False) -> tuple[str, str] | None:
    """(words, address) that lead on from a panel of this figure: to its page, from there to its lineage.

    `of_parts`: the panel shows several areas, of which this is one: the area around it is meant.
    """
    if figure is None:
        return None
    t = visit.t
    own = f"/indicator/{figure.indicator.id}"
    if not for_staff(visit):
        path = PUBLIC + own
        return (
            None if visit.path == path else (t("ui.chart.about"), _to(visit, path, figure, of_parts=of_parts))
        )
    if visit.path == own:
        return t("ui.chart.origin"), _to(visit, f"/lineage{own}", figure, of_parts=of_parts)
    return t("ui.chart.about"), _to(visit, own, figure, of_parts=of_parts)


def _to(visit: Visit, path: str, figure: Reading, *, of_parts: bool = False) -> str:
    """The figure's own area and period; the city is where pages begin, so it is left out."""
    own = None if figure.area.parent is None else figure.area.code
    area = figure.area.parent if of_parts else own
    if path.startswith(PUBLIC):
        return visit.href(path, area=area)
    return visit.href(path, area=area, period=str(figure.period), as_of=visit.get("as_of"))
