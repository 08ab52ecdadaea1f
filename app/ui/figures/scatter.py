"""Two indicators over areas: every point named, medians as quiet lines, a trend only where there is one."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.ui.figures.base import LABEL_SIZE, figure, layout, span, value_axis
from app.ui.figures.model import FigureDict
from app.ui.theme import Theme

_HEIGHT = 460
_NAMED = 24  # with more areas only the strong ones are named; the others answer to the pointer and stand in the table


@dataclass(frozen=True, slots=True)
class Dot:
    """One area with both values. `strong`: named as unusual or chosen."""

    name: str
    x: float
    y: float
    shown: str
    href: str = ""
    strong: bool = False


def scatter(
    dots: Sequence[Dot], *, names: tuple[str, str], theme: Theme, line: tuple[float, float] | None = None
) -> FigureDict:
    """The points. `names`: of both axes, unit included; `line`: slope and intercept of the trend."""
    across, upward = [dot.x for dot in dots], [dot.y for dot in dots]
    wide, high = span(across, room=0.12), span(upward, room=0.1)
    title = {"text": names[0], "standoff": 8, "font": {"size": LABEL_SIZE}}
    upward_axis, left = value_axis(theme, *high)
    settings = layout(theme, height=_HEIGHT, margin=(8 + left, 16, 28, 48))
    settings["xaxis"], _ = value_axis(theme, *wide, title=title)
    settings["yaxis"] = upward_axis
    settings["annotations"] = [_upward_name(names[1], theme)]
    settings["shapes"] = _medians(across, upward, theme)
    if line is not None:
        settings["shapes"].append(_trend(line, (min(across), max(across)), theme))
    return figure([_dots(dots, theme)], settings)


def _upward_name(name: str, theme: Theme) -> dict[str, Any]:
    """The upward axis is named above it, so that nobody turns the head."""
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 6,
        "text": f"↑ {name}",
        "showarrow": False,
        "font": {"color": theme.muted, "size": LABEL_SIZE},
    }


def _medians(across: list[float], upward: list[float], theme: Theme) -> list[dict[str, Any]]:
    if not across:
        return []
    quiet = {"color": theme.quiet, "width": 1, "dash": "dot"}
    x, y = statistics.median(across), statistics.median(upward)
    return [
        {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1, "line": quiet},
        {"type": "line", "y0": y, "y1": y, "xref": "paper", "x0": 0, "x1": 1, "line": quiet},
    ]


def _trend(line: tuple[float, float], ends: tuple[float, float], theme: Theme) -> dict[str, Any]:
    slope, start = line
    return {
        "type": "line",
        "x0": ends[0],
        "x1": ends[1],
        "y0": start + slope * ends[0],
        "y1": start + slope * ends[1],
        "layer": "below",
        "line": {"color": theme.accent, "width": 2},
    }


def _dots(dots: Sequence[Dot], theme: Theme) -> dict[str, Any]:
    few = len(dots) <= _NAMED
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [dot.x for dot in dots],
        "y": [dot.y for dot in dots],
        "text": [f"<b>{dot.name}</b>" if dot.strong else dot.name if few else "" for dot in dots],
        "textposition": "top center",
        "textfont": {"size": LABEL_SIZE, "color": [theme.ink if dot.strong else theme.muted for dot in dots]},
        "marker": {
            "size": 10 if few else 7,
            "color": [theme.series[1] if dot.strong else theme.accent for dot in dots],
            "symbol": ["diamond" if dot.strong else "circle" for dot in dots],
        },
        "customdata": [[dot.href, dot.name, dot.shown] for dot in dots],
        "hovertemplate": "<b>%{customdata[1]}</b><br>%{customdata[2]}<extra></extra>",
        "cliponaxis": False,
    }
