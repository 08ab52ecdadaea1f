"""The rows of a file, as the file has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.text import DEFAULT_LANGUAGE
from app.i18n import explain
from app.i18n import format as say
from app.services.lineage import MeasureTrail, Traced
from app.ui.components import button_link, link
from app.ui.desk import rows_table
from app.ui.page import Visit

MEGABYTE = 1_000_000


def source_rows(visit: Visit, one: MeasureTrail, every: Sequence[MeasureTrail]) -> Component | None:
    """The first rows that count, or why they are not shown, or the link that reads a large file.

    Rows that stand under another measure of the page already are not shown twice.
    """
    t = visit.t
    if one.rows is None:
        large = max(
            (o.delivery for o in one.origins if o.there), key=lambda delivery: delivery.bytes, default=None
        )
        if large is None:
            return None
        size = say.number(large.bytes / MEGABYTE, 0, t.lang)
        href = visit.href(rows=one.measure.id)
        return html.Div(button_link(t("lineage_indicator.rows_large", size=size), href))
    if one.rows.refused is not None:
        message, remedy = explain(one.rows.refused, t.lang)
        return html.P(f"{message} {remedy}", className="quiet")
    if one.rows.traced is None:
        return None
    before = next((o for o in every if o.rows and o.rows.traced == one.rows.traced), one)
    if before is not one:
        here = link(t.name(before.measure.name), f"{visit.href()}#measure-{before.measure.id}")
        return html.P([t("lineage_indicator.rows_same"), here])
    return _table(visit, one.rows.traced, used_columns(one))


def used_columns(one: MeasureTrail) -> frozenset[str]:
    """The columns of the file that the measure is read from."""
    if one.source is None:
        return frozenset()
    field = one.source.measures[one.measure.id].field
    rule = one.source.fields.get(field or "")
    return frozenset(rule.columns) if rule else frozenset()


def _table(visit: Visit, traced: Traced, used: frozenset[str]) -> Component:
    t = visit.t
    if not traced.total:
        return html.P(t("lineage_indicator.rows_none"), className="quiet")
    kind = "records" if traced.records else "figures"
    title = t(
        f"lineage_indicator.rows_{kind}",
        total=say.number(traced.total, 0, t.lang),
        n=len(traced.rows),
    )
    sheets = any(row.sheet for row in traced.rows)
    heads = [(t("lineage_indicator.row"), False), *((name, False) for name in traced.columns)]
    if sheets:
        heads.insert(1, (t("lineage_indicator.sheet"), False))
    body = [
        [
            str(row.row),
            *([row.sheet] if sheets else []),
            *(_cell(row.cells.get(name) or say.NO_DATA, strong=name in used) for name in traced.columns),
        ]
        for row in traced.rows
    ]
    # The rows speak the language of the file, which no reader's language changes.
    table = html.Div(rows_table(title, heads, body, css="raw"), lang=DEFAULT_LANGUAGE)
    return html.Div([html.H4(title, className="origin__head"), table])


def _cell(words: str, *, strong: bool) -> Any:
    return html.Strong(words) if strong else words
