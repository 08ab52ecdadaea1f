"""The second and third part of the page: alerts and actions (控), review and targets (优)."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator
from app.i18n import format as say
from app.pages.indicator.forms import hold_form, release_form, review_form, target_form
from app.services import Cockpit
from app.services.detail import Detail
from app.services.dossier import Dossier, HoldNote, ReviewThen, misses
from app.services.revising import Vintage
from app.services.targeting import TargetVersion
from app.ui.components import columns, data_table, link, plain_panel
from app.ui.desk import moment_text, role_word
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, Table
from app.ui.page import Visit
from app.ui.reading import coverage_text, target_cell, value_text

MOST = 8


def steering(visit: Visit, cockpit: Cockpit, shown: Detail, file: Dossier) -> Component:
    """Off-target periods on the left; held figures and corrections on the right."""
    zone = cockpit.catalogue.city.time_zone
    right: list[Any] = [held(visit, shown, file, zone), corrections(visit, shown, file, zone)]
    return columns(missed(visit, shown), html.Div(right, className="stack"), ratio="1-1")


@by_itself
def missed(visit: Visit, shown: Detail) -> Component:
    """Periods that missed the target, newest first."""
    t = visit.t
    found, row = misses(shown.figure)
    told = sum(f.value is not None for f in shown.figure.series)
    title = t("indicator.missed")
    if not shown.indicator.scored:
        return plain_panel(title, html.P(t("indicator.missed_unscored")))
    if not found:
        return plain_panel(title, html.P(t("indicator.missed_none", n=told)))
    words = t("indicator.missed_count", k=len(found), n=told)
    if row > 1:
        words += t("indicator.missed_row", n=row)
    heads = (
        Column(t("ui.chart.period")),
        Column(t("ui.chart.value"), numeric=True),
        Column(t("ui.chart.target"), numeric=True),
        Column(t("ui.chart.note")),
    )
    rows = tuple(
        (
            Cell(say.period(f.period, t.lang), href=visit.href(period=str(f.period))),
            Cell(value_text(t, f)),
            Cell(target_cell(t, f) or t("ui.target.none")),
            Cell(coverage_text(t, f)),
        )
        for f in found[:MOST]
    )
    contact = html.P(
        t(
            "indicator.missed_ask",
            department=t.name(shown.department.name),
            contact=t.name(shown.department.contact),
        ),
        className="quiet",
    )
    return plain_panel(title, [html.P(words), data_table(Table(title, heads, rows)), contact])


@by_itself
def held(visit: Visit, shown: Detail, file: Dossier, zone: str) -> Component:
    """Holds of this figure with their reasons; the forms for who may."""
    t = visit.t
    items = [html.Li(_hold(visit, note, zone, may=file.rights.hold)) for note in file.holds[:MOST]]
    body: list[Any] = (
        [html.Ul(items, className="notes")]
        if items
        else [html.P(t("indicator.held_none"), className="quiet")]
    )
    if file.rights.hold:
        body.append(hold_form(visit, shown))
    return plain_panel(t("indicator.held"), body)


def _hold(visit: Visit, note: HoldNote, zone: str, *, may: bool) -> list[Any]:
    t = visit.t
    one = note.hold
    state = "on" if one.in_force else "off"
    words: list[Any] = [
        html.Strong(t(f"indicator.held_{state}")),
        html.Span(
            t(
                "indicator.held_span",
                area=t.name(note.area.name),
                first=say.day(one.first_day, t.lang),
                last=say.day(one.last_day, t.lang),
            )
        ),
        html.P(one.reason, className="notes__words"),
        _who(t, one.held_by, moment_text(one.held_at, zone, t.lang)),
    ]
    if not one.in_force:
        words.append(html.P(t("indicator.released", note=one.release_note or ""), className="notes__words"))
        words.append(_who(t, one.released_by or "", moment_text(one.released_at, zone, t.lang)))
    elif may:
        words.append(release_form(visit, note))
    return words


def _who(t: Translator, name: str, when: str) -> Component:
    return html.P(f"{role_word(t, name)} · {when}", className="notes__who")


@by_itself
def corrections(visit: Visit, shown: Detail, file: Dossier, zone: str) -> Component:
    """What later deliveries changed in this period's figure, with the old value and the reason."""
    t = visit.t
    found = file.revisions.vintages
    period = say.period(shown.figure.period, t.lang)
    title = t("indicator.corrections", period=period)
    if not found:
        return plain_panel(title, html.P(t("indicator.corrections_none"), className="quiet"))
    heads = (
        Column(t("indicator.known")),
        Column(t("indicator.before"), numeric=True),
        Column(t("indicator.after"), numeric=True),
        Column(t("indicator.why")),
        Column(t("indicator.cells"), numeric=True),
    )
    rows = tuple(_correction(visit, one, zone) for one in found)
    return plain_panel(title, data_table(Table(title, heads, rows)), subtitle=t("indicator.corrections_help"))


def _correction(visit: Visit, one: Vintage, zone: str) -> tuple[Cell, ...]:
    t = visit.t
    return (
        Cell(moment_text(one.known_at, zone, t.lang)),
        Cell(value_text(t, one.before)),
        Cell(value_text(t, one.after)),
        Cell(one.reason or t("indicator.why_file", file=one.file, run=one.run)),
        Cell(say.number(one.cells, 0, t.lang)),
    )


def improving(visit: Visit, cockpit: Cockpit, shown: Detail, file: Dossier) -> Component:
    """Reviews with the figure as it was known, and the history of targets."""
    zone = cockpit.catalogue.city.time_zone
    return columns(reviews(visit, shown, file, zone), targets(visit, shown, file, zone), ratio="1-1")


@by_itself
def reviews(visit: Visit, shown: Detail, file: Dossier, zone: str) -> Component:
    """What was decided, on which vintage, until when."""
    t = visit.t
    items = [html.Li(_review(visit, one, zone)) for one in file.reviews]
    body: list[Any] = (
        [html.Ul(items, className="notes")]
        if items
        else [html.P(t("indicator.reviews_none"), className="quiet")]
    )
    if file.rights.review:
        body.append(review_form(visit, shown))
    return plain_panel(t("indicator.reviews"), body)


def _review(visit: Visit, one: ReviewThen, zone: str) -> list[Any]:
    t = visit.t
    review = one.review
    then = visit.href(period=review.period, as_of=review.as_of.isoformat())
    key = "indicator.review_moved" if one.moved else "indicator.review_same"
    return [
        html.Strong(say.period(one.then.period, t.lang)),
        html.Span(t(key, then=value_text(t, one.then), now=value_text(t, one.now))),
        html.P(review.decision, className="notes__words"),
        html.P(t("indicator.review_due", day=say.day(review.due, t.lang))) if review.due else None,
        html.P(link(t("indicator.review_open_then"), then)),
        _who(t, review.made_by, moment_text(review.made_at, zone, t.lang)),
    ]


@by_itself
def targets(visit: Visit, shown: Detail, file: Dossier, zone: str) -> Component:
    """Every target there ever was, with who set it and why; the form for who may."""
    t = visit.t
    title = t("indicator.targets")
    body: list[Any] = []
    if file.targets:
        heads = (
            Column(t("indicator.target_from")),
            Column(t("indicator.target"), numeric=True),
            Column(t("indicator.red_line"), numeric=True),
            Column(t("ui.chart.area")),
            Column(t("indicator.reason")),
            Column(t("indicator.set_by")),
        )
        rows = tuple(_target(visit, one, zone) for one in file.targets)
        body.append(data_table(Table(title, heads, rows)))
    else:
        body.append(html.P(t("indicator.targets_none")))
    if file.rights.target and shown.indicator.scored:
        body.append(target_form(visit, shown))
    return plain_panel(title, body)


def _target(visit: Visit, one: TargetVersion, zone: str) -> tuple[Cell, ...]:
    t = visit.t
    if one.first_day is None:
        span = t("indicator.target_default")
    elif one.last_day is None:
        span = t("indicator.target_since", first=say.day(one.first_day, t.lang))
    else:
        span = f"{say.day(one.first_day, t.lang)} – {say.day(one.last_day, t.lang)}"
    if one.superseded:
        span = t("indicator.target_superseded", span=span)
    decimals = one.indicator.decimals
    by = t.name(one.owner.short or one.owner.name)
    if one.set_by is not None:
        by = f"{role_word(t, one.set_by)} · {moment_text(one.set_at, zone, t.lang)}"
    return (
        Cell(span),
        Cell(_numbers(one.target, one.target_band, decimals, t.lang)),
        Cell(_numbers(one.red_line, one.red_band, decimals, t.lang)),
        Cell(t.name(one.area.name)),
        Cell(t.name(one.reason) or t("indicator.target_package")),
        Cell(by),
    )


def _numbers(one: float | None, band: tuple[float, float] | None, decimals: int, lang: str) -> str:
    if band is not None:
        return f"{say.number(band[0], decimals, lang)} – {say.number(band[1], decimals, lang)}"
    return say.number(one, decimals, lang)
