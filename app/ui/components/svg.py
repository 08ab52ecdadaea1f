"""SVG elements, which Dash's html has not. They stand in still parts only (`app/ui/plain.py`)."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

_PROPERTIES = [
    "children", "viewBox", "preserveAspectRatio", "d", "x", "y", "href", "className", "role", "fill", "stroke",
    "textAnchor", "dy", "fontSize", "transform", "style", "id", "title",
]  # fmt: skip


class _Element(Component):
    _children_props: list[str] = []  # noqa: RUF012 - as Dash's own components declare it
    _base_nodes = ["children"]  # noqa: RUF012
    _namespace = "dash_html_components"
    _prop_names = _PROPERTIES
    _valid_wildcard_attributes = ["aria-", "data-"]  # noqa: RUF012
    available_properties = _PROPERTIES
    available_wildcard_properties = _valid_wildcard_attributes

    def __init__(self, children: Any = None, **properties: Any) -> None:
        super().__init__(children=children, **properties)


class Svg(_Element):
    """The drawing itself; `viewBox` gives its units."""

    _type = "Svg"


class Group(_Element):
    """Several elements as one."""

    _type = "G"


class Path(_Element):
    """An outline."""

    _type = "Path"


class Words(_Element):
    """Text at a place."""

    _type = "Text"


class Title(_Element):
    """What a pointer that rests on the parent is told."""

    _type = "Title"


class Anchor(_Element):
    """A part that leads to an address."""

    _type = "A"
