"""All sources against their schedules. Question: who is late, and whom do I call?"""

from app.pages.data_sources.layout import layout
from app.ui.page import Page

PAGE = Page(path="/data/sources", name="data_sources.name", layout=layout, order=62)
