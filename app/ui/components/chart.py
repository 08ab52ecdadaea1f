"""A chart as a component of our own: what `dcc.Graph` does and pages need, and one thing it cannot.

A figure is drawn by plotly into an element that can be handed on. So the charts of a first visit are drawn as
soon as the figures and plotly are there, while Dash is still starting, and Dash's page takes them over as they
stand (`assets/js/chart.js`, `assets/js/first.js`).
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from app.ui.figures.model import FigureDict

KIND = "ui-chart"


class Chart(Component):
    """A plotly figure in an element of a fixed height. `id` holds the chart's name, unique on the page.

    A click on a mark whose `customdata[0]` is an address leads there.
    """

    _children_props: list[str] = []  # noqa: RUF012 - as Dash's own components declare it
    _base_nodes: list[str] = []  # noqa: RUF012
    _namespace = "cockpit_ui"
    _type = "Chart"
    _prop_names = ["id", "figure", "config", "height"]  # noqa: RUF012
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012
    available_properties = ["id", "figure", "config", "height"]  # noqa: RUF012
    available_wildcard_properties: list[str] = []  # noqa: RUF012

    def __init__(self, name: str, figure: FigureDict, config: dict[str, Any]) -> None:
        height = figure["layout"]["height"]  # px
        super().__init__(id={"type": KIND, "name": name}, figure=figure, config=config, height=height)
