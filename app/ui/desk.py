"""Parts the pages of the data officer's desk share: where one is, whose deliveries, do the rows add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from app.domain.errors import CockpitError
from app.domain.indicator import Department, Status
from app.domain.text import Text
from app.i18n import Translator, explain
from app.i18n import format as say
from app.ui.components import link, select
from app.ui.page import Visit

_PAGES = ("desk", "loads", "sources", "quarantine", "quality", "assets", "map")
_STATUS = {
    "on_time": Status.ON_TARGET,
    "late": Status.WATCH,
    "disconnected": Status.OFF_TARGET,
    "committed": Status.ON_TARGET,
    "refused": Status.OFF_TARGET,
    "open": Status.OFF_TARGET,
    "drafted": Status.WATCH,
    "repaired": Status.ON_TARGET,
    "superseded": Status.UNSCORED,
}


def desk_nav(visit: Visit, here: str) -> Component:
    """The sub-pages of the desk; the department chosen goes along."""
    t = visit.t
    items = []
    for name in _PAGES:
        path = "/data" if name == "desk" else f"/data/{name}"
        href = visit.href(path, department=visit.get("department"))
        items.append(html.Li(link(t(f"ui.desk.{name}"), href, current="page" if name == here else "")))
    return html.Nav(html.Ul(items), className="desk-nav", **{"aria-label": t("ui.desk.nav")})


def department_select(visit: Visit, departments: Sequence[Department]) -> Component | None:
    """Whose deliveries; nothing to choose for a department's own head."""
    if len(departments) < 2:
        return None
    t = visit.t
    chosen = visit.get("department")
    cleared: dict[str, str | None] = {"source": None, "page": None}
    options = [(t("ui.desk.all_departments"), visit.href(department=None, **cleared), chosen is None)]
    options += [
        (t.name(d.short or d.name), visit.href(department=d.id, **cleared), d.id == chosen)
        for d in departments
    ]
    return select(t("ui.desk.department"), options)


def source_select(visit: Visit, sources: Sequence[Any]) -> Component:
    """Which source of those shown; each has `id` and `name`."""
    t = visit.t
    chosen = visit.get("source")
    options = [(t("ui.desk.all_sources"), visit.href(source=None, page=None), chosen is None)]
    options += [(say_name(t, s.name), visit.href(source=s.id, page=None), s.id == chosen) for s in sources]
    return select(t("ui.desk.source"), options)


def say_name(t: Translator, words: Any) -> str:
    """A name of the package, whatever carries its two languages."""
    return t.name(Text(words.zh, words.en))


def source_href(visit: Visit, source: str) -> str:
    """Where a source's name leads: what rests on it."""
    return visit.href(f"/lineage/source/{source}")


def state_badge(t: Translator, state: str) -> Component:
    """A state as shape, word and colour."""
    css = _STATUS[state].replace("_", "-")
    shape = html.Span(className=f"shape shape--{css}", **{"aria-hidden": "true"})
    return html.Span([shape, t(f"ui.desk.{_word(state)}")], className=f"badge badge--{css} badge--small")


def state_status(state: str) -> Status:
    """The status whose shape and colour stand for a state, for cells of tables."""
    return _STATUS[state]


def state_word(t: Translator, state: str) -> str:
    """A state in words."""
    return t(f"ui.desk.{_word(state)}")


def _word(state: str) -> str:
    return f"state_{state}" if state in {"open", "drafted", "repaired", "superseded"} else state


def equation(t: Translator, sums: Any) -> Component:
    """read = accepted + quarantined + ignored, with the verdict. `sums` has these, and `adds_up`."""
    parts: list[Any] = [_term(t, "read", sums.read, strong=True)]
    for sign, name in (("=", "accepted"), ("+", "quarantined"), ("+", "ignored")):
        parts += [
            html.Span(sign, className="equation__sign"),
            _term(t, name, getattr(sums, name)),
        ]
    status = "on-target" if sums.adds_up else "off-target"
    verdict = html.Span(
        [
            html.Span(className=f"shape shape--{status}", **{"aria-hidden": "true"}),
            t("ui.desk.adds_up" if sums.adds_up else "ui.desk.adds_not"),
        ],
        className=f"badge badge--{status}",
    )
    return html.Div([html.Div(parts, className="equation__line"), verdict], className="equation")


def _term(t: Translator, name: str, rows: int, *, strong: bool = False) -> Component:
    css = "equation__term equation__term--strong" if strong else "equation__term"
    return html.Span(
        [
            html.Span(say.number(rows, 0, t.lang), className="equation__number"),
            html.Span(t(f"ui.desk.{name}"), className="equation__word"),
        ],
        className=css,
    )


def pager(visit: Visit, page: int, pages: int, total: int) -> Component:
    """Where in a long list one is, and on."""
    t = visit.t
    words = html.Span(t("ui.desk.page", page=page, pages=pages, total=say.number(total, 0, t.lang)))
    before = link(t("ui.desk.newer"), visit.href(page=str(page - 1))) if page > 1 else None
    after = link(t("ui.desk.older"), visit.href(page=str(page + 1))) if page < pages else None
    return html.Nav([before, words, after], className="pager", **{"aria-label": words.children})


def page_number(visit: Visit) -> int:
    """The page asked for; the first for nonsense."""
    text = visit.get("page") or "1"
    return int(text) if text.isdecimal() and len(text) < 8 else 1


def moment_text(moment: datetime | None, zone: str, lang: str) -> str:
    """A moment in the city's time, to the minute: 2025年3月4日 09:30."""
    if moment is None:
        return say.NO_DATA
    local = moment.astimezone(ZoneInfo(zone))
    return f"{say.day(local, lang)} {local:%H:%M}"


def rows_table(
    caption: str, heads: Sequence[tuple[str, bool]], rows: Sequence[Sequence[Any]], *, css: str = ""
) -> Component:
    """A table whose cells may be anything; heads: (words, numeric). The first column heads its row."""
    head = html.Tr(
        [html.Th(words, scope="col", className="number" if numeric else None) for words, numeric in heads]
    )
    body = []
    for row in rows:
        cells = [html.Th(row[0], scope="row")]
        cells += [
            html.Td(cell, className="number" if numeric else None)
            for cell, (_, numeric) in zip(row[1:], heads[1:], strict=True)
        ]
        body.append(html.Tr(cells))
    table = html.Table(
        [html.Caption(caption, className="unseen"), html.Thead(head), html.Tbody(body)],
        className=f"table {css}".strip(),
    )
    return html.Div(
        table,
        className="table-frame table-frame--whole",
        tabIndex="0",
        role="region",
        **{"aria-label": caption},
    )


def reason_word(t: Translator, reason: str) -> str:
    """A reason of quarantine in two or three words."""
    return t(f"ui.desk.reason_{reason}")


def role_word(t: Translator, actor: str) -> str:
    """Who did something, by role."""
    role = actor.partition(":")[0]
    return t(f"ui.desk.role_{role}") if t.has(f"ui.desk.role_{role}") else t("ui.desk.role_other")


def refusal(t: Translator, file: str, error: str | None, params: Mapping[str, Any]) -> Component:
    """A file refused as a whole: which, why, and what to do."""
    message, remedy = explain(CockpitError(error or "delivery_unreadable", **params), t.lang)
    return html.Div(
        [html.Strong(file), html.P(message), html.P(remedy, className="quiet")], className="refusal"
    )


def reader_word(visit: Visit, name: str) -> str:
    """Whom a board is shared with in words: a role, or a department written 'department:<id>'."""
    role, _, department = name.partition(":")
    return visit.department(department) if department else role_word(visit.t, role)
