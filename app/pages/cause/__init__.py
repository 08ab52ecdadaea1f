"""Why a figure changed. Question: which areas or parts made the change, and how? For everybody inside."""

from app.pages.cause.layout import layout
from app.ui.page import Page

PAGE = Page(path="/cause/<id>", name="cause.name", layout=layout, order=72, looks_back=True)
