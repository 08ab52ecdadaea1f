"""The big screen. Question: in five seconds, what is abnormal, what changed, who owns it? For city leaders."""

from app.pages.screen.layout import layout
from app.ui.page import Page

PAGE = Page(path="/screen", name="screen.name", layout=layout, menu="/screen", order=15, dark=True)
