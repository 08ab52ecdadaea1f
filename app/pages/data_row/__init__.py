"""One refused row put right. Question: what should it read, and what does it become?"""

from app.pages.data_row.layout import layout
from app.ui.page import Page

PAGE = Page(path="/data/quarantine/<id>", name="data_row.name", layout=layout, order=64)
