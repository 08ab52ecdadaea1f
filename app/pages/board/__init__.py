"""A built board. Question: what do the figures say that its builder chose?"""

from app.pages.board.layout import layout
from app.ui.page import Page

PAGE = Page(path="/boards/<id>", name="board.name", layout=layout, order=46, looks_back=True)
