"""The controls that pages share: where (breadcrumb), when (period, grain). Each leads to an address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dash.development.base_component import Component

from app.domain.area import Area
from app.domain.indicator import Indicator
from app.domain.period import Grain, Period
from app.i18n import format as fmt
from app.ui.components import breadcrumb, choice, filter_bar, select
from app.ui.page import Visit

_NO_FILTER = ("lang", "theme", "as_of")  # how one looks, not at what


def page_filters(visit: Visit, children: Sequence[Any]) -> Component:
    """The filters of a page, with one step back to where none is set."""
    chosen = [name for name, value in visit.params.items() if value and name not in _NO_FILTER]
    return filter_bar(visit.t, children, reset=visit.href(**dict.fromkeys(chosen)) if chosen else None)


def area_trail(visit: Visit, trail: Sequence[Area]) -> Component | None:
    """City → district → street; each leads to this page for that area, other filters kept."""
    links = [
        (visit.t.name(area.name), visit.href(area=area.code if place else None))
        for place, area in enumerate(trail)
    ]
    return breadcrumb(links, visit.t("ui.frame.trail"))


def area_select(visit: Visit, parent: Area, children: Sequence[Area], chosen: Area) -> Component:
    """The area itself or one of its parts."""
    t = visit.t
    options = [
        (
            t.name(parent.name),
            visit.href(area=None if parent.parent is None else parent.code),
            chosen == parent,
        )
    ]
    options += [(t.name(child.name), visit.href(area=child.code), chosen == child) for child in children]
    return select(t("ui.chart.area"), options)


def period_select(visit: Visit, periods: Sequence[Period], chosen: Period, running: Period) -> Component:
    """Periods, newest first; the one still running says so."""
    t = visit.t

    def words(period: Period) -> str:
        name = fmt.period(period, t.lang)
        return f"{name} ({t('ui.note.unfinished_short')})" if period == running else name

    listed = list(periods) if chosen in periods else [chosen, *periods]
    options = [(words(period), visit.href(period=str(period)), period == chosen) for period in listed]
    return select(t("ui.chart.period"), options)


def grain_choice(
    visit: Visit, grains: Sequence[Grain], chosen: Grain, moment: Callable[[Grain], Period]
) -> Component:
    """How long a period is; `moment` says which one a reader means when changing it."""
    t = visit.t
    options = [
        (t(f"ui.grain.{grain}"), visit.href(period=str(moment(grain))), grain is chosen) for grain in grains
    ]
    return choice(t("ui.grain.label"), options)


def indicator_select(
    visit: Visit, indicators: Sequence[Indicator], chosen: Indicator, param: str = "indicator"
) -> Component:
    """Which indicator a part of the page shows."""
    t = visit.t
    options = [
        (t.name(indicator.name), visit.href(**{param: indicator.id}), indicator == chosen)
        for indicator in indicators
    ]
    return select(t("ui.chart.indicator"), options)
