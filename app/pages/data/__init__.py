"""The data officer's desk. Question: did today's deliveries come, did they add up, and what must I do?"""

from app.pages.data.layout import layout
from app.ui.page import Page

PAGE = Page(path="/data", name="data.name", layout=layout, menu="/data", order=60)
