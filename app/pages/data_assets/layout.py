"""Sources, measures and indicators with owner, class, sharing and use; those nobody uses on their own."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import format as say
from app.services import current
from app.services.assets import Asset, Assets, Kind, assets
from app.services.scope import departments
from app.ui.components import choice, empty, link, page_header
from app.ui.controls import page_filters
from app.ui.desk import department_select, desk_nav, page_number, pager, rows_table, source_href
from app.ui.page import View, Visit

SHARES = ("unconditional", "conditional", "no")


def layout(visit: Visit) -> View:
    """The assets of the address's department, kind, sharing and use."""
    cockpit = current()
    t = visit.t
    shown = assets(
        cockpit,
        visit.actor,
        department=visit.get("department"),
        kind=visit.get("kind"),
        share=visit.get("share"),
        unused=visit.get("use") == "none",
        page=page_number(visit),
    )
    kinds = shown.kinds
    lead = t(
        "data_assets.lead",
        sources=kinds[Kind.SOURCE],
        measures=kinds[Kind.MEASURE],
        indicators=kinds[Kind.INDICATOR],
        unused=shown.unused,
    )
    body: list[Any] = [
        page_header(t("data_assets.title"), lead=lead, aside=_bar(visit, shown)),
        desk_nav(visit, "assets"),
    ]
    if shown.assets:
        body += [_table(visit, shown), pager(visit, shown.page, shown.pages, shown.total)]
        body.append(html.P(t("data_assets.how"), className="quiet"))
    else:
        body.append(empty(t, t("data_assets.none"), t("data_assets.none_help")))
    return View(t("data_assets.title"), body)


def _bar(visit: Visit, shown: Assets) -> Component:
    t = visit.t
    kind, share, use = visit.get("kind"), visit.get("share"), visit.get("use")
    kinds = [(t("data_assets.all"), visit.href(kind=None, page=None), kind is None)]
    kinds += [
        (f"{t(f'data_assets.kind_{k}')} {shown.kinds[k]}", visit.href(kind=k, page=None), kind == k)
        for k in Kind
    ]
    shares = [(t("data_assets.all"), visit.href(share=None, page=None), share is None)]
    shares += [
        (f"{t(f'ui.desk.share_{s}')} {shown.shares.get(s, 0)}", visit.href(share=s, page=None), share == s)
        for s in SHARES
    ]
    uses = [
        (t("data_assets.all"), visit.href(use=None, page=None), use is None),
        (f"{t('data_assets.unused')} {shown.unused}", visit.href(use="none", page=None), use == "none"),
    ]
    parts = [
        department_select(visit, departments(current(), visit.actor)),
        choice(t("data_assets.kind"), kinds),
        choice(t("data_assets.share"), shares),
        choice(t("data_assets.use"), uses),
    ]
    return page_filters(visit, [part for part in parts if part])


def _table(visit: Visit, shown: Assets) -> Component:
    t = visit.t
    heads = [(t("data_assets.asset"), False)]
    heads += [(t(f"data_assets.{n}"), False) for n in ("kind", "owner", "class", "share")]
    heads += [(t(f"data_assets.{n}"), True) for n in ("indicators", "boards", "exports")]
    heads.append((t("data_assets.use"), False))
    return rows_table(t("data_assets.title"), heads, [_row(visit, one) for one in shown.assets])


def _row(visit: Visit, one: Asset) -> list[Any]:
    t = visit.t
    uses = t("data_assets.public") if one.public else ""
    use = uses if one.used else html.Span(t("data_assets.unused"), className="warning")
    return [
        [_name(visit, one), html.Div(html.Code(one.id), className="quiet")],
        t(f"data_assets.kind_{one.kind}"),
        t.name(one.department.short or one.department.name),
        t(f"ui.desk.class_{one.classification}"),
        t(f"ui.desk.share_{one.share}"),
        *[say.number(n, 0, t.lang) for n in (one.indicators, one.boards, one.exports)],
        use,
    ]


def _name(visit: Visit, one: Asset) -> Any:
    name = visit.t.name(one.name)
    if one.kind is Kind.SOURCE:
        return link(name, source_href(visit, one.id))
    if one.kind is Kind.INDICATOR:
        return link(name, visit.href(f"/indicator/{one.id}"))
    return name
