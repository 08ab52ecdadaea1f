"""One indicator over time, with its target, last year, policies, breaks and gaps."""

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
from app.ui.figures.model import HELD, SUPPRESSED, FigureDict, Mark, Point, TrendWords
from app.ui.theme import Theme

_LABEL_GAP = 17  # px between two labels at the right
_MARK_ROW = 16  # px a row of labels of marks
_NARROW = 420  # px: labels of marks do not overlap on a chart at least this wide
_LATE = 0.7  # share of the span after which a label stands to the left of its line


def trend(
    points: Sequence[Point],
    *,
    words: TrendWords,
    theme: Theme,
    marks: Sequence[Mark] = (),
    height: int = 300,
) -> FigureDict:
    """The chart. Oldest point first; a missing value is a gap, an unfinished period an open mark.

    The target is a dashed step line (a band: two), last year a thin grey one. A suppressed period is a
    small cross on the axis, a held one a small square: their numbers are nowhere in the figure. It begins
    where there is something to show: a target alone, years before the first figure, is left out.
    """
    points = _begun(points)
    marks = [mark for mark in marks if points and mark.day >= points[0].start]
    values = known(value for p in points for value in (p.value, p.target, p.last_year, *(p.band or ())))
    low, high = span(values)
    labels = _labels(points, words, theme, (low, high), height)
    right = 8 + max(
        (text_width(label["text"].replace("<b>", "").replace("</b>", "")) for label in labels), default=0
    )
    rows = _mark_rows(points, marks)
    top = 12 + _MARK_ROW * (max(rows, default=-1) + 1)
    upward, left = value_axis(theme, low, high)
    settings = layout(theme, height=height, margin=(8 + left, right + 8, top, TIME_ROOM))
    settings["hovermode"] = "x"
    settings["xaxis"] = time_axis(theme, **_date_range(points))
    settings["yaxis"] = upward
    settings["annotations"] = labels + [
        _mark_label(mark, row, theme, to_left=_share(points, mark) > _LATE)
        for mark, row in zip(marks, rows, strict=True)
    ]
    settings["shapes"] = [_mark_line(mark, theme) for mark in marks]
    traces = [
        _last_year(points, words, theme),
        _target(points, words, theme),
        *_band(points, words, theme),
        _value(points, words, theme),
        _unshown(points, SUPPRESSED, words.suppressed, theme, low),
        _unshown(points, HELD, words.held, theme, low),
    ]
    return figure([trace for trace in traces if trace is not None], settings)


def _begun(points: Sequence[Point]) -> Sequence[Point]:
    """The points from the first that says something on; all, where none does."""
    shown = (SUPPRESSED, HELD)
    told = (p.value is not None or p.last_year is not None or p.state in shown for p in points)
    return points[next((place for place, there in enumerate(told) if there), 0) :]


def _days(points: Sequence[Point]) -> list[str]:
    return [point.start.isoformat() for point in points]


def _date_range(points: Sequence[Point]) -> dict[str, Any]:
    if len(points) < 2:
        return {}
    step = (points[-1].start - points[0].start) / (len(points) - 1) / 2
    return {"range": [(points[0].start - step).isoformat(), (points[-1].start + step).isoformat()]}


def _value(points: Sequence[Point], words: TrendWords, theme: Theme) -> dict[str, Any]:
    shown = [_hover(point) for point in points]
    few = len(points) <= 16
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": words.value,
        "x": _days(points),
        "y": [point.value for point in points],
        "connectgaps": False,
        "cliponaxis": False,  # the last point stands at the edge when periods are short
        "line": {"color": theme.accent, "width": 2.5},
        "marker": {
            "size": [_size(points, index, few=few) for index in range(len(points))],
            "color": [theme.surface if point.partial else theme.accent for point in points],
            "line": {"color": theme.accent, "width": [2 if point.partial else 0 for point in points]},
            "opacity": 1,
        },
        **_hovering(points, shown),
    }


def _hovering(points: Sequence[Point], shown: Sequence[str]) -> dict[str, Any]:
    """What a mark says, and where a click on it leads when it leads anywhere."""
    if not any(point.onward for point in points):
        return {"customdata": list(shown), "hovertemplate": "%{customdata}<extra></extra>"}
    pairs = [[point.onward, words] for point, words in zip(points, shown, strict=True)]
    return {"customdata": pairs, "hovertemplate": "%{customdata[1]}<extra></extra>"}


def _size(points: Sequence[Point], index: int, *, few: bool) -> int:
    """The last point and unfinished ones stand out; a lone point between gaps must not vanish."""
    point = points[index]
    if point.partial or index == len(points) - 1:
        return 9
    before = points[index - 1].value if index else None
    after = points[index + 1].value
    alone = before is None and after is None
    return 6 if few or alone else 0


def _hover(point: Point) -> str:
    parts = [f"{point.period}  <b>{point.shown}</b>"]
    if point.note:
        parts.append(point.note)
    return "<br>".join(parts)


def _target(points: Sequence[Point], words: TrendWords, theme: Theme) -> dict[str, Any] | None:
    if not known(point.target for point in points):
        return None
    return {
        "type": "scatter",
        "mode": "lines",
        "name": words.target,
        "x": _days(points),
        "y": [point.target for point in points],
        "line": {"color": theme.muted, "width": 1.5, "dash": "dash", "shape": "hvh"},
        "customdata": [point.target_shown for point in points],
        "hovertemplate": f"{words.target} %{{customdata}}<extra></extra>",
    }


def _band(points: Sequence[Point], words: TrendWords, theme: Theme) -> list[dict[str, Any]]:
    """Both edges of a target band, as steps."""
    if not any(point.band for point in points):
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": words.target,
            "x": _days(points),
            "y": [point.band[edge] if point.band else None for point in points],
            "line": {"color": theme.muted, "width": 1.5, "dash": "dash", "shape": "hvh"},
            "hoverinfo": "skip",
        }
        for edge in (0, 1)
    ]


def _last_year(points: Sequence[Point], words: TrendWords, theme: Theme) -> dict[str, Any] | None:
    if not known(point.last_year for point in points):
        return None
    return {
        "type": "scatter",
        "mode": "lines",
        "name": words.last_year,
        "x": _days(points),
        "y": [point.last_year for point in points],
        "connectgaps": False,
        "line": {"color": theme.quiet, "width": 1.25},
        "customdata": [point.last_year_shown for point in points],
        "hovertemplate": f"{words.last_year} %{{customdata}}<extra></extra>",
    }


def _unshown(
    points: Sequence[Point], state: str, word: str, theme: Theme, low: float
) -> dict[str, Any] | None:
    """Periods whose number is not shown, as marks on the axis."""
    hidden = [point for point in points if point.state == state]
    if not hidden:
        return None
    symbol = "x-thin" if state == SUPPRESSED else "square-open"
    return {
        "type": "scatter",
        "mode": "markers",
        "name": word,
        "x": _days(hidden),
        "y": [low] * len(hidden),
        "cliponaxis": False,
        "marker": {"symbol": symbol, "size": 8, "line": {"color": theme.muted, "width": 1.5}},
        "customdata": [point.period if state == SUPPRESSED else _hover(point) for point in hidden],
        "hovertemplate": f"%{{customdata}}  {word if state == SUPPRESSED else ''}<extra></extra>",
    }


def _last(points: Sequence[Point], name: str) -> float | None:
    return next((value for point in reversed(points) if (value := getattr(point, name)) is not None), None)


def _last_target(points: Sequence[Point]) -> float | None:
    """Where the target's name stands: at its line, of a band at the upper edge."""
    line = _last(points, "target")
    return next((p.band[1] for p in reversed(points) if p.band), None) if line is None else line


def _labels(
    points: Sequence[Point], words: TrendWords, theme: Theme, limits: tuple[float, float], height: int
) -> list[dict[str, Any]]:
    """Names at the line ends, moved apart where they would overlap."""
    ends = [
        (_last(points, "value"), words.value, theme.accent, True),
        (_last_target(points), words.target, theme.muted, False),
        (_last(points, "last_year"), words.last_year, theme.muted, False),
    ]
    there = [(place, text, colour, bold) for place, text, colour, bold in ends if place is not None]
    least = (limits[1] - limits[0]) * _LABEL_GAP / max(height - 60, 1)
    places = spread([end[0] for end in there], least)
    return [
        side_label(text, place, colour, bold=bold)
        for place, (_, text, colour, bold) in zip(places, there, strict=True)
    ]


def _mark_line(mark: Mark, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": mark.day.isoformat(),
        "x1": mark.day.isoformat(),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": theme.quiet, "width": 1, "dash": "dot" if mark.is_break else "solid"},
    }


def _share(points: Sequence[Point], mark: Mark) -> float:
    """Where in the span a mark stands, 0 to 1."""
    days = (points[-1].start - points[0].start).days if points else 0
    return (mark.day - points[0].start).days / days if days else 0.0


def _mark_rows(points: Sequence[Point], marks: Sequence[Mark]) -> list[int]:
    """For each mark the lowest row in which its label meets no other."""
    taken: list[list[tuple[float, float]]] = []
    rows = []
    for mark in marks:
        at, width = _share(points, mark) * _NARROW, text_width(mark.label, 12) + 8
        place = (at - width, at) if _share(points, mark) > _LATE else (at, at + width)
        row = next(
            (i for i, used in enumerate(taken) if all(place[1] < a or b < place[0] for a, b in used)),
            len(taken),
        )
        if row == len(taken):
            taken.append([])
        taken[row].append(place)
        rows.append(row)
    return rows


def _mark_label(mark: Mark, row: int, theme: Theme, *, to_left: bool) -> dict[str, Any]:
    return {
        "x": mark.day.isoformat(),
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "yshift": row * _MARK_ROW,
        "xanchor": "right" if to_left else "left",
        "xshift": 3 if to_left else -3,
        "text": mark.label,
        "showarrow": False,
        "font": {"color": theme.muted, "size": 12},
    }
