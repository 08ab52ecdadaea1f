"""Areas over a few periods as lines with names at the end: places (bump), or values in two periods (slope)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.ui.figures.base import LABEL_SIZE, axis, figure, layout, text_width
from app.ui.figures.model import FigureDict, Line
from app.ui.theme import Theme

_ROW = 26  # px a place


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
        automargin=False,
    )
    settings["yaxis"] = axis(theme, range=[most + 0.6, 0.4], showticklabels=False, automargin=False)
    settings["annotations"] = [
        _end(labels[place], place, theme, strong=any(line.strong for line in lines))
        for place, lines in names.items()
    ]
    ordered = sorted(series, key=lambda line: line.strong)
    return figure([_line(line, theme) for line in ordered], settings)


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
