"""Which chart fits the shape of what is asked for, and why others do not."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.board import Chart


@dataclass(frozen=True, slots=True)
class Shape:
    """What a tile would show. `parts`: areas below that have figures; `on_map`: of these with a boundary;
    `periods`: complete ones known."""

    indicators: int
    parts: int
    on_map: int
    periods: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A chart, whether it can be drawn, and the word for why (not)."""

    chart: Chart
    fits: bool
    why: str


def choices(shape: Shape) -> tuple[Choice, ...]:
    """Every chart, the suggested one first, those that cannot be drawn last.

    One indicator over time is a trend, over areas a ranking (a map only where there are many places to
    find); two are held against each other over areas; more are a table. After Few (Show Me the Numbers,
    2012, ch. 5): position on a common scale before colour.
    """
    found = [_judged(chart, shape) for chart in Chart if chart is not Chart.NOTE]
    order = _order(shape)
    return tuple(sorted(found, key=lambda choice: (not choice.fits, order.index(choice.chart))))


def _order(shape: Shape) -> list[Chart]:
    if shape.indicators > 2:
        first = [Chart.TABLE, Chart.CARD]
    elif shape.indicators == 2:
        first = [Chart.TWO, Chart.TABLE, Chart.CARD]
    elif shape.periods > 1:
        first = [Chart.TREND, Chart.CARD, Chart.RANKING]
    else:
        first = [Chart.CARD, Chart.RANKING, Chart.MAP]
    return first + [chart for chart in Chart if chart not in first]


def _judged(chart: Chart, shape: Shape) -> Choice:
    why = _against(chart, shape)
    return Choice(chart, fits=not why, why=why or str(chart))


def _against(chart: Chart, shape: Shape) -> str:
    """The word for what stands against a chart; empty when nothing does."""
    alone = (Chart.TREND, Chart.RANKING, Chart.MAP, Chart.SIDES)
    over_areas = (Chart.RANKING, Chart.SIDES, Chart.TWO)
    rules = {
        "no_indicator": shape.indicators == 0,
        "one_only": chart in alone and shape.indicators > 1,
        "two_only": chart is Chart.TWO and shape.indicators != 2,
        "no_parts": chart in over_areas and shape.parts < 2,
        "no_map": chart is Chart.MAP and shape.on_map < 2,
        "no_history": chart in (Chart.TREND, Chart.SIDES) and shape.periods < 2,
    }
    return next((word for word, broken in rules.items() if broken), "")
