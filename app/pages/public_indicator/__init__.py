"""One published indicator, in plain words. Question: what is it, how is it here, may I have the data?"""

from app.pages.public_indicator.layout import layout
from app.ui.page import EVERYONE, Page

PAGE = Page(
    path="/public/indicator/<id>",
    name="public_indicator.name",
    layout=layout,
    roles=EVERYONE,
    order=61,
    kept=True,
)
