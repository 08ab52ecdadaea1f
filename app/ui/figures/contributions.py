"""What parts contributed to a change: bars to both sides of zero, the kinds of effect stacked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.ui.figures.base import axis, bar_value, figure, layout, span, text_width, zero_line
from app.ui.figures.model import FigureDict
from app.ui.theme import LIGHT, Theme

_ROW = 30  # px a bar


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """One part: its effects in the order of the kinds, and their sum in words."""

    name: str
    effects: tuple[float, ...]
    shown: str
    href: str = ""
    note: str = ""


def contributions(
    rows: Sequence[ContributionRow], *, kinds: Sequence[str], theme: Theme = LIGHT
) -> FigureDict:
    """The bars, first row on top. `kinds`: the names of the effects, told above in their colours."""
    extents = [sum(e for e in row.effects if e * sign > 0) for row in rows for sign in (1, -1)]
    name_width = max((text_width(row.name, 14) + 12 for row in rows), default=0)
    label_room = max((text_width(row.shown, 14) + 16 for row in rows), default=0)
    top = 26 if len(kinds) > 1 else 4
    settings = layout(theme, height=len(rows) * _ROW + top + 8, margin=(name_width, label_room, top, 4))
    settings["barmode"] = "relative"
    settings["bargap"] = 0.36
    settings["xaxis"] = axis(theme, range=list(span([*extents, 0.0], room=0.02)), showticklabels=False)
    settings["yaxis"] = axis(
        theme,
        range=[len(rows) - 0.5, -0.5],
        tickmode="array",
        tickvals=list(range(len(rows))),
        ticktext=[f"{row.name} " for row in rows],
        tickfont={"color": theme.ink, "size": 14},
    )
    settings["shapes"] = [zero_line(theme.ink)]
    colours = (theme.accent, theme.quiet, theme.series[1])
    settings["annotations"] = [
        *_key(kinds, colours, theme),
        *(bar_value(row.shown, index, label_room, theme.ink) for index, row in enumerate(rows)),
    ]
    return figure(
        [_bars(rows, at, kind, colours[at]) for at, kind in enumerate(kinds)],
        settings,
    )


def _bars(rows: Sequence[ContributionRow], at: int, kind: str, colour: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": kind,
        "y": list(range(len(rows))),
        "x": [row.effects[at] for row in rows],
        "marker": {"color": colour, "line": {"width": 0}},
        "customdata": [[row.href, row.name, row.shown, row.note] for row in rows],
        "hovertemplate": "%{customdata[1]}  <b>%{customdata[2]}</b><br>%{customdata[3]}<extra></extra>",
    }


def _key(kinds: Sequence[str], colours: Sequence[str], theme: Theme) -> list[dict[str, Any]]:
    """The kinds in words above the bars, each after a swatch in its colour."""
    if len(kinds) < 2:
        return []
    words = "   ".join(
        f'<span style="color:{colour}">■</span> {kind}' for kind, colour in zip(kinds, colours, strict=False)
    )
    return [
        {
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "text": words,
            "showarrow": False,
            "font": {"color": theme.ink, "size": 13},
        }
    ]
