"""The register of data assets. Question: what do we own, who may have it, and what does nobody use?"""

from app.pages.data_assets.layout import layout
from app.ui.page import Page

PAGE = Page(path="/data/assets", name="data_assets.name", layout=layout, order=67)
