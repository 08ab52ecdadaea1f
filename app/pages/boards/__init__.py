"""Built boards. Question: which boards did I or others put together?"""

from app.pages.boards.layout import layout
from app.ui.page import Page

PAGE = Page(path="/boards", name="boards.name", layout=layout, menu="/boards", order=45)
