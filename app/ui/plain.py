"""Still parts of a page as one component each.

Dash wraps every component in its own state, which costs a table of two hundred cells more time in the
browser than a chart. What only stands there (no chart, no input) needs none of that: `lighten` turns each
largest part made of html alone into one `Plain`, which `assets/js/plain.js` draws as the same elements.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from dash.development.base_component import Component

_HTML = "dash_html_components"


class Plain(Component):
    """A tree of html elements: `{"type": "P", "props": {"children": …}}`, as Dash writes components."""

    _children_props: list[str] = []  # noqa: RUF012 - as Dash's own components declare it
    _base_nodes: list[str] = []  # noqa: RUF012
    _namespace = "cockpit_ui"
    _type = "Plain"
    _prop_names = ["id", "tree"]  # noqa: RUF012
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012
    available_properties = ["id", "tree"]  # noqa: RUF012
    available_wildcard_properties: list[str] = []  # noqa: RUF012

    def __init__(self, tree: dict[str, Any]) -> None:
        super().__init__(tree=tree)


def lighten(part: Any) -> Any:
    """The same page with every largest still part as one `Plain`. Words and lists stay what they are."""
    if isinstance(part, list | tuple):
        return _together([lighten(child) for child in part])
    if not isinstance(part, Component):
        return part
    tree = _tree(part)
    if tree is not None:
        return Plain(tree)
    if part._namespace == _HTML:
        part.children = lighten(getattr(part, "children", None))
    return part


def _together(children: list[Any]) -> Any:
    """Still neighbours as one `Plain` without an element of its own (a nameless type)."""
    found: list[Any] = []
    for still, group in groupby(
        _flat(children), lambda child: child is None or isinstance(child, Plain | str)
    ):
        run = list(group)
        trees = [child.tree if isinstance(child, Plain) else child for child in run if child is not None]
        if still and len(trees) > 1:
            found.append(Plain({"type": "", "props": {"children": trees}}))
        else:
            found += run
    return found


def _flat(children: list[Any]) -> list[Any]:
    """Dash draws no lists inside lists."""
    found: list[Any] = []
    for child in children:
        found.extend(_flat(child) if isinstance(child, list) else [child])
    return found


def _tree(part: Component) -> dict[str, Any] | None:
    """A component made of html alone as plain values; None when anything inside is more than that."""
    props = {name: value for name in part._prop_names if (value := getattr(part, name, None)) is not None}
    props |= {name: value for name, value in vars(part).items() if name.startswith(("aria-", "data-"))}
    if part._namespace != _HTML or isinstance(props.get("id"), dict) or "n_clicks" in props:
        return None
    if "children" in props:
        children = _children(props["children"])
        if children is None:
            return None
        props["children"] = children
    return {"type": part._type, "props": props}


def _children(found: Any) -> list[Any] | None:
    out: list[Any] = []
    for child in found if isinstance(found, list | tuple) else [found]:
        if child is None:
            continue
        if isinstance(child, list | tuple):
            inner = _children(child)
            if inner is None:
                return None
            out.extend(inner)
        elif isinstance(child, Component):
            tree = _tree(child)
            if tree is None:
                return None
            out.append(tree)
        else:
            out.append(child)
    return out
