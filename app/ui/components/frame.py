"""The frame around every page: header, navigation, ribbon, footer, switches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from app.access import Actor, Role
from app.i18n import Translator, translator
from app.i18n import format as fmt
from app.ui.components.links import link


def ribbon(t: Translator, city: str) -> Component:
    """Says that the figures are made up; on screen and on paper."""
    return html.Aside(
        html.P(t("ui.frame.demonstration", city=city)),
        className="ribbon",
        **{"aria-label": t("ui.frame.demonstration_label")},
    )


def header(
    t: Translator,
    *,
    city: str,
    home: str,
    entries: Sequence[tuple[str, str, bool]],
    language_href: str,
    switch: Component | None = None,
) -> Component:
    """City and product on the left, pages in the middle, language on the right."""
    items = [html.Li(link(name, href, current="page" if here else "")) for name, href, here in entries]
    return html.Header(
        [
            html.A(t("ui.frame.skip"), href="#main", className="skip"),
            html.Div(
                [
                    link(
                        [
                            html.Span(city, className="brand__city"),
                            html.Span(t("ui.frame.product"), className="brand__product"),
                        ],
                        home,
                        class_name="brand",
                    ),
                    html.Nav(html.Ul(items), className="menu", **{"aria-label": t("ui.frame.navigation")}),
                    html.Div([switch, language_switch(t, language_href)], className="header__tools"),
                ],
                className="header__row",
            ),
        ],
        className="header",
    )


def language_switch(t: Translator, href: str) -> Component:
    """The same address in the other language, named in it: an ordinary link that loads the page anew."""
    other = "zh" if t.lang == "en" else "en"
    return html.A(
        translator(other)("ui.frame.language"),
        href=href,
        lang=other,
        className="language",
        **{"data-reload": "true"},
    )


def role_switch(t: Translator, actor: Actor, departments: Sequence[tuple[str, str]], back: str) -> Component:
    """Become another role. Only where the operator allows it; the server checks again."""
    roles = [
        html.Option(t(f"ui.role.{role}"), value=str(role), selected=(role is actor.role) or None)
        for role in Role
    ]
    units = [
        html.Option(name, value=code, selected=(code == actor.department) or None)
        for code, name in departments
    ]
    return html.Form(
        [
            html.Label(t("ui.role.label"), htmlFor="role", className="unseen"),
            html.Select(roles, name="role", id="role", className="select select--small"),
            html.Label(t("ui.role.department"), htmlFor="role-department", className="unseen"),
            html.Select(
                [html.Option("", value=""), *units],
                name="department",
                id="role-department",
                className="select select--small",
            ),
            html.Button(
                t("ui.role.switch"), type="submit", name="back", value=back, className="button button--small"
            ),
        ],
        action="/dev/actor",
        method="POST",
        className="roles",
    )


def footer(t: Translator, *, city: str, data_to: date | None) -> Component:
    """How fresh the page is and where its numbers come from."""
    age = html.Span(t("ui.frame.data_to", day=fmt.day(data_to, t.lang))) if data_to else None
    return html.Footer(
        html.P([html.Span(f"{city} {t('ui.frame.product')}"), age, html.Span(t("ui.frame.same_numbers"))]),
        className="footer",
    )
