"""Areas over a few periods as lines with names at the end: places (bump), or values in two periods (slope)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.ui.figures.base import LABEL_SIZE, axis, figure, known, layout, span, spread, text_width
from app.ui.figures.model import FigureDict, Line
from app.ui.theme import Theme

_ROW = 26  # px a place
_LEAST, _LABEL = 300, 24  # px: the height of a slope chart, and of one of its labels
_LEAD = 0.1  # how far a thin line leads from a point to its label, of the distance between the two periods


def bump(series: Sequence[Line], *, stops: Sequence[str], most: int, theme: Theme) -> FigureDict:
    """Places over periods, the first on top. `stops`: names of the periods; `most`: the last place.

    The value of each point is its place; strong lines are drawn in colour. Names stand at the right end
    beside their place; areas with the same place share one label.
    """
    names: dict[float, list[Line]] = {}
    for line in series:
        if line.points and (value := line.points[-1].value) is not None:
            names.setdefault(value, []).append(line)
    labels = {
        place: f"{place:.0f}  " + " / ".join(line.name for line in lines) for place, lines in names.items()
    }
    right = 18 + max((text_width(label) for label in labels.values()), default=0)
    settings = layout(theme, height=most * _ROW + 52, margin=(16, right, 30, 4))
    settings["xaxis"] = axis(
        theme,
        side="top",
        tickmode="array",
        tickvals=list(range(len(stops))),
        ticktext=list(stops),
        range=[-0.25, len(stops) - 0.9],
        tickangle=0,
    )
    settings["yaxis"] = axis(theme, range=[most + 0.6, 0.4], showticklabels=False)
    settings["annotations"] = [
        _end(labels[place], place, theme, strong=any(line.strong for line in lines))
        for place, lines in names.items()
    ]
    ordered = sorted(series, key=lambda line: line.strong)
    return figure([_line(line, theme) for line in ordered], settings)


def slope(series: Sequence[Line], *, stops: tuple[str, str], theme: Theme) -> FigureDict:
    """Values in two periods, joined: what rose leans up. Each line holds two points (then, now).

    The value then stands left, name and value now stand right; labels that would lie upon each other are moved
    apart. A line that lacks one of the two values is drawn as the one point it has.
    """
    low, high = span(known(point.value for line in series for point in line.points))
    height = max(_LEAST, len(series) * _LABEL + 72)
    least = (high - low) * _LABEL / (height - 52)
    ends = [_ends(series, place, least) for place in (0, -1)]
    left, right = (
        [_label(line, place, at, theme) for line, _, at in end]
        for place, end in zip((0, -1), ends, strict=True)
    )
    widths = [max((text_width(one["text"]) for one in side), default=0) + 10 for side in (left, right)]
    widths = [max(width, text_width(stop) + 10) for width, stop in zip(widths, stops, strict=True)]
    heights = [low, high, *(at for end in ends for _, _, at in end)]
    settings = layout(theme, height=height, margin=(widths[0], widths[1], 40, 8))
    settings["xaxis"] = axis(
        theme,
        tickmode="array",
        tickvals=[0, 1],
        showticklabels=False,
        range=[-_LEAD, 1 + _LEAD],
        showgrid=True,
    )
    room = (max(heights) - min(heights)) * 0.03
    settings["yaxis"] = axis(theme, range=[min(heights) - room, max(heights) + room], showticklabels=False)
    settings["annotations"] = [*left, *right, *(_stop(stops, place, theme) for place in (0, 1))]
    settings["shapes"] = [
        _lead(place, value, at, theme)
        for place, end in zip((0, 1), ends, strict=True)
        for _, value, at in end
    ]
    ordered = sorted(series, key=lambda line: line.strong)
    return figure([_line(line, theme) for line in ordered], settings)


def _ends(series: Sequence[Line], place: int, least: float) -> list[tuple[Line, float, float]]:
    """(line, value, height of its label) of one end (0 then, -1 now); labels at least `least` apart."""
    told = [
        (line, value) for line in series if line.points and (value := line.points[place].value) is not None
    ]
    heights = spread([value for _, value in told], least)
    return [(line, value, at) for (line, value), at in zip(told, heights, strict=True)]


def _label(line: Line, place: int, at: float, theme: Theme) -> dict[str, Any]:
    shown = line.points[place].shown
    return {
        "x": 1.0 if place else 0.0,
        "xref": "paper",
        "xanchor": "left" if place else "right",
        "xshift": 4 if place else -4,
        "y": at,
        "yanchor": "middle",
        "text": _bold(f"{line.name}  {shown}" if place else shown, line),
        "showarrow": False,
        "font": {"color": theme.accent if line.strong else theme.ink, "size": LABEL_SIZE},
    }


def _stop(stops: tuple[str, str], place: int, theme: Theme) -> dict[str, Any]:
    """The name of a period above its labels, not above its points: those are close together on a phone."""
    return {
        "x": float(place),
        "xref": "paper",
        "xanchor": "left" if place else "right",
        "xshift": 4 if place else -4,
        "y": 1.0,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "text": stops[place],
        "showarrow": False,
        "font": {"color": theme.muted, "size": LABEL_SIZE},
    }


def _lead(place: int, value: float, at: float, theme: Theme) -> dict[str, Any]:
    """From a point to its label, which may stand higher or lower than the point."""
    way = 1 if place else -1
    return {
        "type": "line",
        "x0": place + 0.02 * way,
        "x1": place + _LEAD * way,
        "y0": value,
        "y1": at,
        "line": {"color": theme.line, "width": 1},
    }


def _bold(text: str, line: Line) -> str:
    return f"<b>{text}</b>" if line.strong else text


def _end(text: str, place: float, theme: Theme, *, strong: bool) -> dict[str, Any]:
    return {
        "x": 1.0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 4,
        "y": place,
        "text": f"<b>{text}</b>" if strong else text,
        "showarrow": False,
        "font": {"color": theme.accent if strong else theme.ink, "size": LABEL_SIZE},
    }


def _line(line: Line, theme: Theme) -> dict[str, Any]:
    colour = theme.accent if line.strong else theme.quiet
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(line.points))),
        "y": [point.value for point in line.points],
        "connectgaps": False,
        "line": {"color": colour, "width": 3 if line.strong else 1.25},
        "marker": {"size": 8 if line.strong else 6, "color": colour},
        "customdata": [[line.href, line.name, point.period, point.shown] for point in line.points],
        "hovertemplate": "%{customdata[1]}<br>%{customdata[2]}  <b>%{customdata[3]}</b><extra></extra>",
    }
