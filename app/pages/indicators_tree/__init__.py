"""The tree of goals. Question: which figures tell whether the city reaches its goals?"""

from app.pages.indicators_tree.layout import layout
from app.ui.page import Page

PAGE = Page(path="/indicators/tree", name="indicators_tree.name", layout=layout, order=41)
