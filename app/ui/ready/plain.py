"""Figures as the plain data that charts are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.indicator import PolicyMark
from app.domain.observation import Flag
from app.i18n import Translator
from app.i18n import format as fmt
from app.ui.figures.model import AreaRow, Mark, Point
from app.ui.protocols import Reading
from app.ui.reading import amount, note, short_name, standing, unfinished, value_text, visible

Href = Callable[[Reading], str]


def points(
    t: Translator,
    series: Sequence[Reading],
    year_before: Sequence[Reading] = (),
    href: Href | None = None,
    onward: Href | None = None,
) -> tuple[Point, ...]:
    """A history as plain data; `year_before` stands point by point beside it.

    `href`: where each number leads in the table; `onward`: where a click on its mark leads.
    """
    before = list(year_before) if len(year_before) == len(series) else [None] * len(series)
    return tuple(
        replace(
            _point(t, figure, earlier),
            href="" if href is None else href(figure),
            onward="" if onward is None else onward(figure),
        )
        for figure, earlier in zip(series, before, strict=True)
    )


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
        band=figure.target_band,
        last_year=None if earlier is None else visible(earlier),
        last_year_shown="" if earlier is None else value_text(t, earlier),
        note=note(t, figure),
    )


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
            short=short_name(t, figure.area),
            value=visible(figure),
            shown=value_text(t, figure),
            status=figure.status,
            status_word=standing(t, figure),
            state=figure.state,
            href="" if href is None else href(figure),
            note=note(t, figure),
        )
        for figure in shown
    )


def quantity(t: Translator, figure: Reading, value: float | None) -> Point:
    """A numerator or denominator of one period; hidden with the value it would give away."""
    shown = value if figure.state in ("value", "few", "zero_denominator") else None
    decimals = 0 if shown is None or float(shown).is_integer() or abs(shown) >= 1000 else 2
    return Point(
        period=fmt.period(figure.period, t.lang),
        start=figure.period.start,
        value=shown,
        shown=fmt.number(shown, decimals, t.lang),
        partial=shown is not None and unfinished(figure),
    )
