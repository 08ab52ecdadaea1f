"""The board builder. Question: what should stand on my board, and how?"""

from app.pages.board_edit.layout import layout
from app.ui.page import Page

PAGE = Page(path="/boards/<id>/edit", name="board_edit.name", layout=layout, order=47)
