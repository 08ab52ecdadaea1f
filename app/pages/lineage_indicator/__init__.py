"""Where a figure comes from. Question: which rows of which files is this number made of?"""

from app.pages.lineage_indicator.layout import layout
from app.ui.page import Page

PAGE = Page(
    path="/lineage/indicator/<id>", name="lineage_indicator.name", layout=layout, order=71, looks_back=True
)
