"""Areas (or departments) side by side as horizontal bars from zero."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.ui.figures.base import axis, bar_value, figure, known, layout, span, text_width, zero_line
from app.ui.figures.model import AreaRow, FigureDict, Reference
from app.ui.theme import GLYPH, LIGHT, Theme

_ROW = 30  # px a bar


def ranking(
    rows: Sequence[AreaRow],
    *,
    theme: Theme = LIGHT,
    references: Sequence[Reference] = (),
    height: int | None = None,
) -> FigureDict:
    """The bars, first row on top. A row without a value keeps its place and says why.

    The status stands as a shape beside the name and as the colour of the bar.
    """
    values = known([*(row.value for row in rows), *(reference.value for reference in references)])
    low, high = span(values, zero=True, room=0.0)
    name_width = max((text_width(row.name, 14) + 28 for row in rows), default=0)
    label_room = max((text_width(row.shown, 14) + 16 for row in rows), default=0)
    label_room = max(label_room, 64) if references else label_room
    top = 26 if references else 4
    tall = height or (len(rows) * _ROW + top + 8)
    settings = layout(theme, height=tall, margin=(name_width, label_room, top, 4))
    settings["bargap"] = 0.36
    settings["xaxis"] = axis(theme, range=[low, high or 1.0], showticklabels=False)
    settings["yaxis"] = axis(
        theme,
        range=[len(rows) - 0.5, -0.5],
        tickmode="array",
        tickvals=list(range(len(rows))),
        ticktext=[_name(row, theme) for row in rows],
        tickfont={"color": theme.ink, "size": 14},
    )
    settings["shapes"] = [_line(reference, theme) for reference in references] + [zero_line(theme.quiet)]
    settings["annotations"] = _reference_labels(references, theme, (low, high)) + [
        bar_value(row.shown, index, label_room, theme.ink if row.value is not None else theme.muted)
        for index, row in enumerate(rows)
    ]
    return figure([_bars(rows, theme)], settings)


def _name(row: AreaRow, theme: Theme) -> str:
    colour = theme.status[row.status]
    return f'{row.name} <span style="color:{colour}">{GLYPH[row.status]}</span> '


def _bars(rows: Sequence[AreaRow], theme: Theme) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(rows))),
        "x": [row.value for row in rows],
        "base": 0,
        "marker": {"color": [theme.fill[row.status] for row in rows], "line": {"width": 0}},
        "customdata": [[row.href, row.name, row.shown, row.status_word, row.note] for row in rows],
        "hovertemplate": "%{customdata[1]}  <b>%{customdata[2]}</b>  %{customdata[3]}"
        "<br>%{customdata[4]}<extra></extra>",
    }


def _line(reference: Reference, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": reference.value,
        "x1": reference.value,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": theme.ink, "width": 1.25, "dash": "dash" if reference.dashed else "solid"},
    }


def _reference_labels(
    references: Sequence[Reference], theme: Theme, limits: tuple[float, float]
) -> list[dict[str, Any]]:
    """Labels above the lines: the lower one leans left, the higher one right, so that they part."""
    ordered = sorted(references, key=lambda reference: reference.value)
    middle = (limits[0] + limits[1]) / 2
    found = []
    for index, reference in enumerate(ordered):
        alone_right = len(ordered) == 1 and reference.value > middle
        right = (len(ordered) > 1 and index == 0 and reference.value > 0.2 * limits[1]) or alone_right
        found.append(
            {
                "x": reference.value,
                "yref": "paper",
                "y": 1,
                "yanchor": "bottom",
                "xanchor": "right" if right else "left",
                "text": reference.label,
                "showarrow": False,
                "font": {"color": theme.ink, "size": 12},
            }
        )
    return found
