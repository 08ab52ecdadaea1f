"""All areas as dots on one line an indicator, from worst to best, with the target and the city's value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.ui.figures.base import LABEL_SIZE, axis, figure, layout
from app.ui.figures.model import AreaRow, FigureDict
from app.ui.theme import SYMBOL, Theme

_ROW = 84  # px a line


@dataclass(frozen=True, slots=True)
class DotLine:
    """One indicator: its areas, its target and the city's value in its own unit. `lower_better` turns it round."""

    name: str
    rows: tuple[AreaRow, ...]
    lower_better: bool
    ends: tuple[str, str]  # the worst and the best value in words
    target: float | None = None
    city: float | None = None


def dots(lines: Sequence[DotLine], *, marked: str, peers: Sequence[str] = (), theme: Theme) -> FigureDict:
    """The lines below each other, each on its own scale, better always to the right.

    `marked`: the code of the area shown large; `peers`: codes of areas drawn in its colour.
    """
    settings = layout(theme, height=len(lines) * _ROW + 12, margin=(8, 8, 4, 8))
    settings["xaxis"] = axis(theme, range=[-0.04, 1.04], showticklabels=False)
    settings["yaxis"] = axis(theme, range=[len(lines) - 0.5, -0.6], showticklabels=False)
    settings["shapes"] = []
    settings["annotations"] = []
    traces = []
    for place, line in enumerate(lines):
        scale = _Scale(line)
        traces.append(_trace(line, scale, place, marked, peers, theme))
        settings["shapes"] += _marks(line, scale, place, theme)
        settings["annotations"] += _words(line, place, theme)
    return figure(traces, settings)


class _Scale:
    """From a value to 0 (worst) … 1 (best) of its line."""

    def __init__(self, line: DotLine) -> None:
        values = [row.value for row in line.rows] + [line.target, line.city]
        known = [value for value in values if value is not None]
        self.low, self.high = (min(known), max(known)) if known else (0.0, 1.0)
        self.turned = line.lower_better

    def __call__(self, value: float) -> float:
        share = 0.5 if self.high == self.low else (value - self.low) / (self.high - self.low)
        return 1 - share if self.turned else share


def _trace(
    line: DotLine, scale: _Scale, place: int, marked: str, peers: Sequence[str], theme: Theme
) -> dict[str, Any]:
    # The chosen area last, so that no other covers it.
    rows = sorted((row for row in line.rows if row.value is not None), key=lambda row: row.code == marked)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [scale(row.value) for row in rows if row.value is not None],
        "y": [place] * len(rows),
        "marker": {
            "size": [17 if row.code == marked else 11 for row in rows],
            "symbol": [SYMBOL[row.status] for row in rows],
            "color": [_colour(row, marked, peers, theme) for row in rows],
            "line": {"width": 1, "color": theme.surface},
        },
        "customdata": [[row.href, row.name, row.shown, row.status_word] for row in rows],
        "hovertemplate": "%{customdata[1]}  <b>%{customdata[2]}</b>  %{customdata[3]}<extra></extra>",
        "cliponaxis": False,
    }


def _colour(row: AreaRow, marked: str, peers: Sequence[str], theme: Theme) -> str:
    if row.code == marked:
        return theme.series[1]
    return theme.accent if row.code in peers else theme.quiet


def _marks(line: DotLine, scale: _Scale, place: int, theme: Theme) -> list[dict[str, Any]]:
    base = {"type": "line", "layer": "below"}
    found = [{**base, "x0": 0, "x1": 1, "y0": place, "y1": place, "line": {"color": theme.line, "width": 2}}]
    for value, dash in ((line.target, "dash"), (line.city, "solid")):
        if value is not None:
            x = scale(value)
            found.append(
                {
                    **base,
                    "x0": x,
                    "x1": x,
                    "y0": place - 0.22,
                    "y1": place + 0.22,
                    "line": {"color": theme.ink, "width": 1.5, "dash": dash},
                }
            )
    return found


def _words(line: DotLine, place: int, theme: Theme) -> list[dict[str, Any]]:
    shared = {"y": place, "showarrow": False, "yanchor": "bottom", "xref": "paper"}
    small = {"size": LABEL_SIZE, "color": theme.muted}
    return [
        {
            **shared,
            "x": 0,
            "xanchor": "left",
            "yshift": 14,
            "text": f"<b>{line.name}</b>",
            "font": {"size": LABEL_SIZE, "color": theme.ink},
        },
        {
            **shared,
            "x": 0,
            "xanchor": "left",
            "yanchor": "top",
            "yshift": -9,
            "text": line.ends[0],
            "font": small,
        },
        {
            **shared,
            "x": 1,
            "xanchor": "right",
            "yanchor": "top",
            "yshift": -9,
            "text": line.ends[1],
            "font": small,
        },
    ]
