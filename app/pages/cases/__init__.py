"""The cases behind a rate. Question: which ones were late, and do they add up to the figure?"""

from app.pages.cases.layout import layout
from app.ui.page import Page

PAGE = Page(path="/cases/<id>", name="cases.name", layout=layout, order=72, looks_back=True)
