"""Reusable parts of pages. They take words already chosen, or a translator; never a service."""

from app.ui.components.badge import held_badge, marks_legend, status_badge, status_strip
from app.ui.components.card import CardWords, card, tile, tile_grid
from app.ui.components.download import download_menu
from app.ui.components.filters import choice, filter_bar, finder, search, select
from app.ui.components.form import (
    field,
    file_field,
    form,
    hidden,
    select_field,
    text_field,
    tick_field,
)
from app.ui.components.layout import (
    breadcrumb,
    card_grid,
    columns,
    definition_list,
    page_header,
    section,
    stat,
    stats,
)
from app.ui.components.links import button_link, link
from app.ui.components.notice import notice
from app.ui.components.panel import chart_panel, legend, plain_panel, scale_legend, table_details
from app.ui.components.states import (
    empty,
    failed_part,
    failure,
    no_permission,
    not_found,
    stale,
    suppressed_note,
)
from app.ui.components.table import HeatCell, data_table, heat_legend, heat_table
from app.ui.components.tree import folded

__all__ = [
    "CardWords",
    "HeatCell",
    "breadcrumb",
    "button_link",
    "card",
    "card_grid",
    "chart_panel",
    "choice",
    "columns",
    "data_table",
    "definition_list",
    "download_menu",
    "empty",
    "failed_part",
    "failure",
    "field",
    "file_field",
    "filter_bar",
    "finder",
    "folded",
    "form",
    "heat_legend",
    "heat_table",
    "held_badge",
    "hidden",
    "legend",
    "link",
    "marks_legend",
    "no_permission",
    "not_found",
    "notice",
    "page_header",
    "plain_panel",
    "scale_legend",
    "search",
    "section",
    "select",
    "select_field",
    "stale",
    "stat",
    "stats",
    "status_badge",
    "status_strip",
    "suppressed_note",
    "table_details",
    "text_field",
    "tick_field",
    "tile",
    "tile_grid",
]
