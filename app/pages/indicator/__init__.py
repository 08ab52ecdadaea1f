"""Everything about one indicator. Question: what happened, where, what is it made of, whose is it?"""

from app.pages.indicator.layout import layout
from app.ui.page import Page

PAGE = Page(path="/indicator/<id>", name="indicator.name", layout=layout, order=30, looks_back=True)
