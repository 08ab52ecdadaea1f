"""What became of what the reader asked for, told once at the top of the page."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from app.access import Notice
from app.domain.errors import CockpitError
from app.i18n import Translator, explain


def notice(t: Translator, told: Notice) -> Component:
    """Done, or refused with the reason and what to do."""
    if not told.refused:
        return html.P(t(told.name, **told.params), className="notice notice--done", role="status")
    message, remedy = explain(CockpitError(told.name, **told.params), t.lang)
    return html.Div([html.Strong(message), html.P(remedy)], className="notice notice--refused", role="alert")
