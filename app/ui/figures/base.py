"""What all figures share: layout, axes, the toolbar, labels that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.ui.figures.model import FigureDict
from app.ui.figures.ticks import ticks
from app.ui.theme import FONT, TYPE_SCALE, Theme

# plotly's "share" uploads the chart to a foreign host; the other buttons only distract.
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "displayModeBar": False,
    "modeBarButtonsToRemove": ["sendChartToCloud", "lasso2d", "select2d"],
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}
_LOCALES = {"zh": "zh-CN", "en": "en"}
LABEL_SIZE = TYPE_SCALE["xs"]
_FOUR_WEEKS = 2_419_200_000  # ms: a month alone would name two marks alike where they stand closer
TIME_ROOM = 44  # px below a time axis: the month and, below it, the year


def config(lang: str) -> dict[str, Any]:
    """The configuration of a chart: nothing is uploaded, months in the reader's language."""
    return {**CONFIG, "locale": _LOCALES.get(lang, "zh-CN")}


def layout(theme: Theme, *, height: int, margin: tuple[int, int, int, int] = (8, 8, 8, 8)) -> dict[str, Any]:
    """A quiet layout. `margin`: left, right, top, bottom."""
    left, right, top, bottom = margin
    return {
        "height": height,
        "autosize": True,
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": LABEL_SIZE, "color": theme.muted},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": theme.ink,
            "bordercolor": theme.ink,
            "font": {"family": FONT, "size": LABEL_SIZE, "color": theme.surface},
            "align": "left",
            "namelength": -1,
        },
        "uirevision": "keep",
    }


def axis(theme: Theme, **changes: Any) -> dict[str, Any]:
    """An axis of hairlines; `changes` override. The room for its labels is the layout's margin.

    To let plotly find the room makes it draw twice and measure each label: a third of the time of a chart.
    """
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "gridcolor": theme.line,
        "gridwidth": 1,
        "linecolor": theme.line,
        "fixedrange": True,
        "automargin": False,
        "ticklabeloverflow": "allow",
        "tickfont": {"color": theme.muted, "size": LABEL_SIZE},
        "title": {"text": ""},
        **changes,
    }


def value_axis(
    theme: Theme, low: float, high: float, *, most: int = 6, **changes: Any
) -> tuple[dict[str, Any], int]:
    """An axis of numbers from `low` to `high`, and how wide its labels are in px."""
    found = ticks(low, high, most) if low < high else []
    width = max(text_width(words, LABEL_SIZE + 1) for _, words in found) if found else 0
    marks = {
        "range": [low, high],
        "tickmode": "array",
        "tickvals": [value for value, _ in found],
        "ticktext": [words for _, words in found],
    }
    return axis(theme, **{"showgrid": True, **marks, **changes}), width + 4


def time_axis(theme: Theme, **changes: Any) -> dict[str, Any]:
    """A time axis with dates that read the same in every language: 2025, 03-17, 03 over the year.

    The year stands below its first month only, so that labels stay apart where a chart is narrow.
    """
    stops = [
        {"dtickrange": [None, _FOUR_WEEKS], "value": "%m-%d"},
        {"dtickrange": [_FOUR_WEEKS + 1, "M11"], "value": "%m\n%Y"},
        {"dtickrange": ["M12", None], "value": "%Y"},
    ]
    return axis(
        theme, **{"type": "date", "showline": True, "tickangle": 0, "tickformatstops": stops, **changes}
    )


def figure(data: list[dict[str, Any]], settings: dict[str, Any]) -> FigureDict:
    """Traces and layout as one dict."""
    return {"data": data, "layout": settings}


def known(values: Iterable[float | None]) -> list[float]:
    """The values there are."""
    return [value for value in values if value is not None]


def span(values: Sequence[float], *, zero: bool = False, room: float = 0.08) -> tuple[float, float]:
    """The range of an axis with some room. `zero`: bars start at zero, whatever the values."""
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    width = high - low or abs(high) or 1.0
    bottom = low if zero and low == 0 else low - room * width
    # A series without negative values does not get an axis below zero.
    if low >= 0 > bottom:
        bottom = 0.0
    return bottom, (high if zero and high == 0 else high + room * width)


def spread(positions: Sequence[float], least: float) -> list[float]:
    """Move labels apart until neighbours are at least `least` from each other, keeping their order."""
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    placed = [positions[index] for index in order]
    for _ in range(50):
        moved = False
        for index in range(1, len(placed)):
            lack = least - (placed[index] - placed[index - 1])
            if lack > 1e-9 * max(least, 1e-9):
                placed[index - 1] -= lack / 2
                placed[index] += lack / 2
                moved = True
        if not moved:
            break
    result = [0.0] * len(positions)
    for index, place in zip(order, placed, strict=True):
        result[index] = place
    return result


def side_label(text: str, y: float, colour: str, *, bold: bool = False) -> dict[str, Any]:
    """A label at the right end of a line, instead of a legend."""
    return {
        "x": 1.0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": y,
        "yref": "y",
        "yanchor": "middle",
        "text": f"<b>{text}</b>" if bold else text,
        "showarrow": False,
        "align": "left",
        "font": {"color": colour, "size": LABEL_SIZE},
    }


def zero_line(colour: str) -> dict[str, Any]:
    """The upright at zero that horizontal bars start from."""
    return {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": colour, "width": 1},
    }


def bar_value(text: str, index: int, room: int, colour: str) -> dict[str, Any]:
    """A bar's value in a column of its own, so that numbers align and no line crosses them."""
    return {
        "x": 1.0,
        "xref": "paper",
        "y": index,
        "xanchor": "right",
        "xshift": room,
        "text": text,
        "showarrow": False,
        "font": {"color": colour, "size": 14},
    }


def text_width(text: str, size: int = LABEL_SIZE) -> int:
    """About how wide a label is in px: a Chinese character is as wide as high, a Latin one half."""
    return round(sum(size if ord(char) > 0x2E80 else size * 0.56 for char in text))
