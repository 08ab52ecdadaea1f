"""The leader's desk. Question: is the city in order, what is not, where, and who owns it?"""

from app.pages.overview.layout import layout
from app.ui.page import Page

PAGE = Page(
    path="/overview",
    name="overview.name",
    layout=layout,
    menu="/overview",
    order=10,
    looks_back=True,
    kept=True,
)
