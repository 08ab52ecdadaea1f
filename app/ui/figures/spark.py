"""A sparkline as a small SVG in a data address: twenty cards must stay light."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from app.ui.figures.base import known
from app.ui.figures.model import Point
from app.ui.theme import Theme

WIDTH, HEIGHT = 280, 52
_EDGE = 5


def spark(
    points: Sequence[Point],
    *,
    theme: Theme,
    compare: Sequence[Point] = (),
    limits: tuple[float, float] | None = None,
) -> str:
    """A `data:image/svg+xml` address: line with gaps, dashed target, a dot at the end (open: unfinished).

    `compare`: a quiet second line (the city). `limits`: a scale shared by several sparklines.

    An empty string when fewer than two values are known.
    """
    values = known(point.value for point in points)
    if len(values) < 2:
        return ""
    stroke = theme.accent
    low, high = limits or common_limits([points, compare], targets=not compare)
    places = [(_x(index, len(points)), point) for index, point in enumerate(points)]
    behind = [(_x(index, len(compare)), point) for index, point in enumerate(compare)]
    drawn = _segments(behind, low, high, theme.quiet, width=1.25)
    drawn += [_target_line(places, low, high, theme)] if not compare else []
    drawn += _segments(places, low, high, stroke, width=2)
    end = next((place for place in reversed(places) if place[1].value is not None), None)
    if end is not None and end[1].value is not None:
        fill = theme.surface if end[1].partial else stroke
        y = _y(end[1].value, low, high)
        drawn.append(
            f'<circle cx="{end[0]}" cy="{y}" r="3.5" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'
        )
    body = "".join(drawn)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none">{body}</svg>'
    return "data:image/svg+xml," + quote(svg, safe=" =:/'(),.-")


def common_limits(histories: Sequence[Sequence[Point]], *, targets: bool = False) -> tuple[float, float]:
    """One scale for all of them; `targets`: with room for these too."""
    values = known(point.value for points in histories for point in points)
    if targets:
        values += known(point.target for points in histories for point in points)
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 1.0, high + 1.0)


def _x(index: int, count: int) -> float:
    return round(_EDGE + (WIDTH - 2 * _EDGE) * index / max(count - 1, 1), 1)


def _y(value: float, low: float, high: float) -> float:
    return round(HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * (value - low) / (high - low), 1)


def _target_line(places: list[tuple[float, Point]], low: float, high: float, theme: Theme) -> str:
    steps = [(x, point.target) for x, point in places if point.target is not None]
    if not steps:
        return ""
    path = f"M{steps[0][0]} {_y(steps[0][1], low, high)}"
    path += "".join(f"H{x}V{_y(target, low, high)}" for x, target in steps[1:])
    return f'<path d="{path}" stroke="{theme.quiet}" stroke-width="1.25" stroke-dasharray="4 4"/>'


def _segments(
    places: list[tuple[float, Point]], low: float, high: float, stroke: str, *, width: float
) -> list[str]:
    """One path for each unbroken run of values: a gap stays a gap."""
    runs: list[list[str]] = [[]]
    for x, point in places:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(f"{x} {_y(point.value, low, high)}")
    return [
        f'<path d="M{"L".join(run)}" stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round" '
        'stroke-linecap="round"/>'
        for run in runs
        if run
    ]
