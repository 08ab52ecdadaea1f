"""The map of the wall: shapes that are links."""

from __future__ import annotations

from dash.development.base_component import Component

from app.domain.indicator import Status
from app.services.boundaries import AreaShape, Plane
from app.services.figures import Figure
from app.services.overview import MapFigures
from app.ui.components.svg import Anchor, Path, Svg, Title, Words
from app.ui.page import Visit
from app.ui.reading import short_name, status_word, value_text
from app.ui.ready.areas import areas_finding
from app.ui.theme import GLYPH, legible

BOX = (620.0, 420.0)  # the least room the wall gives the map, in its units
TEXT = 20.0  # the smallest text of the wall, in the same units
_ROOM = 2.5  # a name may be so many times as wide as the room's radius
NAMED = 20  # areas; of more, only those off target are named


def area_map(visit: Visit, shown: MapFigures, flat: Plane) -> Component:
    """Every part of the area, coloured and marked by status, named, leading into it."""
    size = TEXT / min(BOX[0] / flat.width, BOX[1] / flat.height)  # of a name, in units of the map
    by_code = {figure.area.code: figure for figure in shown.figures}
    pairs = [(by_code[s.code], s) for s in flat.shapes if s.code in by_code]
    return Svg(
        [
            *(_area(visit, figure, shape) for figure, shape in pairs),
            *(_label(visit, figure, shape, size=size, named=len(pairs) <= NAMED) for figure, shape in pairs),
        ],
        viewBox=f"{-size:.0f} -4 {flat.width + 2 * size:.0f} {flat.height + 8:.0f}",
        className="wall__map",
        role="group",
        **{"aria-label": areas_finding(visit.t, shown.figures)},
    )


def _area(visit: Visit, figure: Figure, area: AreaShape) -> Component:
    t = visit.t
    told = t(
        "screen.area",
        name=t.name(figure.area.name),
        value=value_text(t, figure),
        status=status_word(t, figure.status),
    )
    kind = figure.status.replace("_", "-")
    return Anchor(
        [Path([Title(told)], d=area.path, className=f"area area--{kind}")],
        href=visit.href(area=figure.area.code),
        **{"aria-label": told},
    )


def _label(visit: Visit, figure: Figure, area: AreaShape, *, size: float, named: bool) -> Component | None:
    if not named and figure.status is not Status.OFF_TARGET:
        return None
    words = f"{GLYPH[figure.status]} {short_name(visit.t, figure.area)}"
    if size * width_of(words) > _ROOM * area.room:
        words = GLYPH[figure.status]
    return Words(
        words,
        x=str(area.x),
        y=str(area.y),
        className="area__name",
        fontSize=f"{size:.1f}",
        textAnchor="middle",
        dy=".35em",
        fill=legible(visit.theme, visit.theme.fill[figure.status]),
        **{"aria-hidden": "true"},
    )


def width_of(words: str) -> float:
    """About how wide words are, in sizes: a Chinese character is as wide as high, a Latin one about half."""
    return sum(1.0 if ord(letter) > 0x2E00 else 0.56 for letter in words)
