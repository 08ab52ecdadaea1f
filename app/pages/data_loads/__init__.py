"""Every load run of a day. Question: what was read, and where did each row go?"""

from app.pages.data_loads.layout import layout
from app.ui.page import Page

PAGE = Page(path="/data/loads", name="data_loads.name", layout=layout, order=61)
