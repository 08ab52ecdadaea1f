"""The repairs of a delivery. Question: which figures change when they are replayed?"""

from app.pages.data_replay.layout import layout
from app.ui.page import Page

PAGE = Page(path="/data/replay/<run>", name="data_replay.name", layout=layout, order=65)
