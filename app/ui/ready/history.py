"""Histories: one with everything on it, several together, and what a ratio is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import PolicyMark
from app.i18n import Translator
from app.ui import figures
from app.ui.components import (
    chart_panel,
    download_menu,
    empty,
    link,
    plain_panel,
    table_details,
    tile,
    tile_grid,
)
from app.ui.errors import by_itself
from app.ui.figures.model import Line, Part, TrendWords
from app.ui.page import Visit
from app.ui.protocols import Reading
from app.ui.reading import amount, finding, target_text, value_text, visible
from app.ui.ready.areas import areas_finding
from app.ui.ready.origin import about, lineage_href
from app.ui.ready.plain import Href, points, quantity, trend_marks
from app.ui.ready.taking import data_address, picture_lines

_TILE = 92  # px: taller than on a card, since all share one scale


def trend_words(t: Translator, figure: Reading) -> TrendWords:
    """The words on a trend and in its table."""
    return TrendWords(
        value=value_text(t, figure) if visible(figure) is not None else t("ui.chart.value"),
        period=t("ui.chart.period"),
        target=t("ui.chart.target"),
        last_year=t("ui.chart.last_year"),
        suppressed=t("ui.chart.suppressed"),
        note=t("ui.chart.note"),
        held=t("ui.chart.held"),
        unit=t.name(figure.indicator.unit),
    )


@by_itself
def trend_panel(
    visit: Visit,
    figure: Reading,
    *,
    year_before: Sequence[Reading] = (),
    policies: Sequence[PolicyMark] = (),
    title: str | None = None,
    csv: str | None = None,
    onward: Href | None = None,
) -> Component:
    """One indicator over time with target, last year, policies and breaks; its table and sentence.

    `onward`: where a click on a period's mark leads.
    """
    t = visit.t
    history = points(t, figure.series, year_before, partial(lineage_href, visit), onward)
    words = trend_words(t, figure)
    name = t.name(figure.indicator.name)
    heading = title or t("ui.title.trend", name=name)
    drawn = any(point.value is not None for point in history)
    chart = figures.trend(history, words=words, theme=visit.theme, marks=trend_marks(t, figure, policies))
    return chart_panel(
        t,
        name=f"trend-{figure.indicator.id}-{figure.area.code}",
        title=heading,
        subtitle=_unit_line(t, figure),
        figure=chart if drawn else None,
        summary=finding(t, figure),
        table=figures.trend_table(history, _table_words(t, words), heading),
        csv=csv or data_address(visit, [figure]),
        notes=picture_lines(visit, [figure]),
        about=about(visit, figure),
    )


def _table_words(t: Translator, words: TrendWords) -> TrendWords:
    """In the table the value's column is headed by its unit, not by the last value."""
    return replace(words, value=words.unit or t("ui.chart.value"))


def _unit_line(t: Translator, figure: Reading) -> str:
    parts = [t.name(figure.area.name), t.name(figure.indicator.unit), target_text(t, figure)]
    return " · ".join(part for part in parts if part)


@by_itself
def sides_panel(
    visit: Visit,
    shown: Sequence[Reading],
    *,
    city: Reading | None = None,
    href: Href | None = None,
    title: str | None = None,
) -> Component:
    """The histories of areas as small charts on one scale, the city as a grey line in each.

    Images in a grid and not one chart: they flow on a phone, and each is a link.
    """
    t = visit.t
    series = [Line(t.name(f.area.name), points(t, f.series), href=href(f) if href else "") for f in shown]
    compare = () if city is None else points(t, city.series)
    limits = figures.common_limits([*(line.points for line in series), compare])
    heading = title or (t("ui.title.sides", name=t.name(shown[0].indicator.name)) if shown else "")
    tiles = [
        tile(
            name=line.name,
            value=value_text(t, figure),
            status=figure.status,
            picture=figures.spark(
                line.points, theme=visit.theme, compare=compare, limits=limits, height=_TILE
            ),
            alt=finding(t, figure),
            href=line.href,
        )
        for figure, line in zip(shown, series, strict=True)
    ]
    scale = ""
    if shown:
        low, high = (amount(t, shown[0], limit) for limit in limits)
        scale = t("ui.chart.one_scale", low=low, high=high)
    return plain_panel(
        heading,
        [
            tile_grid(tiles),
            html.P(areas_finding(t, shown), className="panel__summary"),
            html.Div(
                [
                    table_details(
                        t, figures.lines_table(series, period=t("ui.chart.period"), caption=heading)
                    ),
                    _about(visit, city or shown[0], of_parts=city is None),
                    download_menu(
                        t, of=heading, picture=picture_lines(visit, shown), csv=data_address(visit, shown)
                    ),
                ],
                className="panel__foot",
            ),
        ]
        if shown
        else empty(t),
        subtitle=" · ".join(part for part in (scale, t("ui.chart.rest") if compare else "") if part),
    )


def _about(visit: Visit, figure: Reading, *, of_parts: bool) -> Component | None:
    found = about(visit, figure, of_parts=of_parts)
    return link(*found, class_name="panel__about") if found else None


@by_itself
def lines_panel(visit: Visit, shown: Sequence[Reading], *, title: str, name: str = "lines") -> Component:
    """Up to seven histories in one chart, named by area; later ones are drawn quietly."""
    t = visit.t
    series = [
        Line(t.name(figure.area.name), points(t, figure.series), strong=index < figures.MOST_LINES)
        for index, figure in enumerate(shown)
    ]
    return chart_panel(
        t,
        name=name,
        title=title,
        subtitle=t.name(shown[0].indicator.unit) if shown else "",
        figure=figures.lines(series, theme=visit.theme) if series else None,
        summary=areas_finding(t, shown),
        table=figures.lines_table(series, period=t("ui.chart.period"), caption=title) if series else None,
        csv=data_address(visit, shown),
        notes=picture_lines(visit, shown),
        about=about(visit, shown[0], of_parts=len(shown) > 1) if shown else None,
    )


def parts_finding(t: Translator, figure: Reading, numerator: str, denominator: str) -> str:
    """What the last ratio is made of, in one sentence; empty where the value is not shown."""
    above, below = (quantity(t, figure, side) for side in (figure.numerator, figure.denominator))
    if above.value is None or below.value is None:
        return ""
    names = {"numerator": numerator, "denominator": denominator}
    return t("ui.finding.parts", period=above.period, above=above.shown, below=below.shown, **names)


@by_itself
def parts_panel(
    visit: Visit, figure: Reading, *, numerator: str, denominator: str, title: str | None = None
) -> Component:
    """What a ratio is made of, over time. The names carry their own units."""
    t = visit.t
    heading = title or t("ui.title.parts", name=t.name(figure.indicator.name))
    quantities = [
        Part(numerator, tuple(quantity(t, f, f.numerator) for f in figure.series)),
        Part(denominator, tuple(quantity(t, f, f.denominator) for f in figure.series)),
    ]
    series = [Line(part.name, part.points) for part in quantities]
    return chart_panel(
        t,
        name=f"parts-{figure.indicator.id}",
        title=heading,
        figure=figures.parts(quantities, theme=visit.theme),
        summary=parts_finding(t, figure, numerator, denominator),
        table=figures.lines_table(series, period=t("ui.chart.period"), caption=heading),
        csv=data_address(visit, [figure]),
        notes=picture_lines(visit, [figure]),
        about=about(visit, figure),
    )
