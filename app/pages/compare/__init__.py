"""Comparison. Question: which departments attain their targets, and how do districts differ?"""

from app.pages.compare.layout import layout
from app.ui.page import Page

PAGE = Page(
    path="/compare",
    name="compare.name",
    layout=layout,
    menu="/compare",
    order=40,
    looks_back=True,
    kept=True,
)
