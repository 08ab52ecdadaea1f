"""What a ratio is made of: each quantity over time in a chart of its own, bars from zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.ui.figures.base import TIME_ROOM, figure, known, layout, span, time_axis, value_axis
from app.ui.figures.model import FigureDict, Part
from app.ui.theme import Theme

_EACH = 150  # px a quantity


def parts(quantities: Sequence[Part], *, theme: Theme) -> FigureDict:
    """Bars of each quantity under one time axis; an unfinished period is an open bar."""
    count = max(len(quantities), 1)
    settings = layout(theme, height=count * _EACH + TIME_ROOM, margin=(8, 8, 4, TIME_ROOM))
    settings["bargap"] = 0.25
    settings["annotations"] = []
    data = []
    for index, quantity in enumerate(quantities):
        name = "" if index == 0 else str(index + 1)
        top = 1 - index / count
        domain = [top - 0.86 / count, top - 0.16 / count]
        low, high = span(known(point.value for point in quantity.points), zero=True)
        last = index == count - 1
        settings[f"yaxis{name}"], wide = value_axis(
            theme, low, high, most=4, domain=domain, anchor=f"x{name}"
        )
        settings["margin"]["l"] = max(settings["margin"]["l"], 8 + wide)
        settings[f"xaxis{name}"] = time_axis(
            theme, anchor=f"y{name}", showticklabels=last, matches=_matches(index)
        )
        settings["annotations"].append(_title(quantity.name, domain[1], theme))
        data.append(_bars(quantity, name, theme, index))
    return figure(data, settings)


def _matches(index: int) -> str | None:
    return None if index == 0 else "x"


def _title(text: str, y: float, theme: Theme) -> dict[str, Any]:
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": y,
        "yref": "paper",
        "yanchor": "bottom",
        "text": text,
        "showarrow": False,
        "font": {"color": theme.ink, "size": 13},
    }


def _bars(quantity: Part, name: str, theme: Theme, index: int) -> dict[str, Any]:
    colour = theme.accent if index == 0 else theme.quiet
    points = quantity.points
    return {
        "type": "bar",
        "name": quantity.name,
        "x": [point.start.isoformat() for point in points],
        "y": [point.value for point in points],
        "xaxis": f"x{name}",
        "yaxis": f"y{name}",
        "marker": {
            "color": [theme.surface if point.partial else colour for point in points],
            "line": {"color": colour, "width": [1.5 if point.partial else 0 for point in points]},
        },
        "customdata": [f"{point.period}  <b>{point.shown}</b>" for point in points],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
