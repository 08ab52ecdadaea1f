"""Several histories in one chart: at most seven in colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.ui.figures.base import (
    TIME_ROOM,
    figure,
    known,
    layout,
    side_label,
    span,
    spread,
    text_width,
    time_axis,
    value_axis,
)
from app.ui.figures.model import FigureDict, Line, Point
from app.ui.theme import Theme

MOST_LINES = 7


def lines(series: Sequence[Line], *, theme: Theme, height: int = 320) -> FigureDict:
    """Strong lines in colour, named at their ends; the others thin and grey.

    Raises: ValueError for more than seven strong lines: nobody can tell eight colours apart.
    """
    strong = [line for line in series if line.strong]
    if len(strong) > MOST_LINES:
        message = f"{len(strong)} strong lines, at most {MOST_LINES}"
        raise ValueError(message)
    low, high = span(known(point.value for line in series for point in line.points))
    colours = dict(zip([line.name for line in strong], theme.series, strict=False))
    ends = [(line.name, _last(line.points)) for line in strong]
    named = [(name, value) for name, value in ends if value is not None]
    places = spread([value for _, value in named], (high - low) * 17 / max(height - 50, 1))
    right = 16 + max((text_width(name) for name, _ in named), default=0)
    upward, left = value_axis(theme, low, high)
    settings = layout(theme, height=height, margin=(8 + left, right, 12, TIME_ROOM))
    settings["xaxis"] = time_axis(theme)
    settings["yaxis"] = upward
    settings["annotations"] = [
        side_label(name, place, colours[name], bold=True)
        for place, (name, _) in zip(places, named, strict=True)
    ]
    quiet = [line for line in series if not line.strong]
    drawn = [_line(line, theme.quiet, 1.0, theme) for line in quiet]
    return figure(drawn + [_line(line, colours[line.name], 2.5, theme) for line in strong], settings)


def _last(points: Sequence[Point]) -> float | None:
    return next((point.value for point in reversed(points) if point.value is not None), None)


def _line(line: Line, colour: str, width: float, theme: Theme) -> dict[str, Any]:
    points = line.points
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.name,
        "x": [point.start.isoformat() for point in points],
        "y": [point.value for point in points],
        "connectgaps": False,
        "line": {"color": colour, "width": width},
        "marker": _marker(points, colour, theme, last=line.strong),
        "customdata": [[line.href, line.name, point.period, point.shown, point.note] for point in points],
        "hovertemplate": "%{customdata[1]}  <b>%{customdata[3]}</b><br>%{customdata[2]}"
        "<br>%{customdata[4]}<extra></extra>",
    }


def _marker(
    points: Sequence[Point], colour: str, theme: Theme, *, last: bool, size: int = 7
) -> dict[str, Any]:
    """Only the last point and unfinished periods are marked; the latter are open."""
    ends = len(points) - 1
    return {
        "size": [size if point.partial or (last and i == ends) else 0 for i, point in enumerate(points)],
        "color": [theme.surface if point.partial else colour for point in points],
        "line": {"color": colour, "width": [2 if point.partial else 0 for point in points]},
        "opacity": 1,
    }
