"""Trees as nested lists: of a formula (what a figure is made of) and of goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Status
from app.i18n import Translator
from app.ui.components.badge import status_badge
from app.ui.components.links import link


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One box: its role in the box before ("numerator"), name, value with unit, status, a remark below.

    `href` of the name, `value_href` of the number; `sign` stands between the children (÷, +).
    """

    name: str
    role: str = ""
    value: str = ""
    status: Status | None = None
    note: str = ""
    href: str = ""
    value_href: str = ""
    children: tuple[TreeNode, ...] = ()
    sign: str = ""
    strong: bool = False


def formula_figure(t: Translator, root: TreeNode, *, label: str) -> Component:
    """The tree of a formula: the figure on the left, what it is made of on its right; below on a phone."""
    return html.Div(
        html.Ul(_node(t, root), className="ftree"),
        className="ftree-frame",
        role="group",
        tabIndex="0",
        **{"aria-label": label},
    )


def _node(t: Translator, node: TreeNode) -> Component:
    inner: list[Any] = [_box(t, node)]
    if node.children:
        items: list[Component] = []
        for number, child in enumerate(node.children):
            if number and node.sign:
                items.append(html.Li(node.sign, className="ftree__sign"))
            items.append(_node(t, child))
        inner.append(html.Ul(items, className="ftree__kids"))
    return html.Li(inner, className="ftree__node")


def _box(t: Translator, node: TreeNode) -> Component:
    name: Any = link(node.name, node.href) if node.href else node.name
    value: Any = link(node.value, node.value_href) if node.value_href and node.value else node.value
    return html.Div(
        [
            html.Span(node.role, className="ftree__role") if node.role else None,
            html.Span(name, className="ftree__name"),
            html.Span(
                [value, status_badge(t, node.status, small=True) if node.status else None],
                className="ftree__value",
            )
            if node.value
            else None,
            html.Span(node.note, className="ftree__note") if node.note else None,
        ],
        className="ftree__box ftree__box--strong" if node.strong else "ftree__box",
    )


def folded(
    summary: Any, children: Sequence[Any], *, open_: bool = False, class_name: str = "fold"
) -> Component:
    """A branch that opens and closes; works without scripts."""
    return html.Details(
        [html.Summary(summary, className="fold__head"), html.Div(list(children), className="fold__body")],
        open=open_ or None,
        className=class_name,
    )
