"""The indicator centre. Question: which figures does the city have, whose are they, how do they stand?"""

from app.pages.indicators.layout import layout
from app.ui.page import Page

PAGE = Page(path="/indicators", name="indicators.name", layout=layout, menu="/indicators", order=40)
