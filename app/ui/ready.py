"""Ready parts: figures of the services in, panels out. The same figure looks the same on every page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash.development.base_component import Component

from app.domain.indicator import Direction, PolicyMark, Status
from app.domain.observation import Flag
from app.i18n import Translator
from app.i18n import format as fmt
from app.ui import figures
from app.ui.components import CardWords, card, chart_panel, data_table, legend, scale_legend
from app.ui.figures.map import value_classes
from app.ui.figures.model import (
    AreaRow,
    Cell,
    Column,
    Line,
    MapMode,
    Mark,
    Panel,
    Part,
    Point,
    Reference,
    Table,
    TrendWords,
)
from app.ui.page import Visit
from app.ui.protocols import Reading
from app.ui.reading import (
    amount,
    change_text,
    change_words,
    finding,
    marks,
    note,
    status_word,
    target_text,
    unfinished,
    value_parts,
    value_text,
    visible,
)

Href = Callable[[Reading], str]


def kpi(visit: Visit, figure: Reading, *, href: str | None = None, compare: str = "year_ago") -> Component:
    """An indicator on a card. `compare`: 'year_ago' or 'previous'; the other one where there is none."""
    t = visit.t
    number, unit = value_parts(t, figure)
    bases = (figure.year_ago, figure.previous)
    first, second = bases if compare == "year_ago" else bases[::-1]
    name = t.name(figure.indicator.name)
    return card(
        t,
        CardWords(
            name=name,
            number=number,
            unit=unit,
            status=figure.status,
            period=fmt.period(figure.period, t.lang),
            target=target_text(t, figure),
            change=change_words(t, figure, first) or change_words(t, figure, second),
            spark=figures.spark(points(t, figure.series), theme=visit.theme),
            spark_alt=t("ui.title.trend", name=name),
            marks=marks(t, figure),
            note=note(t, figure),
            href=href,
        ),
    )


def points(
    t: Translator, series: Sequence[Reading], year_before: Sequence[Reading] = ()
) -> tuple[Point, ...]:
    """A history as plain data; `year_before` stands point by point beside it."""
    before = list(year_before) if len(year_before) == len(series) else [None] * len(series)
    return tuple(_point(t, figure, earlier) for figure, earlier in zip(series, before, strict=True))


def _point(t: Translator, figure: Reading, earlier: Reading | None) -> Point:
    value = visible(figure)
    return Point(
        period=fmt.period(figure.period, t.lang),
        start=figure.period.start,
        value=value,
        shown=value_text(t, figure),
        state=figure.state,
        partial=value is not None and unfinished(figure),
        target=figure.target,
        target_shown="" if figure.target is None else amount(t, figure, figure.target),
        last_year=None if earlier is None else visible(earlier),
        last_year_shown="" if earlier is None else value_text(t, earlier),
        note=note(t, figure),
    )


def trend_words(t: Translator, figure: Reading) -> TrendWords:
    """The words on a trend and in its table."""
    return TrendWords(
        value=value_text(t, figure) if visible(figure) is not None else t("ui.chart.value"),
        period=t("ui.chart.period"),
        target=t("ui.chart.target"),
        last_year=t("ui.chart.last_year"),
        suppressed=t("ui.chart.suppressed"),
        note=t("ui.chart.note"),
        unit=t.name(figure.indicator.unit),
    )


def trend_panel(
    visit: Visit,
    figure: Reading,
    *,
    year_before: Sequence[Reading] = (),
    policies: Sequence[PolicyMark] = (),
    title: str | None = None,
    csv: str | None = None,
) -> Component:
    """One indicator over time with target, last year, policies and breaks; its table and sentence."""
    t = visit.t
    history = points(t, figure.series, year_before)
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
        csv=csv,
    )


def _table_words(t: Translator, words: TrendWords) -> TrendWords:
    """In the table the value's column is headed by its unit, not by the last value."""
    return TrendWords(
        value=words.unit or t("ui.chart.value"),
        period=words.period,
        target=words.target,
        last_year=words.last_year,
        suppressed=words.suppressed,
        note=words.note,
    )


def _unit_line(t: Translator, figure: Reading) -> str:
    parts = [t.name(figure.area.name), t.name(figure.indicator.unit), target_text(t, figure)]
    return " · ".join(part for part in parts if part)


def trend_marks(t: Translator, figure: Reading, policies: Sequence[PolicyMark]) -> tuple[Mark, ...]:
    """Policies of this indicator inside the span drawn, and breaks of its definition or data."""
    if not figure.series:
        return ()
    first, last = figure.series[0].period.start, figure.series[-1].period.end
    found = [
        Mark(policy.day, t.name(policy.name))
        for policy in policies
        if figure.indicator.id in policy.indicators and first <= policy.day <= last
    ]
    word = t("ui.chart.break_mark")
    breaks = {p.period.start for p in figure.series if Flag.BREAK in p.flags}
    breaks |= {
        version.valid_from
        for version in figure.indicator.versions
        if version.breaks_series and version.valid_from and first <= version.valid_from <= last
    }
    return tuple(
        sorted(found + [Mark(day, word, is_break=True) for day in breaks], key=lambda mark: mark.day)
    )


def area_rows(t: Translator, shown: Sequence[Reading], href: Href | None) -> tuple[AreaRow, ...]:
    """Areas as plain data, in the order given."""
    return tuple(
        AreaRow(
            code=figure.area.code,
            name=t.name(figure.area.name),
            value=visible(figure),
            shown=value_text(t, figure),
            status=figure.status,
            status_word=status_word(t, figure.status),
            state=figure.state,
            href="" if href is None else href(figure),
            note=note(t, figure),
        )
        for figure in shown
    )


def ranking_panel(
    visit: Visit,
    shown: Sequence[Reading],
    *,
    city: Reading | None = None,
    href: Href | None = None,
    title: str | None = None,
    csv: str | None = None,
) -> Component:
    """Areas of one indicator as bars from zero, in the order given, with target and city lines."""
    t = visit.t
    rows = area_rows(t, shown, href)
    example = shown[0] if shown else city
    name = "" if example is None else t.name(example.indicator.name)
    heading = title or t("ui.title.ranking", name=name)
    chart = figures.ranking(rows, theme=visit.theme, references=_references(t, shown, city)) if rows else None
    return chart_panel(
        t,
        name=f"ranking-{example.indicator.id if example else ''}",
        title=heading,
        subtitle="" if example is None else _period_line(t, example),
        figure=chart,
        summary=areas_finding(t, shown),
        table=_area_table(t, rows, name, heading) if rows else None,
        csv=csv,
    )


def _period_line(t: Translator, figure: Reading) -> str:
    return f"{fmt.period(figure.period, t.lang)} · {t.name(figure.indicator.unit)}"


def _area_table(t: Translator, rows: Sequence[AreaRow], value: str, caption: str) -> Table:
    return figures.area_table(
        rows,
        area=t("ui.chart.area"),
        value=value,
        status=t("ui.chart.status"),
        note=t("ui.chart.note"),
        caption=caption,
    )


def _references(t: Translator, shown: Sequence[Reading], city: Reading | None) -> list[Reference]:
    """The common target, where all share one, and the city's value."""
    found = []
    targets = {figure.target for figure in shown}
    target = next(iter(targets)) if len(targets) == 1 else None
    if target is not None:
        found.append(Reference(target, t("ui.chart.target_line", value=amount(t, shown[0], target))))
    if city is not None and (value := visible(city)) is not None:
        label = t("ui.chart.city", name=t.name(city.area.name), value=value_text(t, city))
        found.append(Reference(value, label, dashed=False))
    return found


def areas_finding(t: Translator, shown: Sequence[Reading]) -> str:
    """Best and worst area, and how many are off target; empty with fewer than two values."""
    valued = sorted(
        [(value, figure) for figure in shown if (value := visible(figure)) is not None],
        key=lambda pair: pair[0],
    )
    if len(valued) < 2:
        return ""
    low, high = valued[0][1], valued[-1][1]
    direction = low.indicator.direction
    first, last = (low, high) if direction is Direction.LOWER_BETTER else (high, low)
    key = "ui.finding.ranking_neutral" if direction is Direction.TARGET_BAND else "ui.finding.ranking"
    text = t(
        key,
        period=fmt.period(low.period, t.lang),
        first=t.name(first.area.name),
        first_value=value_text(t, first),
        last=t.name(last.area.name),
        last_value=value_text(t, last),
        n=len(valued),
    )
    missed = sum(figure.status is Status.OFF_TARGET for figure in shown)
    if missed:
        gap = " " if t.lang == "en" else ""
        text += gap + t("ui.finding.off_target", k=missed, n=len(shown))
    return text


def map_panel(
    visit: Visit,
    shown: Sequence[Reading],
    geojson: str,
    *,
    href: Href | None = None,
    mode: MapMode | str = MapMode.STATUS,
    title: str | None = None,
    selected: str | None = None,
) -> Component:
    """Areas of one indicator on a map; a click leads to `href`. `geojson`: the address of the boundaries."""
    t = visit.t
    rows = area_rows(t, shown, href)
    name = t.name(shown[0].indicator.name) if shown else ""
    heading = title or t("ui.title.map", name=name)
    way = MapMode(mode)
    drawn = (
        figures.choropleth(rows, geojson=geojson, theme=visit.theme, mode=way, selected=selected)
        if rows
        else None
    )
    return chart_panel(
        t,
        name="map",
        title=heading,
        subtitle=_period_line(t, shown[0]) if shown else "",
        key=_value_key(visit, shown, rows) if way is MapMode.VALUE else _status_key(t, rows),
        figure=drawn,
        summary=areas_finding(t, shown),
        table=_area_table(t, rows, name, heading) if rows else None,
    )


def _status_key(t: Translator, rows: Sequence[AreaRow]) -> Component:
    there = {row.status for row in rows}
    return legend(t, [status for status in Status if status in there])


def _value_key(visit: Visit, shown: Sequence[Reading], rows: Sequence[AreaRow]) -> Component:
    t = visit.t
    bounds = value_classes(rows)
    colours = visit.theme.scale if len(bounds) > 1 else visit.theme.scale[2:3]
    steps = [
        (colour, t("ui.chart.up_to", value=amount(t, shown[0], bound)))
        for bound, colour in zip(bounds, colours, strict=True)
    ]
    grey = (visit.theme.fill[Status.NO_DATA], status_word(t, Status.NO_DATA))
    return scale_legend(steps, grey if any(row.value is None for row in rows) else None)


def sides_panel(
    visit: Visit,
    shown: Sequence[Reading],
    *,
    city: Reading | None = None,
    href: Href | None = None,
    title: str | None = None,
) -> Component:
    """The histories of areas as small charts on one scale, the city as a grey line in each."""
    t = visit.t
    panels = [
        Panel(t.name(f.area.name), points(t, f.series), f.status, "" if href is None else href(f))
        for f in shown
    ]
    heading = title or (t("ui.title.sides", name=t.name(shown[0].indicator.name)) if shown else "")
    compare = () if city is None else points(t, city.series)
    chart = figures.small_multiples(panels, theme=visit.theme, compare=compare) if panels else None
    series = [Line(panel.name, panel.points) for panel in panels]
    return chart_panel(
        t,
        name=f"sides-{shown[0].indicator.id if shown else ''}",
        title=heading,
        subtitle=t("ui.chart.rest") if compare else "",
        figure=chart,
        summary=areas_finding(t, shown),
        table=figures.lines_table(series, period=t("ui.chart.period"), caption=heading) if panels else None,
    )


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
    )


def parts_panel(
    visit: Visit, figure: Reading, *, numerator: str, denominator: str, title: str | None = None
) -> Component:
    """What a ratio is made of, over time. The names carry their own units."""
    t = visit.t
    heading = title or t("ui.title.parts", name=t.name(figure.indicator.name))
    quantities = [
        Part(numerator, tuple(_quantity(t, f, f.numerator) for f in figure.series)),
        Part(denominator, tuple(_quantity(t, f, f.denominator) for f in figure.series)),
    ]
    series = [Line(part.name, part.points) for part in quantities]
    return chart_panel(
        t,
        name=f"parts-{figure.indicator.id}",
        title=heading,
        figure=figures.parts(quantities, theme=visit.theme),
        table=figures.lines_table(series, period=t("ui.chart.period"), caption=heading),
    )


def _quantity(t: Translator, figure: Reading, value: float | None) -> Point:
    shown = value if figure.state in ("value", "few", "zero_denominator") else None
    decimals = 0 if shown is None or float(shown).is_integer() or abs(shown) >= 1000 else 2
    return Point(
        period=fmt.period(figure.period, t.lang),
        start=figure.period.start,
        value=shown,
        shown=fmt.number(shown, decimals, t.lang),
        partial=shown is not None and unfinished(figure),
    )


def figure_table(
    visit: Visit,
    shown: Sequence[Reading],
    *,
    caption: str,
    href: Href | None = None,
    by: str = "indicator",
    compare: str = "year_ago",
) -> Component:
    """A list of figures as a real table. `by`: what a row is, 'indicator' or 'area'."""
    t = visit.t
    heads = (
        Column(t(f"ui.chart.{by}")),
        Column(t("ui.chart.value"), numeric=True),
        Column(t("ui.chart.status")),
        Column(t("ui.chart.target")),
        Column(t("ui.chart.change")),
        Column(t("ui.chart.note")),
    )
    rows = tuple(
        (
            Cell(
                t.name(f.indicator.name if by == "indicator" else f.area.name), href=href(f) if href else ""
            ),
            Cell(value_text(t, f)),
            Cell(status_word(t, f.status), status=f.status),
            Cell(target_text(t, f)),
            Cell(change_text(t, f, f.year_ago if compare == "year_ago" else f.previous)),
            Cell(note(t, f)),
        )
        for f in shown
    )
    return data_table(Table(caption, heads, rows))
