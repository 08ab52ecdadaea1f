"""What would become of the file: counts that add up, refused rows with reasons, figures, the YAML."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import explain
from app.i18n import format as say
from app.services import Cockpit
from app.services.saving import Preview
from app.ui.components import button_link, plain_panel, section, stat, stats
from app.ui.components.form import form, hidden
from app.ui.desk import reason_word, rows_table
from app.ui.errors import by_itself
from app.ui.page import Visit

_EPOCH = date(1970, 1, 1)


def preview_parts(visit: Visit, cockpit: Cockpit, shown: Preview) -> list[Component]:
    """Everything below the steps."""
    parts = [_faults(visit, shown)] if shown.faults else [_counts(visit, shown)]
    if shown.rows:
        parts.append(_refused(visit, shown))
    if shown.values:
        parts.append(_figures(visit, cockpit, shown))
    return [*parts, _yaml(visit, shown), _end(visit, cockpit, shown)]


@by_itself
def _faults(visit: Visit, shown: Preview) -> Component:
    t = visit.t
    items = []
    for problem in shown.faults[:10]:
        message, remedy = explain(problem.error, t.lang)
        items.append(html.Li([html.Strong(message), " ", remedy]))
    return plain_panel(
        t("onboard.faults", n=len(shown.faults)), html.Ul(items, className="onboard-faults"), level=2
    )


@by_itself
def _counts(visit: Visit, shown: Preview) -> Component:
    t = visit.t
    counts = [
        (name, getattr(shown, name))
        for name in ("read", "accepted", "quarantined", "ignored", "observations")
    ]
    told = [stat(t(f"onboard.counts.{name}"), say.number(n, 0, t.lang)) for name, n in counts]
    reasons = [
        html.Li(f"{reason_word(t, reason)}: {say.number(n, 0, t.lang)}") for reason, n in shown.reasons
    ]
    words = html.P(t("onboard.adds_up"), className="quiet")
    return plain_panel(
        t("onboard.outcome"), [stats(told), words, html.Ul(reasons) if reasons else None], level=2
    )


def _refused(visit: Visit, shown: Preview) -> Component:
    t = visit.t
    heads = [(t(f"onboard.row.{name}"), False) for name in ("row", "column", "reason", "raw")]
    rows = [
        [
            f"{row.sheet} {row.row}".strip(),
            row.column,
            t(f"reasons.{row.reason}.message", **row.params),
            " · ".join(f"{name} {cell or '∅'}" for name, cell in row.raw.items())[:200],
        ]
        for row in shown.rows
    ]
    title = t("onboard.refused", n=len(rows), all=shown.quarantined)
    return section(title, rows_table(title, heads, rows))


def _figures(visit: Visit, cockpit: Cockpit, shown: Preview) -> Component:
    t, catalogue = visit.t, cockpit.catalogue
    new = {spec.id: spec for spec in shown.draft.new}
    heads = [
        (t("onboard.row.measure"), False),
        (t("onboard.row.area"), False),
        (t("onboard.row.period"), False),
    ]
    heads.append((t("onboard.row.value"), True))
    rows = []
    for name, area, start, value in shown.values:
        measure: Any = new.get(name) or catalogue.measures[name]
        period = catalogue.city.calendar.period(_EPOCH + timedelta(days=start), measure.grain)
        decimals = 0 if value is None or value.is_integer() else 2
        number = f"{say.number(value, decimals, t.lang)} {say.unit_name(measure.unit, t.lang)}"
        rows.append(
            [t.name(measure.name), t.name(catalogue.area(area).name), say.period(period, t.lang), number]
        )
    title = t("onboard.figures", n=len(rows), all=shown.observations)
    return section(title, rows_table(title, heads, rows))


def _yaml(visit: Visit, shown: Preview) -> Component:
    blocks = [
        part
        for name, text in shown.texts.items()
        for part in (
            html.H3(html.Code(name), className="yaml__file"),
            html.Pre(text, className="yaml", tabIndex="0"),
        )
    ]
    return section(visit.t("onboard.yaml"), blocks, lead=visit.t("onboard.yaml_lead"))


def _end(visit: Visit, cockpit: Cockpit, shown: Preview) -> Component:
    t, token = visit.t, shown.shown.upload.token
    back = button_link(t("onboard.back"), visit.href(step=None))
    if shown.faults:
        return html.Div(back, className="form__end")
    if not shown.writable:
        folder = str(cockpit.catalogue.city.folder)
        words = html.P(t("errors.onboard_read_only.message", folder=folder), className="warning")
        return html.Div([words, back])
    children = [hidden("token", token), hidden("lang", t.lang)]
    save = form(t, action="onboard_save", back=visit.href(), children=children, submit=t("onboard.save"))
    return html.Div(
        [html.P(t("onboard.save_hint", file=shown.draft.delivery)), save, back], className="onboard-end"
    )
