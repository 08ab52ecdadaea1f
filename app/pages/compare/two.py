"""Two indicators over the parts of an area: do they go together?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component

from app.domain.area import Level
from app.domain.indicator import Indicator
from app.i18n import format as say
from app.pages.compare.asked import Asked, area_choice, chosen_area
from app.pages.compare.pick import choosing, pick
from app.services.scatter import Pair, Scatter, levels, scatter
from app.ui import figures
from app.ui.components import chart_panel, choice, filter_bar
from app.ui.figures import Cell, Column, Dot, Table
from app.ui.links import figure_href
from app.ui.page import Visit
from app.ui.reading import value_text
from app.ui.ready import data_address, picture_lines


def body(visit: Visit, asked: Asked) -> list[Any]:
    """Which two, and the picture with what may be said of it."""
    t = visit.t
    across, upward = asked.indicator(visit, "x"), asked.indicator(visit, "y", 1)
    found = levels(asked.cockpit, asked.area, (across, upward))
    level = next((one for one in found if one == visit.get("level")), asked.parts[0].level)
    shown = scatter(
        asked.cockpit,
        visit.actor,
        area=asked.area,
        indicators=(across.id, upward.id),
        level=level,
        highlight=chosen_area(visit, asked),
        period=asked.period,
        as_of=asked.as_of,
    )
    controls = [
        axis(visit, asked, "x", across),
        axis(visit, asked, "y", upward),
        *([level_choice(visit, found, level)] if len(found) > 1 else []),
        area_choice(visit, asked),
    ]
    everything = [figure for pair in shown.shown for figure in (pair.x, pair.y)]
    heading = t("compare.two", x=t.name(across.name), y=t.name(upward.name))
    panel = chart_panel(
        t,
        name="two",
        title=heading,
        subtitle=t("compare.two_key"),
        figure=drawn(visit, shown) if shown.shown else None,
        summary=" ".join(finding(visit, shown)) if t.lang == "en" else "".join(finding(visit, shown)),
        table=pairs_table(visit, shown, heading),
        csv=data_address(visit, everything),
        notes=picture_lines(visit, everything),
    )
    return [filter_bar(t, controls), panel]


def level_choice(visit: Visit, found: Sequence[Level], level: Level) -> Component:
    """How small the areas are, where both indicators are told for smaller ones too."""
    t = visit.t
    return choice(
        t("compare.level"), [(t(f"ui.level.{one}"), visit.href(level=one), one is level) for one in found]
    )


def axis(visit: Visit, asked: Asked, param: str, chosen: Indicator) -> Component:
    """Which indicator stands on one axis."""
    return pick(
        visit,
        asked,
        place=param,
        label=visit.t(f"compare.axis_{param}"),
        chosen=chosen,
        address=lambda one: choosing(visit, **{param: one.id}),
    )


def drawn(visit: Visit, shown: Scatter) -> figures.FigureDict:
    """The figure: unusual areas and the chosen one are strong."""
    spots = [dot(visit, shown, pair, place) for place, pair in enumerate(shown.shown)]
    names = (named(visit, shown, shown.x), named(visit, shown, shown.y))
    return figures.scatter(spots, names=names, theme=visit.theme, line=shown.relation.line)


def dot(visit: Visit, shown: Scatter, pair: Pair, place: int) -> Dot:
    """One area with both values."""
    t = visit.t
    return Dot(
        name=t.name(pair.area.name),
        x=pair.x.value or 0.0,
        y=pair.y.value or 0.0,
        shown=f"{value_text(t, pair.x)} · {value_text(t, pair.y)}",
        href=figure_href(visit, pair.y),
        strong=place in shown.relation.outliers or pair.area == shown.highlight,
    )


def named(visit: Visit, shown: Scatter, indicator: Indicator) -> str:
    """'Name (unit), period'."""
    t = visit.t
    return t(
        "compare.axis",
        name=t.name(indicator.name),
        unit=t.name(indicator.unit),
        period=say.period(shown.period, t.lang),
    )


def finding(visit: Visit, shown: Scatter) -> list[str]:
    """How far the two go together, no louder than the points allow; who is unusual; who is missing."""
    t = visit.t
    found = shown.relation
    numbers = {"n": found.n, "m": shown.total}
    if found.spearman is None or found.pearson is None:
        key = "compare.relation.few" if found.strength == "few" else "compare.relation.flat"
        said = [t(key, **numbers)]
    else:
        way = "up" if found.spearman > 0 else "down"
        key = "none" if found.strength == "none" else f"{found.strength}_{way}"
        rho, r = (say.number(value, 2, t.lang, signed=True) for value in (found.spearman, found.pearson))
        said = [t(f"compare.relation.{key}", **numbers), t("compare.relation.figures", rho=rho, r=r)]
    names = t("ui.picture.comma").join(t.name(shown.shown[i].area.name) for i in found.outliers)
    if names:
        said.append(t("compare.relation.outliers", names=names))
    if shown.missing:
        missing = t("ui.picture.comma").join(t.name(pair.area.name) for pair in shown.missing)
        said.append(t("compare.apart", n=len(shown.missing), names=missing))
    return said


def pairs_table(visit: Visit, shown: Scatter, caption: str) -> Table:
    """Every area with both values, those that lack one too."""
    t = visit.t
    heads = [Column(t("ui.chart.area"))]
    heads += [Column(named(visit, shown, one), numeric=True) for one in (shown.x, shown.y)]
    rows = [
        (Cell(t.name(pair.area.name)), Cell(value_text(t, pair.x)), Cell(value_text(t, pair.y)))
        for pair in (*shown.shown, *shown.missing)
    ]
    return Table(caption, tuple(heads), tuple(rows))
