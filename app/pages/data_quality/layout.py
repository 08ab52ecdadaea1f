"""Scores of a month with their counts, by department and source; months before; the signature."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator
from app.i18n import format as say
from app.services import current
from app.services.quality import Dimension, Quality, Ratio, SourceScores, quality
from app.services.scope import departments, may_correct, sources
from app.ui.components import (
    HeatCell,
    definition_list,
    empty,
    heat_table,
    link,
    page_header,
    plain_panel,
    section,
    select,
    stat,
    stats,
)
from app.ui.components.form import form, hidden, text_field
from app.ui.controls import page_filters
from app.ui.desk import (
    department_select,
    desk_nav,
    moment_text,
    role_word,
    rows_table,
    say_name,
    source_href,
    source_select,
)
from app.ui.errors import by_itself
from app.ui.page import View, Visit


def layout(visit: Visit) -> View:
    """The quality of the address's department, source and month."""
    cockpit = current()
    t = visit.t
    shown = quality(
        cockpit,
        visit.actor,
        department=visit.get("department"),
        source=visit.get("source"),
        month=visit.get("month"),
    )
    lead = t("data_quality.lead", month=say.period(shown.month, t.lang))
    body = [
        page_header(t("data_quality.title"), lead=lead, aside=_bar(visit, shown)),
        desk_nav(visit, "quality"),
        stats([_stat(t, d, shown.total[d]) for d in Dimension]),
        _history(visit, shown),
        _departments(visit, shown) if len(shown.departments) > 1 else None,
        _sources(visit, shown),
        _signature(visit, shown),
        section(t("data_quality.how"), plain_panel(None, _formulas(t))),
    ]
    return View(t("data_quality.title"), [part for part in body if part is not None])


def _bar(visit: Visit, shown: Quality) -> Component:
    t = visit.t
    cockpit = current()
    months = [
        (say.period(m.month, t.lang), visit.href(month=str(m.month)), m.month == shown.month)
        for m in reversed(shown.months)
    ]
    parts = [
        department_select(visit, departments(cockpit, visit.actor)),
        source_select(visit, sources(cockpit, visit.actor, visit.get("department"))),
        select(t("data_quality.month"), months),
    ]
    return page_filters(visit, [part for part in parts if part])


def _name(t: Translator, dimension: Dimension) -> str:
    return t(f"data_quality.{dimension}")


def _share(t: Translator, ratio: Ratio) -> str:
    """A score is never rounded up to full: 99.96% stays under 100%."""
    share = ratio.share
    if share is None:
        return say.NO_DATA
    if ratio.met < ratio.judged:
        share = min(share, 0.9994)
    return say.percent(share, 1, t.lang)


def _counts(t: Translator, ratio: Ratio) -> str:
    if not ratio.judged:
        return t("data_quality.nothing")
    return f"{say.number(ratio.met, 0, t.lang)} / {say.number(ratio.judged, 0, t.lang)}"


def _stat(t: Translator, dimension: Dimension, ratio: Ratio) -> Component:
    return stat(_name(t, dimension), _share(t, ratio), note=_counts(t, ratio))


def _cell(t: Translator, ratio: Ratio) -> list[Any]:
    return [html.Div(_share(t, ratio)), html.Div(_counts(t, ratio), className="quiet")]


def _heads(t: Translator, first: str) -> list[tuple[str, bool]]:
    return [(first, False), *[(_name(t, d), True) for d in Dimension]]


@by_itself
def _history(visit: Visit, shown: Quality) -> Component:
    """Dimensions × months; what could not be judged is told as such."""
    t = visit.t
    months = [say.period(m.month, t.lang) for m in shown.months]
    rows: list[tuple[str, str | None, list[HeatCell]]] = []
    for dimension in Dimension:
        cells = [_heat(t, m.scores[dimension]) for m in shown.months]
        rows.append((_name(t, dimension), None, cells))
    count = len(shown.sources)
    signed = [HeatCell(f"{m.signed}/{count}" if m.signed else say.NO_DATA, None) for m in shown.months]
    rows.append((t("data_quality.signed"), None, signed))
    table = heat_table(t("data_quality.history"), t("data_quality.dimension"), months, rows)
    return section(t("data_quality.history"), table, lead=t("data_quality.history_lead"))


def _heat(t: Translator, ratio: Ratio) -> HeatCell:
    share = ratio.share
    # Quality lives between 95 and 100 percent: the scale's steps are spread over that.
    rate = None if share is None else max(0.0, 1 - (1 - share) * 10)
    return HeatCell(_share(t, ratio), rate, _counts(t, ratio))


def _departments(visit: Visit, shown: Quality) -> Component:
    t = visit.t
    rows = [
        [
            link(t.name(d.short or d.name), visit.href(department=d.id, source=None)),
            *[_cell(t, scores[x]) for x in Dimension],
        ]
        for d, scores in shown.departments
    ]
    heads = _heads(t, t("ui.desk.department"))
    return section(t("data_quality.by_department"), rows_table(t("data_quality.by_department"), heads, rows))


def _sources(visit: Visit, shown: Quality) -> Component:
    t = visit.t
    heads = [*_heads(t, t("ui.desk.source")), (t("data_quality.signature"), False)]
    rows = [
        [
            link(say_name(t, one.source.name), source_href(visit, one.source.id)),
            *[_cell(t, one.scores[d]) for d in Dimension],
            _signed(visit, one),
        ]
        for one in shown.sources
    ]
    return section(t("data_quality.by_source"), rows_table(t("data_quality.by_source"), heads, rows))


def _signed(visit: Visit, one: SourceScores) -> Any:
    t = visit.t
    if one.signed is None:
        return html.Span(t("data_quality.unsigned"), className="quiet")
    zone = current().catalogue.city.time_zone
    words = f"{role_word(t, one.signed.made_by)} {moment_text(one.signed.made_at, zone, t.lang)}"
    changed = html.Div(t("data_quality.changed"), className="warning") if one.changed else None
    return [html.Div(words), html.Div(one.signed.comment, className="quiet"), changed]


@by_itself
def _signature(visit: Visit, shown: Quality) -> Component | None:
    t = visit.t
    if not may_correct(visit.actor):
        return None
    if not any(ratio.judged for ratio in shown.total.values()):
        return section(
            t("data_quality.sign"), empty(t, t("data_quality.nothing"), t("data_quality.nothing_help"))
        )
    kept = [hidden(name, visit.get(name) or "") for name in ("department", "source")]
    comment = text_field(t("data_quality.comment"), "comment", required=True, maxLength=500)
    words = t("data_quality.sign_words", n=len(shown.sources), month=say.period(shown.month, t.lang))
    sign = form(
        t,
        action="sign_off",
        back=visit.href(),
        children=[hidden("month", str(shown.month)), *kept, comment],
        submit=t("data_quality.sign_now"),
    )
    return section(t("data_quality.sign"), plain_panel(None, [html.P(words), sign]))


def _formulas(t: Translator) -> Component:
    pairs = [(_name(t, d), t(f"data_quality.how_{d}")) for d in Dimension]
    return definition_list(pairs)
