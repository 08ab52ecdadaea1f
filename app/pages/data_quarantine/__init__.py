"""Refused rows. Question: what was refused, why, and what is to be done?"""

from app.pages.data_quarantine.layout import layout
from app.ui.page import Page

PAGE = Page(path="/data/quarantine", name="data_quarantine.name", layout=layout, order=63)
