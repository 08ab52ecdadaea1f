"""A sparkline as a small SVG in a data address: twenty cards must stay light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
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
    height: int = HEIGHT,
    marks: Sequence[date] = (),
) -> str:
    """A `data:image/svg+xml` address: line with gaps, dashed target, a dot at the end (open: unfinished).

    `compare`: a quiet second line (the city). `limits`: a scale shared by several sparklines. `marks`: days
    of policies, as thin verticals.

    An empty string when fewer than two values are known.
    """
    values = known(point.value for point in points)
    if len(values) < 2:
        return ""
    low, high = limits or common_limits([points, compare], targets=not compare)
    box = _Box(low, high, height)
    drawn = _verticals(points, box, theme, marks) + _segments(compare, box, theme.quiet, width=1.25)
    if not compare:
        drawn.append(_target_line(points, box, theme))
    drawn += _segments(points, box, theme.accent, width=2)
    drawn.append(_end(points, box, theme))
    body = "".join(drawn)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" fill="none">{body}</svg>'
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


@dataclass(frozen=True, slots=True)
class _Box:
    """From values to places in the picture."""

    low: float
    high: float
    height: int

    def x(self, index: int, count: int) -> float:
        return round(_EDGE + (WIDTH - 2 * _EDGE) * index / max(count - 1, 1), 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.height - _EDGE - (self.height - 2 * _EDGE) * share, 1)


def _end(points: Sequence[Point], box: _Box, theme: Theme) -> str:
    """A dot on the last known value; open when its period is unfinished."""
    last = max(index for index, point in enumerate(points) if point.value is not None)
    value = points[last].value or 0.0
    fill = theme.surface if points[last].partial else theme.accent
    return (
        f'<circle cx="{box.x(last, len(points))}" cy="{box.y(value)}" r="3.5" fill="{fill}" '
        f'stroke="{theme.accent}" stroke-width="1.5"/>'
    )


def _verticals(points: Sequence[Point], box: _Box, theme: Theme, days: Sequence[date]) -> list[str]:
    """A vertical where each day lies; days before the first or after the last period are not drawn."""
    found = []
    for day in days:
        before = sum(point.start <= day for point in points)
        if 0 < before <= len(points):
            x = box.x(before - 1, len(points))
            found.append(
                f'<path d="M{x} 0V{box.height}" stroke="{theme.muted}"/>'
                f'<path d="M{x - 3} 0h6l-3 4z" fill="{theme.muted}"/>'
            )
    return found


def _target_line(points: Sequence[Point], box: _Box, theme: Theme) -> str:
    steps = [
        (box.x(i, len(points)), point.target) for i, point in enumerate(points) if point.target is not None
    ]
    if not steps:
        return ""
    path = f"M{steps[0][0]} {box.y(steps[0][1])}"
    path += "".join(f"H{x}V{box.y(target)}" for x, target in steps[1:])
    return f'<path d="{path}" stroke="{theme.quiet}" stroke-width="1.25" stroke-dasharray="4 4"/>'


def _segments(points: Sequence[Point], box: _Box, stroke: str, *, width: float) -> list[str]:
    """One path for each unbroken run of values: a gap stays a gap."""
    runs: list[list[str]] = [[]]
    for index, point in enumerate(points):
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(f"{box.x(index, len(points))} {box.y(point.value)}")
    return [
        f'<path d="M{"L".join(run)}" stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round" '
        'stroke-linecap="round"/>'
        for run in runs
        if run
    ]
