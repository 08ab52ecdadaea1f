"""Onboarding. Question: what does this file hold, and what would become of it as a source?"""

from app.access import Role
from app.pages.onboard.layout import layout
from app.ui.page import Page

PAGE = Page(
    path="/data/onboard", name="onboard.name", layout=layout, roles=frozenset({Role.DATA_OFFICER}), order=68
)
