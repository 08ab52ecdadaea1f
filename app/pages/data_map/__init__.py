"""Departments and their systems. Question: who delivers what, and which connection is broken?"""

from app.pages.data_map.layout import layout
from app.ui.page import Page

PAGE = Page(path="/data/map", name="data_map.name", layout=layout, order=68)
