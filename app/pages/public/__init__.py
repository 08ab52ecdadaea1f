"""The public page. Question: are things getting better or worse where I live, and what does it mean?"""

from app.pages.public.layout import layout
from app.ui.page import EVERYONE, Page

PAGE = Page(
    path="/public",
    name="public.name",
    layout=layout,
    roles=EVERYONE,
    menu="/public",
    order=60,
    kept=True,
)
