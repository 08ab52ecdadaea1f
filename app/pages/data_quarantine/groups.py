"""Refused rows as groups: each source with what is wrong in it, the most to do first."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import format as say
from app.services import current
from app.services.quarantine import STATES, RefusedPage
from app.ui.components import link, section
from app.ui.desk import reason_word, rows_table, say_name
from app.ui.page import Visit

_OPEN = STATES[0]


def groups(visit: Visit, shown: RefusedPage) -> Component:
    """A line for each source; each of its reasons leads to the rows."""
    t = visit.t
    rows: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for source, reason, state, number in shown.counts:
        rows[source] += number
        reasons[source][reason] += number
        waiting[source] += number if state == _OPEN else 0
    order = sorted(rows, key=lambda source: (-waiting[source], -rows[source], source))
    heads = [
        (t("data_quarantine.source"), False),
        (t("ui.desk.state_open"), True),
        (t("data_quarantine.rows"), True),
        (t("data_quarantine.by_reason"), False),
    ]
    lines = [
        [
            _source(visit, shown, source),
            _number(visit, "ui.desk.state_open", waiting[source]),
            _number(visit, "data_quarantine.rows", rows[source]),
            _reasons(visit, shown, source, reasons[source]),
        ]
        for source in order
    ]
    title = t("data_quarantine.grouped")
    return section(title, rows_table(title, heads, lines, css="refused-groups"))


def _number(visit: Visit, label: str, number: int) -> list[Any]:
    """A number with its word, which shows where the table has no head: on a phone."""
    return [
        html.Span(visit.t(label), className="refused-groups__word"),
        say.number(number, 0, visit.t.lang),
    ]


def _source(visit: Visit, shown: RefusedPage, source: str) -> list[Any]:
    t = visit.t
    found = next(s for s in shown.sources if s.id == source)
    department = current().catalogue.department(found.department)
    owner = html.Div(t.name(department.short or department.name), className="quiet")
    return [html.Div(say_name(t, found.name)), owner]


def _reasons(visit: Visit, shown: RefusedPage, source: str, reasons: Counter[str]) -> Component:
    t = visit.t
    name = next(say_name(t, s.name) for s in shown.sources if s.id == source)
    items = []
    for reason, number in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        word = reason_word(t, reason)
        words = [word, " ", html.B(say.number(number, 0, t.lang))]
        href = visit.href(source=source, reason=reason, page=None)
        items.append(html.Li(link(words, href, class_name="reason-chip")))
    label = t("data_quarantine.reasons_of", source=name)
    return html.Ul(items, className="reason-chips", **{"aria-label": label})
