"""Areas on a map: by status, or by value in five classes. Boundaries come by address, never from outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.indicator import Status
from app.ui.figures.base import figure, known, layout, text_width
from app.ui.figures.model import SUPPRESSED, VALUE, AreaRow, FigureDict, MapMode
from app.ui.theme import GLYPH, Theme, legible

_MOST_LABELS, _LABEL = 24, 12


def choropleth(
    rows: Sequence[AreaRow],
    *,
    geojson: str | dict[str, Any],
    theme: Theme,
    mode: MapMode = MapMode.STATUS,
    height: int = 420,
    selected: str | None = None,
) -> FigureDict:
    """The map. `geojson`: an address of our own (cacheable) or the collection; features carry `id` = code.

    Each area's status is written on it as a shape, its name where it has room among few areas. Suppressed and
    missing areas are grey and say so; they have no place on the colour scale.
    """
    settings = layout(theme, height=height, margin=(0, 0, 0, 0))
    settings["geo"] = {
        "visible": False,
        "fitbounds": "locations",
        "projection": {"type": "mercator"},
        "bgcolor": "rgba(0,0,0,0)",
        "showframe": False,
    }
    classes = _by_value(rows, theme) if mode is MapMode.VALUE else _by_status(rows, theme)
    traces = [_areas(members, colour, geojson, theme, selected) for members, colour in classes if members]
    traces.append(_labels(classes, geojson, theme, height))
    return figure(traces, settings)


def value_classes(rows: Sequence[AreaRow], count: int = 5) -> list[float]:
    """The upper bounds of equal steps between the least and the greatest value; empty without values."""
    values = known(row.value for row in rows if row.state == VALUE)
    if not values:
        return []
    low, high = min(values), max(values)
    if low == high:
        return [high]
    return [low + (high - low) * (step + 1) / count for step in range(count)]


def _by_status(rows: Sequence[AreaRow], theme: Theme) -> list[tuple[list[AreaRow], str]]:
    return [([row for row in rows if row.status is status], theme.fill[status]) for status in Status]


def _by_value(rows: Sequence[AreaRow], theme: Theme) -> list[tuple[list[AreaRow], str]]:
    bounds = value_classes(rows)
    members: list[list[AreaRow]] = [[] for _ in bounds]
    without = []
    for row in rows:
        if row.value is None or row.state != VALUE:
            without.append(row)
            continue
        place = next((i for i, bound in enumerate(bounds) if row.value <= bound), len(bounds) - 1)
        members[place].append(row)
    colours = theme.scale if len(bounds) > 1 else theme.scale[2:3]
    return [*zip(members, colours, strict=True), (without, theme.fill[Status.NO_DATA])]


def _areas(
    rows: Sequence[AreaRow], colour: str, geojson: str | dict[str, Any], theme: Theme, selected: str | None
) -> dict[str, Any]:
    return {
        "type": "choropleth",
        "geojson": geojson,
        "locations": [row.code for row in rows],
        "z": [1] * len(rows),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, colour], [1, colour]],
        "showscale": False,
        "marker": {
            "line": {
                "color": [theme.ink if row.code == selected else theme.surface for row in rows],
                "width": [2.5 if row.code == selected else 1.25 for row in rows],
            }
        },
        "customdata": [[row.href, row.name, row.shown, row.status_word, row.note] for row in rows],
        "hovertemplate": "%{customdata[1]}  <b>%{customdata[2]}</b><br>%{customdata[3]}"
        "<br>%{customdata[4]}<extra></extra>",
    }


def _labels(
    classes: Sequence[tuple[list[AreaRow], str]], geojson: str | dict[str, Any], theme: Theme, height: int
) -> dict[str, Any]:
    rows = [(row, colour) for members, colour in classes for row in members]
    few = len(rows) <= _MOST_LABELS
    return {
        "type": "scattergeo",
        "geojson": geojson,
        "locationmode": "geojson-id",
        "locations": [row.code for row, _ in rows],
        "mode": "text",
        "text": [_label(row, named=few and _fits(row, height)) for row, _ in rows],
        "textfont": {"size": _LABEL, "color": [legible(theme, colour) for _, colour in rows]},
        "hoverinfo": "skip",
    }


def _fits(row: AreaRow, height: int) -> bool:
    """Whether the name stays inside its area; the map's longer side is about as long as the chart is high."""
    return text_width(row.short or row.name, _LABEL) <= row.room * height


def _label(row: AreaRow, *, named: bool) -> str:
    mark = "*" if row.state == SUPPRESSED else GLYPH[row.status]
    if named:
        return f"{row.short or row.name}<br>{mark}"
    return mark if row.status in (Status.WATCH, Status.OFF_TARGET) or row.state == SUPPRESSED else ""
