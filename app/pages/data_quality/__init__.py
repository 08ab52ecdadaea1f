"""Six-dimension quality with signatures. Question: how good is the data, and who vouches for it?"""

from app.pages.data_quality.layout import layout
from app.ui.page import Page

PAGE = Page(path="/data/quality", name="data_quality.name", layout=layout, order=66)
