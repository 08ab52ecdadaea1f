"""Several histories together: in one chart (at most seven), or as a grid of small ones on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.ui.figures.base import axis, figure, known, layout, side_label, span, spread, text_width
from app.ui.figures.model import FigureDict, Line, Panel, Point
from app.ui.theme import GLYPH, Theme

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
    settings = layout(theme, height=height, margin=(8, right, 12, 8))
    settings["xaxis"] = axis(theme, type="date", showline=True, nticks=8)
    settings["yaxis"] = axis(theme, showgrid=True, range=[low, high], nticks=6, tickformat=",~r")
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


def small_multiples(
    panels: Sequence[Panel],
    *,
    theme: Theme,
    compare: Sequence[Point] = (),
    columns: int = 4,
    panel_height: int = 116,
) -> FigureDict:
    """A grid of small charts, all on one scale, each with `compare` (the city) as a grey line behind it."""
    everything = [point.value for panel in panels for point in panel.points]
    low, high = span(known([*everything, *(point.value for point in compare)]))
    rows = -(-len(panels) // columns) or 1
    settings = layout(theme, height=rows * panel_height + 8, margin=(8, 8, 4, 4))
    settings["annotations"] = []
    data: list[dict[str, Any]] = []
    for index, panel in enumerate(panels):
        name = "" if index == 0 else str(index + 1)
        x, y = _cell(index, columns, rows)
        settings[f"xaxis{name}"] = axis(
            theme, type="date", domain=x, anchor=f"y{name}", showticklabels=False, showline=True
        )
        settings[f"yaxis{name}"] = axis(
            theme, domain=y, anchor=f"x{name}", range=[low, high], nticks=3, tickformat=",~r",
            showgrid=True, showticklabels=index % columns == 0, tickfont={"color": theme.muted, "size": 11},
        )  # fmt: skip
        settings["annotations"].append(_title(panel, x, y, theme))
        if compare:
            grey = Line("", tuple(compare), strong=False)
            data.append(
                _line(grey, theme.quiet, 1.0, theme)
                | _axes(name)
                | {"hoverinfo": "skip", "hovertemplate": None}
            )
        own = Line(panel.name, panel.points, href=panel.href)
        data.append(_line(own, theme.accent, 1.75, theme) | _axes(name))
    return figure(data, settings)


def _axes(name: str) -> dict[str, str]:
    return {"xaxis": f"x{name}", "yaxis": f"y{name}"}


def _cell(index: int, columns: int, rows: int) -> tuple[list[float], list[float]]:
    """The place of a panel, with room above it for its name."""
    row, column = divmod(index, columns)
    width, height = 1 / columns, 1 / rows
    left, top = column * width, 1 - row * height
    return [left + 0.02, left + width - 0.01], [top - height + 0.08 * height, top - 0.26 * height]


def _title(panel: Panel, x: list[float], y: list[float], theme: Theme) -> dict[str, Any]:
    colour = theme.status[panel.status]
    last = next((point for point in reversed(panel.points) if point.value is not None), None)
    shown = "" if last is None else f" <b>{last.shown}</b>"
    return {
        "x": x[0],
        "y": y[1],
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "text": f'{panel.name}{shown} <span style="color:{colour}">{GLYPH[panel.status]}</span>',
        "showarrow": False,
        "font": {"color": theme.ink, "size": 13},
    }
