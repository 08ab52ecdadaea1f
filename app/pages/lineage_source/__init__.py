"""What rests on a source. Question: what breaks when this file is late?"""

from app.pages.lineage_source.layout import layout
from app.ui.page import Page

PAGE = Page(path="/lineage/source/<id>", name="lineage_source.name", layout=layout, order=70)
